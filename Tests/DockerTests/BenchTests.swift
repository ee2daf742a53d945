import Foundation
import Testing
import TripTestSupport

/// Is the bench itself as the real thing: do the stand-in images accept, refuse and say what the real ones do?
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(10)))
struct BenchTests {
    private let kafka = "confluentinc/cp-kafka:7.5.1"

    /// Runs a stand-in until it ends, with this environment.
    private func started(
        _ image: String, _ environment: [String: String], options: [String] = [], arguments: [String] = []
    ) async throws -> Outcome {
        let variables = environment.sorted { $0.key < $1.key }.flatMap { ["--env", "\($0.key)=\($0.value)"] }
        return try await Docker.run(
            ["run", "--rm", "--network", "none", "--label", Cleaning.label] + variables + options + [image] + arguments,
            deadline: 90)
    }

    private let enough = [
        "KAFKA_ZOOKEEPER_CONNECT": "127.0.0.1:2181", "KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://127.0.0.1:9092",
    ]

    @Test func `an environment that the broker's image refuses`() async throws {
        try await withDeployment { _ in
            let zookeeper = ["KAFKA_ZOOKEEPER_CONNECT": "zookeeper:2181"]
            let absent = try await started(kafka, zookeeper)
            #expect(absent.status == 1)
            #expect(
                absent.errors == """
                    KAFKA_ADVERTISED_LISTENERS is required.
                    Command [/usr/local/bin/dub ensure KAFKA_ADVERTISED_LISTENERS] FAILED !

                    """)
            #expect(
                absent.output == """
                    ===> User
                    uid=1000(appuser) gid=1000(appuser) groups=1000(appuser)
                    ===> Configuring ...
                    Running in Zookeeper mode...

                    """)
            let empty = try await started(kafka, zookeeper.merging(["KAFKA_ADVERTISED_LISTENERS": ""]) { $1 })
            #expect(empty.status == 1)
            #expect(empty.errors == absent.errors)
            let nothing = try await started(kafka, [:])
            #expect(nothing.errors.hasPrefix("KAFKA_ZOOKEEPER_CONNECT is required.\n"))
        }
    }

    @Test(arguments: [
        ("KAFKA_ADVERTISED_PORT", "advertised.port"), ("KAFKA_ADVERTISED_HOST", "advertised.host"),
        ("KAFKA_HOST", "host"), ("KAFKA_PORT", "port"),
    ])
    func `a variable that would become a deprecated property ends the broker`(name: String, property: String)
        async throws
    {
        try await withDeployment { _ in
            let outcome = try await started(kafka, enough.merging([name: "192.0.2.1"]) { $1 })
            #expect(outcome.status == 1)
            let last = outcome.output.split(separator: "\n").last
            #expect(
                last == "\(property) is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.")
        }
    }

    @Test func `a data folder that the image's user may not write to`() async throws {
        try await withDeployment { _ in
            let broker = try await started(
                kafka, enough, options: ["--mount", "type=tmpfs,destination=/var/lib/kafka/data,tmpfs-mode=0755"])
            #expect(broker.status == 1)
            #expect(broker.output.hasSuffix("===> Check if /var/lib/kafka/data is writable ...\n"))
            #expect(broker.errors == "Command [/usr/local/bin/dub path /var/lib/kafka/data writable] FAILED !\n")
            let zookeeper = try await started(
                "confluentinc/cp-zookeeper:7.5.1", ["ZOOKEEPER_CLIENT_PORT": "2181"],
                options: ["--mount", "type=tmpfs,destination=/var/lib/zookeeper/log,tmpfs-mode=0755"])
            #expect(zookeeper.status == 1)
            #expect(zookeeper.errors == "Command [/usr/local/bin/dub path /var/lib/zookeeper/log writable] FAILED !\n")
        }
    }

    @Test func `a ZooKeeper that is not there ends the broker in its time`() async throws {
        try await withDeployment { _ in
            let outcome = try await started(kafka, enough.merging(["KAFKA_CUB_ZK_TIMEOUT": "2"]) { $1 })
            #expect(outcome.status == 1)
            #expect(outcome.output.hasSuffix("===> Check if Zookeeper is healthy ...\n"))
            #expect(outcome.errors.contains("Timed out waiting for connection to Zookeeper server [127.0.0.1:2181]."))
        }
    }

    @Test func `ZooKeeper's image wants its port`() async throws {
        try await withDeployment { _ in
            let outcome = try await started("confluentinc/cp-zookeeper:7.5.1", [:])
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.hasPrefix(
                    "one of (ZOOKEEPER_CLIENT_PORT,ZOOKEEPER_SECURE_CLIENT_PORT) is required.\n"))
        }
    }

    @Test func `the environment becomes the broker's properties`() async throws {
        try await withDeployment { _ in
            // Of the entry, the configuration alone.
            let variables = enough.merging([
                "KAFKA_A_LONE__TWO___THREE": "kept", "KAFKA_OPTS": "-Dleft=out", "KAFKA_HEAP_OPTS": "-Xmx64m",
            ]) { $1 }
            let show = "set -eu; . /etc/confluent/docker/common; . /etc/confluent/docker/kafka; configure >/dev/null"
            let outcome = try await started(
                kafka, variables, arguments: ["bash", "-c", show + "; cat /etc/kafka/kafka.properties"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                Set(outcome.output.split(separator: "\n")) == [
                    "a.lone_two-three=kept", "advertised.listeners=PLAINTEXT://127.0.0.1:9092", "heap.opts=-Xmx64m",
                    "listeners=PLAINTEXT://0.0.0.0:9092", "log.dirs=/var/lib/kafka/data",
                    "zookeeper.connect=127.0.0.1:2181",
                ])
        }
    }

    @Test func `a cluster comes up and works`() async throws { try await comesUp(.plugin) }

    @Test(.requires(.composeV1))
    func `a cluster comes up with the first Compose`() async throws { try await comesUp(.v1) }

    /// Starts the page's cluster, with the checks of health that the product's file has, and asks all that tests will.
    private func comesUp(_ compose: Compose) async throws {
        try await withDeployment { deployment in
            let file = try deployment.write(PlainCluster.composeFile, to: "cluster.yaml")
            let project = Deployment.project
            let up = try await compose.run(["up", "-d"], project: project, file: file)
            #expect(up.status == 0, "\(up.output)\(up.errors)")
            try await deployment.healthy()
            try await eventually("three brokers have registered", within: 60) {
                let answer = try await deployment.kafkaTool("kafka-broker-api-versions", [])
                return answer.components(separatedBy: "(id: ").count == 4
            }
            _ = try await deployment.kafkaTool(
                "kafka-topics", ["--create", "--topic", "bench", "--partitions", "3", "--replication-factor", "2"])
            let described = try await deployment.kafkaTool("kafka-topics", ["--describe", "--topic", "bench"])
            #expect(described.contains("PartitionCount: 3"))
            _ = try await deployment.kafkaTool(
                "kafka-console-producer", ["--topic", "bench"], input: "one\ntwo\n")
            let read = try await deployment.kafkaTool(
                "kafka-console-consumer", ["--topic", "bench", "--from-beginning", "--max-messages", "2"])
            #expect(Set(read.split(separator: "\n")) == ["one", "two"])
            try await eventually("the page shows the cluster", within: 30) {
                let page = try await Docker.exec(
                    "kafka-ui", ["wget", "-q", "-O", "-", "http://127.0.0.1:8080/api/clusters"])
                return page.output.contains(#""status":"online","brokerCount":3"#)
            }
            let outside = try await Binary.tripctl.run(["brokers"], deadline: 60)
            #expect(outside.status == 0, "\(outside.output)\(outside.errors)")

            var mounted: Set<String> = []
            for name in Deployment.containers { mounted.formUnion(try await Docker.inspect(name).volumes) }
            #expect(mounted.count == 5, "\(mounted)")
            let down = try await compose.run(["down", "--volumes"], project: project, file: file)
            #expect(down.status == 0, "\(down.output)\(down.errors)")
            #expect(try await Docker.containers(project: project) == [])
            #expect(try await Docker.volumes(project: project) == [])
            #expect(try await Set(Docker.volumes()).isDisjoint(with: mounted))
        }
    }
}
