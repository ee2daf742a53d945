import Testing
import TripCore

import func TripTestSupport.madeContainer

/// What differs between a container and the service that it is to be.
@Suite("Differences of a container") struct ServiceDifferenceTests {
    /// A change of one thing, and the sentence that it gives.
    struct Change: Sendable, CustomTestStringConvertible {
        var service = "kafka-1"
        var words: String
        var change: @Sendable (inout Container) -> Void

        init(_ words: String, of service: String = "kafka-1", _ change: @escaping @Sendable (inout Container) -> Void) {
            self.words = words
            self.service = service
            self.change = change
        }

        var testDescription: String { words }
    }

    private func differences(
        _ name: String, in file: ComposeFile, _ change: (inout Container) -> Void = { _ in }
    ) throws -> [ServiceDifference] {
        let service = try #require(file.service(name))
        var container = madeContainer(of: service, in: file)
        change(&container)
        let volumes = Dictionary(file.volumes.map { ($0.key, $0.name) }, uniquingKeysWith: { $1 })
        return ServiceDifference.all(of: container, from: service, volumes: volumes)
    }

    @Test("A container made of the file has none, whatever the settings", arguments: MessagingLayer.serviceNames)
    func none(service: String) throws {
        let files = [
            try file(), try file(host: "10.0.1.100"), try file(host: "fd00::5"), try file(host: "::1"),
            try file(host: "kafka.example.com", bind: "10.0.1.100", exposesUI: true, exposesZooKeeper: true),
            try file(host: "fd00::5", bind: "fd00::5", exposesUI: true, exposesZooKeeper: true),
            try file(host: "10.0.1.100", bind: "::", exposesUI: true),
            try file(registry: "registry.example.com:5000/x"),
        ]
        for file in files { #expect(try differences(service, in: file) == []) }
    }

    @Test("One thing changed is one difference, in a sentence of its own", arguments: changes)
    func single(item: Change) throws {
        let found = try differences(item.service, in: file(), item.change)
        #expect(found.map(\.words) == [item.words])
    }

    static let changes: [Change] = [
        Change("KAFKA_BROKER_ID from 7 to 1") { $0.environment["KAFKA_BROKER_ID"] = "7" },
        Change("KAFKA_NUM_PARTITIONS 3 is missing") { $0.environment["KAFKA_NUM_PARTITIONS"] = nil },
        Change("KAFKA_HOST 10.0.1.100 is too much") { $0.environment["KAFKA_HOST"] = "10.0.1.100" },
        Change("KAFKA_ADVERTISED_PORT 9092 is too much") { $0.environment["KAFKA_ADVERTISED_PORT"] = "9092" },
        Change("advertised host from 10.0.1.100 to localhost") {
            $0.environment["KAFKA_ADVERTISED_LISTENERS"] = "INTERNAL://kafka-1:29092,EXTERNAL://10.0.1.100:9092"
        },
        Change("advertised host from fd00::5 to localhost") {
            $0.environment["KAFKA_ADVERTISED_LISTENERS"] = "INTERNAL://kafka-1:29092,EXTERNAL://[fd00::5]:9092"
        },
        // The same host with another port is no other host.
        Change(
            "KAFKA_ADVERTISED_LISTENERS from INTERNAL://kafka-1:29092,EXTERNAL://localhost:9999 to "
                + "INTERNAL://kafka-1:29092,EXTERNAL://localhost:9092"
        ) {
            $0.environment["KAFKA_ADVERTISED_LISTENERS"] = "INTERNAL://kafka-1:29092,EXTERNAL://localhost:9999"
        },
        Change("image from confluentinc/cp-kafka:7.4.0 to confluentinc/cp-kafka:7.5.1") {
            $0.image = "confluentinc/cp-kafka:7.4.0"
        },
        Change("host name from broker to kafka-1") { $0.hostname = "broker" },
        Change("memory limit from 512 MB to 2 GB") { $0.memoryLimit = 512 << 20 },
        Change("memory limit from 1000 bytes to 2 GB") { $0.memoryLimit = 1_000 },
        Change("memory limit 2 GB is missing") { $0.memoryLimit = nil },
        Change("restart policy from no to unless-stopped") { $0.restartPolicy = "no" },
        Change("time to stop from 10s to 60s") { $0.stopTimeout = 10 },
        Change("time to stop 60s is missing") { $0.stopTimeout = nil },
        Change("time to stop 20s is too much", of: "kafka-ui") { $0.stopTimeout = 20 },
        Change("log from journald max-file=3 max-size=10m to json-file max-file=3 max-size=10m") {
            $0.logDriver = "journald"
        },
        Change("log from json-file to json-file max-file=3 max-size=10m") { $0.logOptions = [:] },
        Change("ports from 0.0.0.0:9092:9092 to 127.0.0.1:9092:9092") { $0.wantedPorts[0].address = "0.0.0.0" },
        Change("ports from 9092:9092 to 127.0.0.1:9092:9092") { $0.wantedPorts[0].address = "" },
        Change("ports from 127.0.0.1:any:9092 to 127.0.0.1:9092:9092") { $0.wantedPorts[0].port = nil },
        Change("ports 127.0.0.1:9092:9092 are missing") { $0.wantedPorts = [] },
        Change("ports from 127.0.0.1:9092:9092, [::1]:9092:9092 to 127.0.0.1:9092:9092") {
            $0.wantedPorts.append(PublishedPort(address: "::1", port: 9092, containerPort: 9092))
        },
        Change("volume of /var/lib/kafka/data from click_kafka-1-data to tripclick_kafka-1-data") {
            $0.mounts[0].source = "click_kafka-1-data"
        },
        Change("volume of /var/lib/kafka/data tripclick_kafka-1-data is missing") { $0.mounts = [] },
        Change("folder in memory /etc/kafka/secrets is missing") { $0.temporaryFolders = [:] },
        Change("health check of the file is missing") { $0.healthCheck = nil },
        Change("health check from another command to the file's") { $0.healthCheck?.test = ["CMD", "true"] },
        Change(
            "health check from every 30s, up to 6s long, 6 tries, 120s at the start to "
                + "every 5s, up to 6s long, 6 tries, 120s at the start"
        ) { $0.healthCheck?.interval = 30 },
    ]

    @Test("What a container has besides, and does not harm it, is no difference") func besides() throws {
        let found = try differences("kafka-1", in: file()) { container in
            container.environment["KAFKA_JMX_OPTS"] = "-Dx=y"
            container.labels["io.example"] = "x"
            container.mounts.append(Container.Mount(kind: "bind", source: "/srv", destination: "/srv"))
            container.temporaryFolders["/tmp"] = "size=1m"
            container.networks["click_default"] = ["kafka-1"]
            // Only once it is stopped does it publish nothing.
            container.ports = []
        }
        #expect(found == [])
    }

    @Test("A folder in memory is one by a mount, too") func temporaryFolder() throws {
        let found = try differences("kafka-1", in: file()) { container in
            container.temporaryFolders = [:]
            container.mounts.append(Container.Mount(kind: "tmpfs", source: "", destination: "/etc/kafka/secrets"))
        }
        #expect(found == [])
    }

    @Test("An address stands with brackets or without, and ports in any order") func spellings() throws {
        let found = try differences("kafka-1", in: file(host: "fd00::5", bind: "fd00::5")) {
            $0.wantedPorts[0].address = "[fd00::5]"
        }
        #expect(found == [])
        let exposed = try file(host: "kafka.example.com", bind: "10.0.1.100", exposesUI: true)
        #expect(try differences("kafka-ui", in: exposed) { $0.wantedPorts.reverse() } == [])
    }

    @Test("The host comes first, for it is what was asked for") func hostFirst() throws {
        let new = try file(host: "10.0.1.100")
        let service = try #require(new.service("kafka-2"))
        var container = madeContainer(of: try #require(try file().service("kafka-2")), in: new)
        container.memoryLimit = 1 << 30
        let volumes = Dictionary(new.volumes.map { ($0.key, $0.name) }, uniquingKeysWith: { $1 })
        #expect(
            ServiceDifference.all(of: container, from: service, volumes: volumes).map(\.what)
                == ["advertised host", "memory limit", "ports"])
    }
}
