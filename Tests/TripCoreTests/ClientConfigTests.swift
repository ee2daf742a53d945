import Testing
import TripCore

@Suite("Settings for clients") struct ClientConfigTests {
    @Test("the page's settings") func settings() throws {
        let producer = try ClientConfig(.producer, bootstrap: ClientConfig.insideBootstrap)
        #expect(
            producer.settings.map { "\($0.name)=\($0.value)" } == [
                "bootstrap.servers=kafka-1:29092,kafka-2:29092,kafka-3:29092", "acks=all", "linger.ms=5",
                "batch.size=16384", "compression.type=lz4",
            ])
        let bootstrap = ClientConfig.outsideBootstrap(host: try HostName.parse("::1"))
        let consumer = try ClientConfig(.consumer, bootstrap: bootstrap, clientID: "me")
        #expect(
            consumer.settings.map { "\($0.name)=\($0.value)" } == [
                "bootstrap.servers=[::1]:9092,[::1]:9093,[::1]:9094", "client.id=me", "group.id=tripclick-consumer",
                "auto.offset.reset=earliest", "enable.auto.commit=false",
            ])
        #expect((producer.settings + consumer.settings).allSatisfy { !$0.why.isEmpty })
    }

    @Test("each format") func formats() throws {
        let consumer = try ClientConfig(.consumer, bootstrap: "h:9092", group: #"a "b"\é"#)
        let properties = consumer.text(as: .properties)
        #expect(properties.contains("\ngroup.id=a \"b\"\\\\\\u00e9\n"))
        #expect(properties.contains("key.deserializer=org.apache.kafka.common.serialization.StringDeserializer\n"))
        let librdkafka = consumer.text(as: .librdkafka)
        #expect(librdkafka.contains("\ngroup.id=a \"b\"\\é\n"))
        #expect(!librdkafka.contains("serializer"))
        #expect(
            consumer.text(as: .json) == #"""
                {
                  "bootstrap.servers": "h:9092",
                  "group.id": "a \"b\"\\é",
                  "auto.offset.reset": "earliest",
                  "enable.auto.commit": "false"
                }

                """#)
        let python = consumer.text(as: .python)
        #expect(python.contains("\nconfig = {\n    # where to start from"))
        #expect(python.contains("    \"enable.auto.commit\": False,\n}\n"))
        let java = try ClientConfig(.producer, bootstrap: "h:9092", clientID: "é").text(as: .java)
        #expect(java.contains("\njava.util.Properties config = new java.util.Properties();\n"))
        #expect(java.contains(#"config.put("client.id", "\u00e9");"#))
        #expect(
            java.contains(#"config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");"#))
        #expect(
            try ClientConfig(.producer, bootstrap: "h:1", clientID: "7").text(as: .python).contains(
                "\"client.id\": \"7\""))
    }

    @Test("as data and as plain lines there is all that the format's client wants") func data() throws {
        let producer = try ClientConfig(.producer, bootstrap: "h:9092", clientID: "é")
        for format in [ClientConfig.Format.properties, .java] {
            #expect(
                producer.settings(as: format).map(\.name).suffix(3) == [
                    "compression.type", "key.serializer", "value.serializer",
                ])
        }
        for format in [ClientConfig.Format.python, .json, .librdkafka] {
            #expect(producer.settings(as: format) == producer.settings)
        }
        let plain = producer.text(as: .properties).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(producer.lines(as: .properties) == plain.map { String($0) })
        #expect(producer.lines(as: .librdkafka).contains("client.id=é"))
    }

    @Test("what is printed for librdkafka can be read back") func roundTrip() throws {
        for client in ClientConfig.Client.allCases {
            let config = try ClientConfig(client, bootstrap: "h:9092", clientID: "a=b #c")
            let read = try ClientSetting.parse(file: config.text(as: .librdkafka), name: "x")
            #expect(read.map(\.name) == config.settings.map(\.name))
            #expect(read.map(\.value) == config.settings.map(\.value))
        }
    }

    @Test(
        "every setting has its reason above it where the format has comments", arguments: ClientConfig.Format.allCases)
    func comments(_ format: ClientConfig.Format) throws {
        let config = try ClientConfig(.producer, bootstrap: "h:9092")
        let text = config.text(as: format)
        #expect(text.hasSuffix("\n"))
        for setting in config.settings { #expect(text.contains(setting.why) == (format != .json)) }
    }

    @Test("names that no file could hold", arguments: ["", " a", "a ", "a\nb", "a\tb", "\u{2028}"])
    func refused(_ name: String) throws {
        let failure = try #require(throws: Failure.self) {
            try ClientConfig(.consumer, bootstrap: "h:1", group: name)
        }
        #expect(failure.kind == .usage)
    }

    @Test("a producer has no group") func producerGroup() throws {
        let failure = try #require(throws: Failure.self) { try ClientConfig(.producer, bootstrap: "h:1", group: "g") }
        #expect(failure.kind == .usage)
    }
}
