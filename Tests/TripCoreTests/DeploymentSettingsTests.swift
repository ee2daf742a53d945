import Testing

@testable import TripCore

@Suite("Deployment settings") struct DeploymentSettingsTests {
    private static func settings(
        _ host: String, bind: String? = nil, ui: Bool = false, zooKeeper: Bool = false, interpolates: Bool = false
    ) throws(Failure) -> DeploymentSettings {
        try DeploymentSettings(
            host: try HostName.parse(host), bind: try bind.map { text throws(Failure) in try BindAddress.parse(text) },
            exposesUI: ui, exposesZooKeeper: zooKeeper, interpolates: interpolates)
    }

    private static func entries(_ service: String, _ settings: DeploymentSettings) -> [String] {
        MessagingLayer.composeFile(for: settings).service(service)?.ports.map(\.entry.description) ?? []
    }

    @Test(
        "By default as few addresses as the host allows",
        arguments: [
            ("localhost", "127.0.0.1:9092:9092"), ("LOCALHOST", "127.0.0.1:9092:9092"),
            ("kafka.localhost", "127.0.0.1:9092:9092"), ("127.0.0.1", "127.0.0.1:9092:9092"),
            ("127.0.0.5", "127.0.0.5:9092:9092"), ("::1", "[::1]:9092:9092"), ("[::1]", "[::1]:9092:9092"),
            ("10.0.1.100", "0.0.0.0:9092:9092"), ("kafka.example.com", "0.0.0.0:9092:9092"), ("fd00::5", "9092:9092"),
        ])
    func defaults(host: String, entry: String) throws {
        #expect(Self.entries("kafka-1", try Self.settings(host)) == [entry])
        #expect(
            Self.entries("kafka-3", try Self.settings(host)) == [entry.replacing("9092", with: "9094")],
            "every broker alike")
    }

    @Test(
        "A bind is taken as it is given",
        arguments: [
            ("localhost", "0.0.0.0", "0.0.0.0:9092:9092"), ("localhost", "::", "9092:9092"),
            ("localhost", "::1", "[::1]:9092:9092"), ("localhost", "127.0.0.1", "127.0.0.1:9092:9092"),
            ("10.0.1.100", "10.0.1.100", "10.0.1.100:9092:9092"), ("10.0.1.100", "10.0.1.5", "10.0.1.5:9092:9092"),
            ("fd00::5", "[fd00::5]", "[fd00::5]:9092:9092"), ("fd00::5", "0.0.0.0", "0.0.0.0:9092:9092"),
            ("::1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]:9092:9092"), ("::1", "::", "9092:9092"),
        ])
    func given(host: String, bind: String, entry: String) throws {
        #expect(Self.entries("kafka-1", try Self.settings(host, bind: bind)) == [entry])
    }

    @Test(
        "Nobody could call brokers on another loopback address than the host",
        arguments: [
            ("10.0.1.100", "127.0.0.1"), ("kafka.example.com", "127.0.0.1"), ("fd00::5", "::1"), ("::1", "127.0.0.1"),
            ("127.0.0.1", "::1"), ("127.0.0.1", "127.0.0.2"),
        ])
    func unreachable(host: String, bind: String) {
        #expect(throws: Failure.self) { try Self.settings(host, bind: bind) }
        #expect(throws: Failure.self) { try Self.settings(host, bind: bind, interpolates: true) }
    }

    @Test(
        "Nobody could call a host that is this machine alone where only others do",
        arguments: [
            ("localhost", "192.0.2.2"), ("127.0.0.1", "10.0.1.100"), ("::1", "fd00::5"),
            ("kafka.localhost", "10.0.1.5"),
        ])
    func unreachableLoopback(host: String, bind: String) {
        do {
            _ = try Self.settings(host, bind: bind)
            Issue.record("\(host) on \(bind) was taken")
        } catch {
            let shown = bind.contains(":") ? "[\(bind)]" : bind
            #expect(error.kind == .usage)
            #expect(error.doing == "use --bind \(shown) with host \(host)")
            #expect(error.hint?.contains("--host \(shown)") == true)
        }
        #expect(throws: Never.self, "that file is for any host") {
            try Self.settings(host, bind: bind, interpolates: true)
        }
    }

    @Test(
        "What is no address of a machine is refused",
        arguments: [
            "", " ", "localhost", "eth0", "10.0.1", "10.0.1.100:9092", "10.0.1.0/24", "[10.0.1.100]", "fe80::1%eth0",
            "$IP", "http://10.0.1.100", "1.2.3.4 ",
        ])
    func noAddress(text: String) {
        do {
            let bind = try BindAddress.parse(text)
            Issue.record("'\(text)' became \(bind)")
        } catch {
            #expect(error.kind == .usage)
            #expect(error.doing == "use --bind '\(text)'")
            #expect(error.hint != nil)
        }
    }

    @Test("UI and ZooKeeper stay on this machine, whatever is published of the brokers")
    func closed() throws {
        for host in ["localhost", "::1", "10.0.1.100", "fd00::5", "kafka.example.com"] {
            for interpolates in [false, true] {
                let settings = try Self.settings(host, interpolates: interpolates)
                #expect(Self.entries("kafka-ui", settings) == ["127.0.0.1:8080:8080"])
                #expect(Self.entries("zookeeper", settings) == ["127.0.0.1:2181:2181"])
            }
        }
    }

    @Test(
        "Exposed they are published for other machines, and this machine keeps 127.0.0.1",
        arguments: [
            ("localhost", nil, ["0.0.0.0:8080:8080"]), ("10.0.1.100", nil, ["0.0.0.0:8080:8080"]),
            ("fd00::5", nil, ["8080:8080"]),
            ("10.0.1.100", "10.0.1.100", ["127.0.0.1:8080:8080", "10.0.1.100:8080:8080"]),
            ("localhost", "127.0.0.1", ["0.0.0.0:8080:8080"]), ("localhost", "::", ["0.0.0.0:8080:8080"]),
        ] as [(String, String?, [String])])
    func exposed(host: String, bind: String?, expected: [String]) throws {
        let ui = try Self.settings(host, bind: bind, ui: true)
        #expect(Self.entries("kafka-ui", ui) == expected)
        #expect(Self.entries("zookeeper", ui) == ["127.0.0.1:2181:2181"])
        let zooKeeper = try Self.settings(host, bind: bind, zooKeeper: true)
        #expect(Self.entries("zookeeper", zooKeeper) == expected.map { $0.replacing("8080", with: "2181") })
        #expect(Self.entries("kafka-ui", zooKeeper) == ["127.0.0.1:8080:8080"])
    }

    @Test("Outside, clients start from the host") func outside() throws {
        #expect(try Self.settings("localhost").bootstrapOutside == "localhost:9092,localhost:9093,localhost:9094")
        #expect(try Self.settings("::1").bootstrapOutside == "[::1]:9092,[::1]:9093,[::1]:9094")
    }

    @Test(
        "A registry is what stands before an image's name",
        arguments: [
            ("registry.example.com", "registry.example.com"), ("registry.example.com/", "registry.example.com"),
            ("localhost:5000", "localhost:5000"), ("10.0.0.1:5000/a/b-c", "10.0.0.1:5000/a/b-c"),
            ("[::1]:5000", "[::1]:5000"), ("mirror", "mirror"), ("my_org/sub.path", "my_org/sub.path"),
        ])
    func registry(text: String, prefix: String) throws {
        #expect(try RegistryPrefix.parse(text) == prefix)
        let file = MessagingLayer.composeFile(for: try DeploymentSettings(registry: prefix))
        #expect(
            file.services.map(\.image)
                == ["confluentinc/cp-zookeeper:7.5.1"].map { "\(prefix)/\($0)" }
                + Array(repeating: "\(prefix)/confluentinc/cp-kafka:7.5.1", count: 3)
                + ["\(prefix)/provectuslabs/kafka-ui:latest"])
    }

    @Test(
        "What no image's name can begin with is refused",
        arguments: [
            "", " ", "/", "https://registry.example.com", "a b", "registry.example.com//x", "/x", "Registry/x",
            "registry.example.com:99999", "registry.example.com:", "registry.example.com/X", "a:b", "-x", "x/-y",
            "registry.example.com/x:tag", "$REGISTRY", "x@sha256", "레지스트리",
        ])
    func noRegistry(text: String) {
        do {
            let prefix = try RegistryPrefix.parse(text)
            Issue.record("'\(text)' became \(prefix)")
        } catch {
            #expect(error.kind == .usage)
            #expect(error.doing == "use --registry '\(text)'")
        }
    }
}
