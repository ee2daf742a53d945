import Testing

@testable import TripCore

@Suite("Compose file") struct ComposeFileTests {
    @Test("Another host changes the brokers and nothing else, and stands in no label") func host() throws {
        let here = MessagingLayer.composeFile(for: try DeploymentSettings())
        let there = MessagingLayer.composeFile(
            for: try DeploymentSettings(host: try HostName.parse("kafka.example.com")))
        for (one, other) in zip(here.services, there.services) {
            #expect((one == other) == !one.name.hasPrefix("kafka-") || one.name == "kafka-ui", "\(one.name)")
            #expect(one.labels == other.labels)
        }
        #expect(here.service("zookeeper") == there.service("zookeeper"))
        #expect(here.service("kafka-ui") == there.service("kafka-ui"))
        #expect(here.volumes == there.volumes)
        #expect(here.network == there.network)
        #expect(!there.text.split(separator: "\n").contains { $0.contains("label") && $0.contains("example") })
    }

    @Test("The same settings give the same bytes") func same() throws {
        let settings = try DeploymentSettings(host: try HostName.parse("10.0.1.100"), exposesUI: true)
        let texts = (1...20).map { _ in MessagingLayer.composeFile(for: settings).text }
        #expect(Set(texts).count == 1)
    }

    @Test("The brokers have the ids, names and ports of the page") func brokers() {
        #expect(MessagingLayer.brokers.map(\.id) == [1, 2, 3])
        #expect(MessagingLayer.brokers.map(\.name) == ["kafka-1", "kafka-2", "kafka-3"])
        #expect(MessagingLayer.brokers.map(\.externalPort) == [9092, 9093, 9094])
        #expect(MessagingLayer.bootstrapInside == "kafka-1:29092,kafka-2:29092,kafka-3:29092")
        #expect(Address.brokerPorts == [9092, 9093, 9094])
        #expect(MessagingLayer.serviceNames == ["zookeeper", "kafka-1", "kafka-2", "kafka-3", "kafka-ui"])
    }

    @Test("Containers get no variable that the image refuses, and none that would hinder its tools")
    func environment() throws {
        for interpolates in [false, true] {
            let file = MessagingLayer.composeFile(for: try DeploymentSettings(interpolates: interpolates))
            let names = Set(file.services.flatMap(\.environment).map(\.name))
            #expect(
                names.isDisjoint(with: [
                    "KAFKA_HOST", "KAFKA_PORT", "KAFKA_ADVERTISED_HOST", "KAFKA_ADVERTISED_PORT", "KAFKA_HEAP_OPTS",
                    "KAFKA_PROCESS_ROLES", "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "TRIPCTL_BIND",
                ]))
            // Its tools take this one too, and what it says harms none.
            let options = file.services.flatMap(\.environment).filter { $0.name == "KAFKA_OPTS" }
            #expect(options.map(\.value.description) == Array(repeating: "-Dsun.net.inetaddr.ttl=0", count: 3))
        }
    }

    @Test("The file holds nothing that one of the composes refuses or warns about") func keys() throws {
        let text = MessagingLayer.composeFile(for: try DeploymentSettings()).text
        for line in text.split(separator: "\n") {
            let key = line.drop { $0 == " " }.prefix { $0 != ":" }
            let isTop = !line.hasPrefix(" ")
            #expect(!["version", "pull_policy", "start_interval", "ulimits", "deploy"].contains(key), "\(line)")
            if isTop, !line.hasPrefix("#") { #expect(["services", "volumes", "networks"].contains(key), "\(line)") }
        }
    }

    @Test("Without the UI there is no UI") func withoutUI() throws {
        let file = MessagingLayer.composeFile(for: try DeploymentSettings(hasUI: false))
        #expect(file.services.map(\.name) == ["zookeeper", "kafka-1", "kafka-2", "kafka-3"])
        #expect(!file.text.contains("kafka-ui"))
    }

    @Test("By hand, host and bind are the shell's to say") func interpolated() throws {
        let text = MessagingLayer.composeFile(for: try DeploymentSettings(interpolates: true)).text
        #expect(text.contains("- \"${TRIPCTL_BIND:-0.0.0.0}:9093:9093\"\n"))
        #expect(
            text.contains(
                "KAFKA_ADVERTISED_LISTENERS: INTERNAL://kafka-2:29092,EXTERNAL://${KAFKA_HOST:-localhost}:9093\n"))
        #expect(text.prefix(400).contains("every address of this machine"), "it is said at the top")
        let bound = try DeploymentSettings(bind: .loopback, interpolates: true)
        #expect(MessagingLayer.composeFile(for: bound).text.contains("${TRIPCTL_BIND:-127.0.0.1}:9092:9092"))
        #expect(!MessagingLayer.composeFile(for: bound).text.contains("every address of this machine"))
        let six = try DeploymentSettings(host: try HostName.parse("fd00::5"), interpolates: true)
        #expect(MessagingLayer.composeFile(for: six).text.contains("${TRIPCTL_BIND:-[::]}:9092:9092"))
        #expect(MessagingLayer.composeFile(for: six).text.contains("EXTERNAL://${KAFKA_HOST:-[fd00::5]}:9092"))
    }

    @Test("An IPv6 host stands in brackets, and the listener stays as it is") func ipv6() throws {
        let file = MessagingLayer.composeFile(for: try DeploymentSettings(host: try HostName.parse("fd00::5")))
        let environment = try #require(file.service("kafka-3")).environment
        func value(_ name: String) -> String? { environment.first { $0.name == name }?.value.description }
        #expect(value("KAFKA_LISTENERS") == "INTERNAL://kafka-3:29092,EXTERNAL://0.0.0.0:9094")
        #expect(value("KAFKA_ADVERTISED_LISTENERS") == "INTERNAL://kafka-3:29092,EXTERNAL://[fd00::5]:9094")
    }

    @Test("A dollar sign that is meant is doubled, a variable is left to compose") func dollars() {
        #expect(ComposeString("a$b$$c").interpolation == "a$$b$$$$c")
        #expect(ComposeString([.text("$"), .variable("X", fallback: "y")]).interpolation == "$$${X:-y}")
        #expect(ComposeString([.text("$"), .variable("X", fallback: "y")]).description == "$y")
    }

    @Test("What YAML would take for something else is quoted") func quoting() throws {
        var file = MessagingLayer.composeFile(for: try DeploymentSettings())
        let values = [
            ("1", "\"1\""), ("no", "\"no\""), ("Yes", "\"Yes\""), ("null", "\"null\""), ("", "\"\""),
            ("1e3", "\"1e3\""),
            ("22:22", "\"22:22\""), ("0x1", "\"0x1\""), ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), ("a:", "\"a:\""),
            ("- a", "\"- a\""), ("*a", "\"*a\""), ("!a", "\"!a\""), ("say \"\\\"", "say \"\\\""), ("\"", "\"\\\"\""),
            ("a\nb", "\"a\\nb\""), ("\u{1}", "\"\\u0001\""), ("\t", "\"\\t\""), ("$", "\"$$\""), ("a b", "a b"),
        ]
        file.services[0].environment = values.map { ComposeVariable("X", ComposeString($0.0)) }
        let lines = file.text.split(separator: "\n").filter { $0.hasPrefix("      X: ") }.map { $0.dropFirst(9) }
        #expect(lines.map(String.init) == values.map(\.1))
    }

    @Test("Memory is written in the largest unit that fits") func memory() throws {
        var file = MessagingLayer.composeFile(for: try DeploymentSettings())
        for (bytes, text) in [(Int64(2) << 30, "2g"), (768 << 20, "768m"), (1536, "1536b"), (2048, "2k"), (0, "0b")] {
            file.services[0].memoryLimit = bytes
            #expect(file.text.contains("    mem_limit: \"\(text)\"\n"))
        }
    }

    @Test("A file of tripctl's is known by its first line") func marker() throws {
        let text = MessagingLayer.composeFile(for: try DeploymentSettings()).text
        #expect(ComposeFile.isRendered(text))
        #expect(ComposeFile.isRendered(ComposeFile.marker))
        #expect(ComposeFile.isRendered(text.replacing("\n", with: "\r\n")))
        for other in [
            "", "\n\(text)", " \(text)", "services: {}\n", "# Rendered by tripctl. Really\n", "# Rendered by",
        ] {
            #expect(!ComposeFile.isRendered(other))
        }
    }
}
