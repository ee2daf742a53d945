import Testing
import TripCore

/// What containers tell of the settings that they were started with.
@Suite("Settings in place") struct SettingsInPlaceTests {
    @Test("They are those of the file, whatever it was") func roundTrip() throws {
        let all = [
            try settings(), try settings(host: "10.0.1.100"), try settings(host: "fd00::5"), try settings(host: "::1"),
            try settings(host: "127.0.0.2"), try settings(host: "kafka.example.com", bind: "10.0.1.100"),
            try settings(host: "kafka.example.com", exposesUI: true),
            try settings(host: "kafka.example.com", bind: "::", exposesZooKeeper: true),
            try settings(host: "10.0.1.100", bind: "10.0.1.100", exposesUI: true, exposesZooKeeper: true),
            try settings(registry: "registry.example.com:5000/mirror"),
        ]
        for asked in all {
            let found = SettingsInPlace(MessagingLayer.composeFile(for: asked).deployment())
            #expect(found.host == asked.host, "\(asked.host.text)")
            #expect(found.bind == asked.bind, "\(asked.host.text)")
            #expect(found.exposesUI == asked.exposesUI, "\(asked.host.text)")
            #expect(found.exposesZooKeeper == asked.exposesZooKeeper, "\(asked.host.text)")
            #expect(found.registry == asked.registry)
        }
    }

    @Test("A bind where the host never leads is not one to keep") func usableBind() throws {
        let there = try file(host: "10.0.1.100", bind: "10.0.1.5").deployment()
        #expect(SettingsInPlace(there).usableBind == .only("10.0.1.5"))
        let wrong = there.with {
            $0.change("kafka-1", "kafka-2", "kafka-3") { container in
                container.environment["KAFKA_ADVERTISED_LISTENERS"] = "EXTERNAL://localhost:9092"
            }
        }
        #expect(SettingsInPlace(wrong).bind == .only("10.0.1.5"))
        #expect(SettingsInPlace(wrong).usableBind == nil)
        #expect(SettingsInPlace(try file(host: "127.0.0.5").deployment()).usableBind == .only("127.0.0.5"))
        #expect(SettingsInPlace(.none).usableBind == nil)
    }

    @Test("Of no container nothing is known") func none() {
        let found = SettingsInPlace(.none)
        #expect(found.host == nil)
        #expect(found.bind == nil)
        #expect(!found.exposesUI)
        #expect(!found.exposesZooKeeper)
        #expect(found.registry == nil)
    }

    @Test("Brokers that disagree tell nothing") func disagree() throws {
        let new = try file(host: "10.0.1.100").deployment()
        let found = SettingsInPlace(
            try file().deployment().with { $0.containers["kafka-2"] = new.containers["kafka-2"] })
        #expect(found.host == nil)
        #expect(found.bind == nil)
    }

    @Test("A broker that is not there is not asked") func partial() throws {
        let found = SettingsInPlace(
            try file(host: "10.0.1.100").deployment().with { deployment in
                deployment.containers["kafka-2"] = nil
                deployment.containers["kafka-ui"] = nil
            })
        #expect(found.host?.text == "10.0.1.100")
        #expect(found.bind == .everyIPv4)
        #expect(!found.exposesUI)
    }

    @Test("A host that nobody can call is none, so that the next one mends it") func uncallable() throws {
        for host in ["0.0.0.0", "", "10.0.1.100:9092", "my_host"] {
            let found = SettingsInPlace(
                try file().deployment().with {
                    $0.change("kafka-1", "kafka-2", "kafka-3") { container in
                        container.environment["KAFKA_ADVERTISED_LISTENERS"] = "EXTERNAL://\(host):9092"
                    }
                })
            #expect(found.host == nil, "\(host)")
        }
    }

    @Test("An image that is not the layer's tells of no registry") func otherImage() throws {
        for image in ["confluentinc/cp-zookeeper:7.5.1", "registry.example.com/zookeeper:3.8"] {
            let found = SettingsInPlace(try file().deployment().with { $0.change("zookeeper") { $0.image = image } })
            #expect(found.registry == nil)
        }
    }
}
