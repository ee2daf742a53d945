import Foundation
import Testing
import TripTestSupport

/// What compose 2 or later reads in the files that tripctl renders.
@Suite(
    .requires(.newest, tier: "docker", hint: "set TRIPCTL_TEST_COMPOSE to the program docker-compose of version 2"),
    .timeLimit(.minutes(5)))
struct NewestComposeFileTests {
    @Test(arguments: RenderedFile.all)
    func `it reads every number as it is meant, and warns of nothing`(file: RenderedFile) async throws {
        try await file.check(.newest)
    }
}

/// What compose 1 reads in them: people with an old machine have no other.
@Suite(
    .requires(.first, tier: "compose-v1", hint: "put docker-compose 1.29 into PATH"), .timeLimit(.minutes(5)))
struct FirstComposeFileTests {
    @Test(arguments: RenderedFile.all)
    func `it reads every number as it is meant, and warns of nothing`(file: RenderedFile) async throws {
        try await file.check(.first)
    }
}

/// A file that tripctl renders, and what differs in it from the one for localhost.
struct RenderedFile: Sendable, CustomTestStringConvertible {
    /// The command line.
    var line: String
    /// What the shell holds when compose reads the file.
    var shell: [String: String] = [:]
    /// What clients are told to call.
    var host = "localhost"
    /// The addresses before the brokers' ports, before the UI's and before ZooKeeper's.
    var bind = "127.0.0.1"
    var ui = ["127.0.0.1"]
    var zooKeeper = ["127.0.0.1"]
    var registry = ""
    var hasUI = true

    var testDescription: String {
        (shell.map { "\($0.key)=\($0.value)" }.sorted() + ["tripctl", line]).joined(separator: " ")
    }

    static let all = [
        RenderedFile(line: "render"),
        RenderedFile(line: "render", shell: ["KAFKA_HOST": "10.0.1.100", "TRIPCTL_BIND": "0.0.0.0"]),
        RenderedFile(line: "render --host 10.0.1.100", host: "10.0.1.100", bind: "0.0.0.0"),
        RenderedFile(line: "render --host ::1", host: "[::1]", bind: "::1"),
        RenderedFile(line: "render --host fd00::5", host: "[fd00::5]", bind: ""),
        RenderedFile(
            line: "render --host kafka.example.com --bind 10.0.1.5 --expose-ui --expose-zookeeper "
                + "--registry registry.example.com:5000/mirror",
            host: "kafka.example.com", bind: "10.0.1.5", ui: ["10.0.1.5", "127.0.0.1"],
            zooKeeper: ["10.0.1.5", "127.0.0.1"], registry: "registry.example.com:5000/mirror/"),
        RenderedFile(line: "render --no-ui", hasUI: false),
        RenderedFile(line: "render --interpolate", bind: "0.0.0.0"),
        RenderedFile(line: "render --interpolate", shell: ["KAFKA_HOST": "", "TRIPCTL_BIND": ""], bind: "0.0.0.0"),
        RenderedFile(
            line: "render --interpolate", shell: ["KAFKA_HOST": "10.0.1.100", "TRIPCTL_BIND": "10.0.1.5"],
            host: "10.0.1.100", bind: "10.0.1.5"),
        RenderedFile(
            line: "render --interpolate", shell: ["KAFKA_HOST": "[fd00::5]", "TRIPCTL_BIND": "[::]"],
            host: "[fd00::5]", bind: "::"),
    ]

    /// Renders the file, has it read, and holds what was read against the cluster's description.
    func check(_ program: ComposeProgram) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("kafka-compose.yaml").path
        let rendering = try await Binary.tripctl.run(line.split(separator: " ").map(String.init) + ["--out", path])
        try #require(rendering.status == 0, "\(rendering.errors)")
        let file = try await program.read(path, environment: shell)

        #expect(Set(file.services.keys) == Set(expected.keys))
        for (name, service) in expected {
            let read = file.services[name]
            // Field by field, so that a difference is named.
            #expect(read?.environment == service.environment, "\(name)")
            #expect(read?.ports == service.ports, "\(name)")
            #expect(read?.test.first == service.test.first, "\(name)")
            var rest = read
            rest?.test = service.test
            #expect(rest == service, "\(name)")
        }
        let keys = ["zookeeper-data", "zookeeper-log", "kafka-1-data", "kafka-2-data", "kafka-3-data"]
        #expect(file.volumes == Dictionary(uniqueKeysWithValues: keys.map { ($0, "tripclick_\($0)") }))
        #expect(file.networks == ["default": "tripclick_default"])
    }

    /// The cluster's description, number by number, and not from the code that it is to check.
    private var expected: [String: ReadService] {
        var services = ["zookeeper": zooKeeperService]
        for id in 1...3 { services["kafka-\(id)"] = broker(id) }
        if hasUI { services["kafka-ui"] = uiService }
        return services
    }

    private func service(_ name: String, _ image: String) -> ReadService {
        var service = ReadService()
        service.image = registry + image
        service.containerName = name
        service.hostname = name
        service.restart = "unless-stopped"
        service.logging = "json-file 10m 3"
        service.labels = ["io.tripctl.layer": "messaging", "io.tripctl.render": "1"]
        return service
    }

    private var zooKeeperService: ReadService {
        var service = service("zookeeper", "confluentinc/cp-zookeeper:7.5.1")
        service.grace = 30
        service.memory = 1_073_741_824
        service.ports = zooKeeper.map { "\($0):2181:2181" }
        service.environment = [
            "ZOOKEEPER_CLIENT_PORT": "2181", "ZOOKEEPER_TICK_TIME": "2000",
            "ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL": "24", "ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT": "3",
            "ZOOKEEPER_ADMIN_ENABLE_SERVER": "false",
        ]
        service.tmpfs = ["/etc/zookeeper/secrets"]
        service.volumes = ["zookeeper-data:/var/lib/zookeeper/data", "zookeeper-log:/var/lib/zookeeper/log"]
        service.test = ["CMD"]
        service.rhythm = [3, 5, 60, 10]
        return service
    }

    private func broker(_ id: Int) -> ReadService {
        let port = [9092, 9093, 9094][id - 1]
        var service = service("kafka-\(id)", "confluentinc/cp-kafka:7.5.1")
        service.grace = 60
        service.memory = 2_147_483_648
        service.dependsOn = ["zookeeper": "service_healthy"]
        service.ports = ["\(bind):\(port):\(port)"]
        service.environment = [
            "KAFKA_BROKER_ID": "\(id)", "KAFKA_ZOOKEEPER_CONNECT": "zookeeper:2181",
            "KAFKA_LISTENERS": "INTERNAL://kafka-\(id):29092,EXTERNAL://0.0.0.0:\(port)",
            "KAFKA_ADVERTISED_LISTENERS": "INTERNAL://kafka-\(id):29092,EXTERNAL://\(host):\(port)",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
            "KAFKA_INTER_BROKER_LISTENER_NAME": "INTERNAL", "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "2",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "2", "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
            "KAFKA_DEFAULT_REPLICATION_FACTOR": "2", "KAFKA_NUM_PARTITIONS": "3", "KAFKA_MIN_INSYNC_REPLICAS": "1",
            "KAFKA_LOG_RETENTION_HOURS": "168", "KAFKA_CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS": "1000",
            "KAFKA_OPTS": "-Dsun.net.inetaddr.ttl=0",
        ]
        service.tmpfs = ["/etc/kafka/secrets"]
        service.volumes = ["kafka-\(id)-data:/var/lib/kafka/data"]
        service.test = ["CMD"]
        service.rhythm = [5, 6, 120, 6]
        return service
    }

    private var uiService: ReadService {
        var service = service("kafka-ui", "provectuslabs/kafka-ui:latest")
        service.memory = 805_306_368
        service.dependsOn = Dictionary(uniqueKeysWithValues: (1...3).map { ("kafka-\($0)", "service_started") })
        service.ports = ui.map { "\($0):8080:8080" }
        service.environment = [
            "KAFKA_CLUSTERS_0_NAME": "tripclick",
            "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS": "kafka-1:29092,kafka-2:29092,kafka-3:29092",
            "JAVA_OPTS": "-Xmx384m",
        ]
        service.test = ["CMD-SHELL"]
        service.rhythm = [5, 6, 90, 4]
        return service
    }
}
