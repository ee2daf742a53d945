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
        let simulator = try Simulator.start(try await SimulatedCluster(like: real))
        let simulated = simulator.bootstrap.map(\.description).joined(separator: ",")
        async let theirs = Self.story(bootstrap: real.bootstrap)
        async let ours = Self.story(bootstrap: simulated)
        for (one, other) in try await zip(theirs, ours) {
            #expect(other == one, "\(firstDifference(one, other))")
        }
        simulator.stop()
        try await real.quit()
    }

    /// Makes topics, records, commits and members, asks about them on the way, and returns what was said, question by
    /// question.
    private static func story(bootstrap: String) async throws -> [String] {
        let client = TestClient(bootstrap: bootstrap)
        let listener = PlainAnswers(bootstrap: bootstrap)
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
}
