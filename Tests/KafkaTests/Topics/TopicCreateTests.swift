import Foundation
import Testing
import TripTestSupport

/// `tripctl topic create` against a real cluster, and what the cluster holds afterwards.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct TopicCreateTests {
    private static let balanced: [[Int32]] = [[1, 2], [2, 3], [3, 1]]

    @Test func `the topic of the click logs on a new cluster, and again`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        let planned = try await tripctl.run(["topic", "create", "--dry-run"])
        #expect(planned.status == 0)
        #expect(
            planned.output
                == "would create topic tripclick-logs: 3 partitions, replicas (1,2) (2,3) (3,1), retention 7d\n")
        #expect(try await client.topics().isEmpty)

        let first = try await tripctl.json(["topic", "create"])
        // At return, not a moment later: every broker knows the leaders, and all replicas are in sync.
        for broker in cluster.brokers {
            let topics = try await TestClient(bootstrap: "127.0.0.1:\(broker.port)").topics()
            #expect(topics.keys.sorted() == ["tripclick-logs"])
            #expect(
                topics["tripclick-logs"]
                    == Self.balanced.enumerated().map { number, replicas in
                        PartitionState(
                            partition: Int32(number), leader: replicas[0], replicas: replicas, inSync: replicas.sorted()
                        )
                    })
        }
        #expect(first.status == 0 && first.codes == [])
        #expect(first.data["outcome"] == "created" && first.data["topic"] == "tripclick-logs")
        #expect(
            first.data["asked"] == [
                "partitions": 3, "replicationFactor": 2, "configs": ["retention.ms": "604800000"],
            ])
        #expect(first.data["found"]["replicas"] == [[1, 2], [2, 3], [3, 1]])
        let configs = try await kafkaTool(
            "kafka-configs", ["--bootstrap-server", cluster.bootstrap, "--describe", "--topic", "tripclick-logs"])
        #expect(configs.contains("retention.ms=604800000 sensitive=false"), "\(configs)")

        let second = try await tripctl.json(["topic", "create"])
        #expect(second.status == 0 && second.data["outcome"] == "exists" && second.data["differences"] == [])
        let text = try await tripctl.run(["topic", "create"])
        #expect(
            text.output
                == "topic tripclick-logs exists as asked: 3 partitions, replicas (1,2) (2,3) (3,1), retention 7d\n")
        let dry = try await tripctl.json(["topic", "create", "--dry-run", "--partitions", "4"])
        #expect(dry.status == 1 && dry.data["outcome"] == "differs")
        try await cluster.quit()
    }

    @Test func `a difference is shown, and nothing is changed`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        let week = ["retention.ms": "604800000"]
        try await client.createTopic("differs", assignment: Self.balanced, configs: week)
        try await client.createTopic("differs-day", assignment: Self.balanced, configs: ["retention.ms": "86400000"])
        try await client.createTopic("differs-default", assignment: Self.balanced)
        try await client.createTopic("differs-lead", assignment: [[1, 2], [1, 3], [2, 3]], configs: week)
        let before = try await client.topics()
        let cases: [(arguments: [String], what: [String], asked: [String], found: [String])] = [
            (["differs", "--partitions", "4"], ["partitions"], ["4"], ["3"]),
            (["differs", "--partitions", "2"], ["partitions"], ["2"], ["3"]),
            (["differs", "--replication-factor", "3"], ["replication factor"], ["3"], ["2"]),
            (["differs", "--retention", "1d"], ["retention.ms"], ["86400000"], ["604800000"]),
            (["differs", "--config", "cleanup.policy=compact"], ["cleanup.policy"], ["compact"], ["delete"]),
            (["differs", "--config", "no.such=1"], ["no.such"], ["1"], ["not known to the broker"]),
            (["differs-day"], ["retention.ms"], ["604800000"], ["86400000"]),
            (["differs-default"], ["retention.ms"], ["604800000"], ["604800000 from the broker's default"]),
            (["differs-lead"], ["assignment"], ["(1,2) (2,3) (3,1)"], ["(1,2) (1,3) (2,3)"]),
            (
                ["differs", "--partitions", "6", "--retention", "forever"], ["partitions", "retention.ms"],
                ["6", "-1"], ["3", "604800000"]
            ),
        ]
        for row in cases {
            let reply = try await tripctl.json(["topic", "create"] + row.arguments)
            #expect(reply.status == 1 && reply.data["outcome"] == "differs", "\(row.arguments)")
            let differences = reply.data["differences"].elements
            #expect(differences.map { $0["what"].text } == row.what, "\(row.arguments)")
            #expect(differences.map { $0["asked"].text } == row.asked, "\(row.arguments)")
            #expect(differences.map { $0["found"].text } == row.found, "\(row.arguments)")
            #expect(reply.codes == row.what.map { _ in "TC212" }, "\(row.arguments)")
            #expect(reply.hints.count == row.what.count, "\(row.arguments)")
        }
        // What is set another way and means the same agrees.
        for same in [
            ["--config", "cleanup.policy=delete"], ["--config", "min.insync.replicas=1"], ["--retention", "168h"],
        ] {
            let reply = try await tripctl.json(["topic", "create", "differs"] + same)
            #expect(reply.status == 0 && reply.data["outcome"] == "exists", "\(same)")
        }
        let after = try await client.topics()
        for topic in ["differs", "differs-day", "differs-default", "differs-lead"] {
            #expect(after[topic] == before[topic])
        }
        let table = try await tripctl.run(["topic", "create", "differs", "--partitions", "4"])
        #expect(table.output.hasPrefix("differs exists, and is not as asked; nothing was changed\nWHAT"))
        #expect(table.output.contains("partitions  4      3\n"))
        #expect(table.output.contains("topic differs: partitions: 3 instead of 4\n"))
        #expect(
            table.output.contains("kafka-topics --bootstrap-server HOST:PORT --alter --topic differs --partitions 4"))
    }

    @Test(
        arguments: [[[2, 3], [3, 1], [1, 2]], [[3, 1], [1, 2], [2, 3]], [[1, 3], [2, 1], [3, 2]]] as [[[Int32]]])
    func `a rotation of the balanced assignment agrees`(_ assignment: [[Int32]]) async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let topic = "rotated-" + assignment.joined().map { "\($0)" }.joined()
        try await client.createTopic(topic, assignment: assignment, configs: ["retention.ms": "604800000"])
        let reply = try await Tripctl(cluster).json(["topic", "create", topic])
        #expect(reply.status == 0 && reply.data["outcome"] == "exists")
    }

    @Test func `what is refused, by whom and why, creates nothing`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("refused.taken", partitions: 1)
        let long = String(repeating: "x", count: 250)
        let cases: [(arguments: [String], status: Int32, reason: String)] = [
            (["refused", "--config", "no.such=1"], 1, "Unknown topic config name: no.such (INVALID_CONFIG)"),
            (["refused", "--config", "cleanup.policy=keep"], 1, "Invalid value keep for configuration cleanup.policy"),
            (["refused", "--config", "segment.bytes=1"], 1, "INVALID_CONFIG"),
            (
                ["refused", "--replication-factor", "4"], 1,
                "replication factor 4 is larger than the 3 brokers that are up"
            ),
            (["refused", "--replication-factor", "4"], 1, "hint: give --replication-factor 3 or less"),
            (["refused_taken"], 1, "the name collides with topic refused.taken"),
            (["refused", "--config", "min.insync.replicas=3"], 64, "larger than the replication factor 2"),
            (["refused", "--config", "min.insync.replicas=two"], 64, "is not a number above 0"),
            (["refused", "--config", "cleanup.policy"], 64, "it is no name=value"),
            (["refused", "--partitions", "0"], 64, "--partitions 0 is not between"),
            (["refused", "--partitions=-1"], 64, "--partitions -1 is not between"),
            (["refused", "--partitions", "three"], 64, "three"),
            (["refused", "--replication-factor", "0"], 64, "--replication-factor 0 is not between"),
            (["refused", "--retention", "soon"], 64, "--retention 'soon'"),
            (["refused", "--expect-brokers", "0"], 64, "expect 0 brokers"),
            (["re fused"], 64, "a topic's name cannot hold ' '"), (["."], 64, "a topic cannot be called '.'"),
            ([""], 64, "the topic's name is empty"), ([long], 64, "has 250 characters, and Kafka takes 249"),
        ]
        for row in cases {
            let outcome = try await tripctl.run(["topic", "create"] + row.arguments)
            #expect(outcome.status == row.status, "\(row.arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(row.reason), "\(row.arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty, "\(row.arguments)")
        }
        let reply = try await tripctl.json(["topic", "create", "refused", "--config", "no.such=1"])
        #expect(reply.status == 1 && reply.envelope["data"] == nil)
        #expect(reply.envelope["error"]["kind"] == "refused")
        #expect(reply.envelope["error"]["doing"] == "create topic refused")
        #expect(!(try await client.topics().keys.contains { $0.hasPrefix("refused") && $0 != "refused.taken" }))
        // Not even a ghost that only the controller sees: the name is still to be had.
        let later = try await tripctl.json(["topic", "create", "refused"])
        #expect(later.data["outcome"] == "created")
    }

    @Test func `of two creations at once, one creates and the other agrees`() async throws {
        let cluster = try await KafkaCluster.shared
        let tripctl = Tripctl(cluster)
        for number in 0..<5 {
            let topic = "at-once-\(number)"
            async let one = tripctl.json(["topic", "create", topic])
            async let other = tripctl.json(["topic", "create", topic])
            let outcomes = try await [one, other]
            #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.errors))")
            let words = outcomes.compactMap { $0.data["outcome"].text }
            #expect(words.contains("created") && words.allSatisfy { ["created", "exists"].contains($0) })
            #expect(outcomes.allSatisfy { $0.data["found"]["replicas"] == [[1, 2], [2, 3], [3, 1]] })
        }
    }

    @Test func `many partitions are spread evenly, and settings are set`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let reply = try await Tripctl(cluster).json([
            "topic", "create", "many", "--partitions", "30", "--replication-factor", "3", "--retention", "forever",
            "--config", "cleanup.policy=compact,delete", "--config", "min.insync.replicas=2",
        ])
        #expect(reply.status == 0)
        let states = try await client.topics()["many"] ?? []
        #expect(states.count == 30)
        for broker in Int32(1)...3 {
            #expect(states.count { $0.leader == broker } == 10)
            #expect(states.count { $0.replicas[1] == broker } == 10)
        }
        let configs = try await kafkaTool(
            "kafka-configs", ["--bootstrap-server", cluster.bootstrap, "--describe", "--topic", "many"])
        for setting in ["retention.ms=-1 ", "cleanup.policy=compact,delete ", "min.insync.replicas=2 "] {
            #expect(configs.contains(setting), "\(configs)")
        }
    }
}
