import Foundation
import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// The same questions to the simulated cluster and to real Kafka have the same answers, but for ports, ids and times.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct SimulatorLikenessTests {
    @Test func `every question is answered as Kafka answers it`() async throws {
        let real = try await KafkaCluster.start()
        let simulator = try Simulator.start(try await Self.cluster(like: real))
        let simulated = simulator.bootstrap.map(\.description).joined(separator: ",")
        async let theirs = Self.story(bootstrap: real.bootstrap)
        async let ours = Self.story(bootstrap: simulated)
        for (one, other) in try await zip(theirs, ours) {
            #expect(other == one, "\(firstDifference(one, other))")
        }
        simulator.stop()
        try await real.quit()
    }

    @Test(.slow) func `a broker that is lost and back leaves the same behind`() async throws {
        let real = try await KafkaCluster.start()
        let simulator = try Simulator.start(try await Self.cluster(like: real))
        let simulated = simulator.bootstrap.map(\.description).joined(separator: ",")
        for bootstrap in [real.bootstrap, simulated] {
            let client = TestClient(bootstrap: bootstrap)
            try await client.createTopic("orders", assignment: [[1, 2], [2, 3], [3, 1]])
            try await client.createTopic("lonely", assignment: [[1], [2], [3]])
        }
        let lost: Int32 = simulator.read { $0.controller } == 3 ? 1 : 3
        func compare(_ moment: String) async throws {
            for question in ["brokers", "isr", "isr --problems", "health", "topic describe orders"] {
                let words = question.split(separator: " ").map(String.init)
                let one = try await Listener(bootstrap: real.bootstrap).answer(to: words)
                let other = try await Listener(bootstrap: simulated).answer(to: words)
                #expect(other == one, "\(moment): \(firstDifference(one, other))")
            }
        }
        try await real.kill(Int(lost))
        try simulator.change { cluster, _ in cluster.lose(broker: lost) }
        let left = TestClient(bootstrap: real.bootstrap)
        try await eventually("the controller has noticed", within: 60) { try await left.brokers()[lost] == nil }
        let changed = try await TestClient(bootstrap: simulated).topics()
        try await eventually("leaders and replicas are as the controller wants them") {
            try await left.topics() == changed
        }
        try await compare("lost")
        try await real.start(Int(lost))
        try simulator.change { cluster, _ in cluster.bringBack(broker: lost) }
        let back = try await TestClient(bootstrap: simulated).topics()
        try await eventually("the replicas have caught up") { try await left.topics() == back }
        try await compare("back")
        simulator.stop()
        try await real.quit()
    }

    /// A simulated cluster whose controller is the broker that happens to be the real one's.
    private static func cluster(like real: KafkaCluster) async throws -> SimulatedCluster {
        var cluster = SimulatedCluster()
        let brokers = try await Tripctl(real).json(["brokers"])
        cluster.controller = Int32(try #require(brokers.data["controller"].number))
        return cluster
    }

    /// Where two lines part.
    private func firstDifference(_ one: String, _ other: String) -> String {
        let same = one.commonPrefix(with: other)
        let from = same.index(same.endIndex, offsetBy: -60, limitedBy: same.startIndex) ?? same.startIndex
        return "Kafka: \(one[from...].prefix(160))\nsimulated: \(other[from...].prefix(160))"
    }

    /// Makes topics, records, commits and members, asks about them on the way, and returns what was said, question by
    /// question.
    private static func story(bootstrap: String) async throws -> [String] {
        let client = TestClient(bootstrap: bootstrap)
        let listener = Listener(bootstrap: bootstrap)
        var said: [String] = []
        func ask(_ line: String) async throws {
            said.append(try await listener.answer(to: line.split(separator: " ").map(String.init)))
        }
        for question in ["brokers", "isr", "health", "topic list", "groups", "lag", "lag absent"] {
            try await ask(question)
        }

        try await client.createTopic(
            "orders", assignment: [[1, 2], [2, 3], [3, 1]], configs: ["retention.ms": "3600000"])
        try await client.createTopic("clicks.all", assignment: [[2]])
        for question in [
            "topic create made --partitions 6 --replication-factor 3 --config min.insync.replicas=2",
            "topic create made --partitions 6 --replication-factor 3 --config min.insync.replicas=2",
            "topic create made --partitions 7", "topic create many --replication-factor 4", "topic create clicks_all",
            "topic create bad --config no.such=1", "topic create bad --config cleanup.policy=keep",
            "topic create bad --config segment.bytes=1",
            "topic create bad --retention forever --config retention.bytes=x",
            "topic list", "topic describe", "topic describe orders absent", "isr", "isr orders", "isr absent",
            "brokers",
            "topic delete absent --yes", "topic delete made --yes", "topic list", "health --topic orders",
            "health --topic absent",
        ] { try await ask(question) }

        try await client.produce(10, to: "orders", 0)
        try await client.produce(5, to: "orders", 1)
        try await client.commit([PartitionOffset("orders", 0, 7), PartitionOffset("orders", 1, 5)], for: "readers")
        try await client.commit([PartitionOffset("orders", 0, 99)], for: "beyond")
        for question in [
            "groups", "lag readers", "lag readers --members", "lag --all", "lag beyond", "lag readers absent",
            "lag readers --time", "lag readers --topic orders", "lag readers --topic absent",
            "lag readers --warn lag=1", "health --group readers", "health --group absent", "topic list --internal",
        ] { try await ask(question) }

        let member = try GroupMember(client, group: "live", topics: ["orders"], clientID: "reader", commits: true)
        try await member.waitForRecords(15)
        try await eventually("everything is committed") {
            try await client.committed("live").map(\.offset).reduce(0, +) == 15
        }
        for question in ["groups", "lag live", "lag live --members", "lag --all"] { try await ask(question) }
        try await member.close()
        try await ask("lag live --members")
        return said
    }

    /// Runs tripctl, and makes what differs from cluster to cluster the same.
    private struct Listener {
        let bootstrap: String

        func answer(to arguments: [String]) async throws -> String {
            let outcome = try await Tripctl(bootstrap: bootstrap).run(arguments + ["-o", "json"])
            let text = (try? JSONTree(plain(outcome.output))).map { ordered($0).description } ?? plain(outcome.output)
            return "\(arguments.joined(separator: " ")) → \(outcome.status ?? -1) \(text) \(plain(outcome.errors))"
        }

        /// Ports become brokers, members' ids lose their ends, and ages their numbers.
        private func plain(_ text: String) -> String {
            var text = text
            for (index, address) in bootstrap.split(separator: ",").enumerated() {
                guard let port = address.split(separator: ":").last else { continue }
                text = text.replacing(port, with: "1000\(index + 1)")
            }
            return text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "UUID")
                .replacing(/oldest record [0-9.]+ m?s/, with: "oldest record AGE")
        }

        /// Without what differs from run to run. Kafka begins at any broker when it spreads `__consumer_offsets`, and
        /// tells settings in the order of their hashes.
        private func ordered(_ tree: JSONTree) -> JSONTree {
            switch tree {
            case .array(let values): return .array(values.map(ordered))
            case .object(let members):
                let passing: Set<String> = ["time", "cluster", "version", "latency", "age", "coordinator"]
                return .object(
                    Dictionary(
                        uniqueKeysWithValues: members.filter { !passing.contains($0.key) }.map { key, value in
                            guard key == "configs", case .array(let values) = value else {
                                return (key, ordered(value))
                            }
                            return (key, .array(values.sorted { $0.description < $1.description }))
                        }))
            default: return tree
            }
        }
    }
}
