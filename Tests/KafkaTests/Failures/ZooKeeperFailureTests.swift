import Foundation
import Testing
import TripTestSupport

/// ZooKeeper is frozen, then dead: what the brokers know is told all the same, and of what only ZooKeeper could do it is
/// said that the outcome is not known.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct ZooKeeperFailureTests {
    @Test(arguments: [true, false])
    func `ZooKeeper fails`(_ isFrozen: Bool) async throws {
        let cluster = try await KafkaCluster.start()
        let (client, tripctl) = (TestClient(cluster), Tripctl(cluster))
        try await client.createTopic("orders", assignment: [[1, 2], [2, 3], [3, 1]])
        try await client.produce(10, to: "orders", 0)
        try await client.commit([PartitionOffset("orders", 0, 4)], for: "readers")
        #expect(try await tripctl.json(["brokers"]).status == 0)

        if isFrozen { try await cluster.freezeZooKeeper() } else { try await cluster.killZooKeeper() }
        for command in [["brokers"], ["isr", "--internal"], ["lag", "readers"], ["groups"], ["topic", "list"]] {
            let reply = try await tripctl.json(command)
            #expect(reply.status == 0, "\(command): \(reply.texts) \(reply.errors)")
        }
        #expect(try await tripctl.json(["lag", "readers"]).group("readers")["lag"] == 6)

        // Settings of topics are ZooKeeper's to tell: what was not learned is not called well.
        let health = try await tripctl.json(["health", "--timeout", "2s"])
        Promise.holds(health.outcome, timeout: 2)
        #expect(health.status == 3 && health.codes == ["TC214"], "\(health.texts)")

        let create = try await tripctl.json(["topic", "create", "late", "--timeout", "2500ms"])
        Promise.holds(create.outcome, timeout: 2.5)
        #expect(create.status == 3 && create.envelope["error"]["kind"] == "timedOut", "\(create.envelope)")
        #expect(create.errors.contains("cannot create topic late"), "\(create.errors)")
        #expect(create.errors.contains("outcome is unknown"), "\(create.errors)")
        #expect(create.errors.contains("hint: `tripctl topic describe late`"), "\(create.errors)")

        let delete = try await tripctl.json(["topic", "delete", "orders", "--yes", "--timeout", "2500ms"])
        Promise.holds(delete.outcome, timeout: 2.5)
        #expect(delete.status == 3, "\(delete.envelope)")
        #expect(delete.errors.contains("cannot delete topic orders"), "\(delete.errors)")
        #expect(delete.errors.contains("outcome is unknown"), "\(delete.errors)")

        if isFrozen {
            // What was called unknown is known in the end: Kafka has kept the question, and carries it out.
            try await cluster.thawZooKeeper()
            try await eventually("the topic is there after all", within: 40) {
                try await tripctl.json(["topic", "describe", "late"]).status == 0
            }
        }
        try await cluster.quit()
    }
}
