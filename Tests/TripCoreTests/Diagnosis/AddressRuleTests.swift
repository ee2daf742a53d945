import Testing
import TripCore

/// What the addresses that brokers tell clients to call come to.
@Suite("Diagnosis of addresses") struct AddressRuleTests {
    @Test("A broker that starts is waited for; one that runs and refuses is called at a wrong address") func notReady()
    {
        let starting = Layer().with { layer in
            layer.change("kafka-2") { container in
                container.health = .starting
                container.startedAt = moment - 4_000
            }
            layer.kafka?.reach[2] = .refuses(reason: "it hangs up")
        }
        #expect(starting.signs == ["TC419 warning passes"])
        #expect(starting.with { $0.kafka?.reach[2] = .answers(latency: 0.001) }.symptoms == [])
        let wrong = Layer().with { $0.kafka?.reach[2] = .refuses(reason: "connection refused") }
        #expect(wrong.signs == ["TC514 warning needsPerson"])
        #expect(Layer().with { $0.kafka?.reach[2] = .silent(reason: "no answer") }.symptoms == [])
        #expect(Layer().with { $0.kafka = nil }.symptoms == [], "nobody asked Kafka")
        let fresh = Layer().with { layer in
            layer.change("kafka-2") { $0.startedAt = moment - 4_000 }
            layer.kafka?.reach[2] = .refuses(reason: "connection refused")
        }
        #expect(fresh.signs == ["TC514 warning needsPerson"], "the others know it, and its health check gets through")
        let unlisted = fresh.with { $0.kafka?.metadata.brokers.removeAll { $0.id == 2 } }
        #expect(unlisted.signs == ["TC419 warning passes"])
        let elsewhere = Layer().with { layer in
            layer.kafka?.metadata.brokers[1].host = "10.0.1.100"
            layer.kafka?.reach[2] = .silent(reason: "no answer")
        }
        #expect(elsewhere.signs == ["TC514 warning needsPerson"])
    }

    @Test("Where a port is published on another address than is advertised, the bind is named as a cause")
    func publishedElsewhere() throws {
        func hint(advertised host: String, published address: String, starting: Bool = false) throws -> String {
            let layer = Layer().with { layer in
                layer.change("kafka-2") { container in
                    container.environment["KAFKA_ADVERTISED_LISTENERS"] = "EXTERNAL://\(host):9093"
                    container.ports = [PublishedPort(address: address, port: 9093, containerPort: 9093)]
                    if starting {
                        container.health = .starting
                        container.startedAt = moment - 4_000
                    }
                }
                layer.kafka?.metadata.brokers[1].host = host
                layer.kafka?.reach[2] = .refuses(reason: "connection refused")
            }
            let codes: [FindingCode] = [.brokerNotReady, .advertisedUnreachable]
            let finding = layer.symptoms.map(\.finding).first { codes.contains($0.code) }
            return try #require(finding?.hint)
        }
        let bind = "its port is published on 192.0.2.2 alone, and localhost is advertised: see to --bind and --host"
        #expect(try hint(advertised: "localhost", published: "192.0.2.2").hasPrefix(bind))
        #expect(
            try hint(advertised: "localhost", published: "192.0.2.2", starting: true)
                == "wait: a broker takes 5 to 30 seconds to start; \(bind)")
        #expect(try hint(advertised: "10.0.1.100", published: "192.0.2.2").contains("--bind"))
        for (host, address) in [
            ("10.0.1.100", "0.0.0.0"), ("10.0.1.100", "10.0.1.100"), ("localhost", "127.0.0.1"), ("localhost", ""),
            ("kafka.example.com", "192.0.2.2"),
        ] {
            #expect(try !hint(advertised: host, published: address).contains("--bind"), "\(host) on \(address)")
        }
    }

    @Test(
        "Addresses that nobody can call, by what the containers were made with",
        arguments: [
            ("EXTERNAL://:9092", "TC507 critical needsPerson", "kafka-1 advertises no host, which nobody can call"),
            (
                "EXTERNAL://kafka-1:9092", "TC507 critical needsPerson",
                "kafka-1 advertises kafka-1:9092, which nobody can call"
            ),
            (
                "EXTERNAL://10.0.1.100:9092:9092", "TC507 critical needsPerson",
                "kafka-1 advertises [10.0.1.100:9092]:9092, which nobody can call"
            ),
            (
                "EXTERNAL://0.0.0.0:9092", "TC505 critical needsPerson",
                "kafka-1 advertises 0.0.0.0, which is where it listens and no address to call"
            ),
            (
                "EXTERNAL://http://10.0.1.100:9092", "TC506 critical needsPerson",
                "kafka-1 does not start: Kafka cannot read the advertised listener EXTERNAL://http://10.0.1.100:9092"
            ),
            ("", "TC504 critical upHeals", "kafka-1 does not start: the file lacks the advertised listener"),
        ])
    func addresses(listener: String, sign: String, text: String) {
        let layer = Layer().with { layer in
            for service in ["kafka-2", "kafka-3"] { layer.change(service) { $0.environment["A"] = "b" } }
            layer.change("kafka-1") { container in
                container.environment["KAFKA_ADVERTISED_LISTENERS"] =
                    listener.isEmpty ? "" : "INTERNAL://kafka-1:29092,\(listener)"
            }
        }
        let found = layer.symptoms.filter { $0.finding.code != .hostsDiffer }
        #expect(found.map { "\($0.finding.code.rawValue) \($0.finding.severity) \($0.outlook)" } == [sign])
        #expect(found.first?.finding.text == text)
    }

    @Test("Metadata tells too, and on the internal listener names are right") func metadataHosts() {
        func named(_ port: Int) -> Layer {
            Layer().with { layer in
                layer.kafka?.metadata.brokers[0].host = "kafka-1"
                layer.kafka?.metadata.brokers[0].port = port
            }
        }
        #expect(named(9092).signs == ["TC507 critical needsPerson"])
        #expect(named(29092).symptoms == [])
        let ipv6 = Layer().with { layer in
            for broker in MessagingLayer.brokers {
                layer.change(broker.name) {
                    $0.environment["KAFKA_ADVERTISED_LISTENERS"] =
                        "INTERNAL://\(broker.name):29092,EXTERNAL://[2001:db8::7]:\(broker.externalPort)"
                }
            }
        }
        #expect(ipv6.symptoms == [])
    }
}
