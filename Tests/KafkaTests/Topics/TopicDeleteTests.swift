import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// `tripctl topic delete` against a real cluster.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct TopicDeleteTests {
    @Test func `what is not there`() async throws {
        let cluster = try await KafkaCluster.shared
        let tripctl = Tripctl(cluster)
        try await TestClient(cluster).createTopic("delete-orders", partitions: 1)
        let reply = try await tripctl.json(["topic", "delete", "delete-odrers", "--yes"])
        #expect(reply.status == 1 && reply.codes == ["TC210"])
        #expect(reply.data == ["topic": "delete-odrers", "outcome": "absent"])
        #expect(reply.hints.first?.contains("did you mean delete-orders?") == true)
        #expect(reply.errors == "tripctl: topic delete-odrers does not exist\n")
        let content = try await tripctl.json(["topic", "delete", "delete-odrers", "--if-exists"])
        #expect(content.status == 0 && content.codes == [] && content.errors.isEmpty)
        #expect(content.data["outcome"] == "absent")
        let text = try await tripctl.run(["topic", "delete", "delete-odrers", "--if-exists"])
        #expect(text.output == "there is no topic delete-odrers: nothing to do\n")
        #expect(try await TestClient(cluster).topics()["delete-orders"] != nil)
    }

    @Test func `nothing is deleted without a yes`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("delete-kept")
        let refused = try await tripctl.json(["topic", "delete", "delete-kept"])
        #expect(refused.status == 1 && refused.envelope["error"]["kind"] == "refused")
        #expect(
            refused.errors == """
                tripctl: cannot delete topic delete-kept: its records would be lost, and there is no terminal to ask on
                hint: --yes says that it is meant

                """)
        let piped = try await tripctl.run(["topic", "delete", "delete-kept"], input: "y\n")
        #expect(piped.status == 1 && piped.output.isEmpty)
        let dry = try await tripctl.json(["topic", "delete", "delete-kept", "--dry-run"])
        #expect(dry.status == 0 && dry.data["outcome"] == "wouldDelete")
        for answer in ["n\n", "\n", "maybe\n", "\u{4}"] {
            let asked = try await tripctl.run(
                at: .init(typing: [(prompt: "[y/N] ", keys: answer)]), ["topic", "delete", "delete-kept"])
            #expect(asked.status == 1, "\(answer): \(asked.output)")
            #expect(
                asked.output.contains("Delete topic delete-kept, with 3 partitions and all of its records? [y/N] "))
            #expect(asked.output.contains("cannot delete topic delete-kept: the answer was no"))
        }
        let stopped = try await tripctl.run(
            at: .init(typing: [(prompt: "[y/N] ", keys: "\u{3}")]), ["topic", "delete", "delete-kept"])
        #expect(stopped.status == 130 || stopped.ending == .signalled(SIGINT), "\(stopped.ending)")
        #expect(try await client.topics()["delete-kept"]?.count == 3)
    }

    @Test func `a yes deletes`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        for topic in ["delete-typed", "delete-told"] { try await client.createTopic(topic, partitions: 1) }
        let typed = try await tripctl.run(
            at: .init(typing: [(prompt: "1 partition and all of its records? [y/N] ", keys: "y\n")]),
            ["topic", "delete", "delete-typed"])
        #expect(typed.status == 0)
        #expect(typed.output.contains("topic delete-typed is deleted\r\n"))
        let told = try await tripctl.json(["topic", "delete", "delete-told", "--yes"])
        #expect(told.status == 0 && told.data == ["topic": "delete-told", "outcome": "deleted"])
        try await eventually("every broker knows", within: 10) {
            let topics = try await client.topics()
            return topics["delete-typed"] == nil && topics["delete-told"] == nil
        }
        let again = try await tripctl.json(["topic", "delete", "delete-told", "--yes"])
        #expect(again.status == 1)
    }

    @Test(arguments: ["__consumer_offsets", "__transaction_state"])
    func `Kafka's own topics are refused`(_ topic: String) async throws {
        let cluster = try await KafkaCluster.shared
        let outcome = try await Tripctl(cluster).run(["topic", "delete", topic, "--yes"])
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("it is Kafka's own"), "\(outcome.errors)")
    }

    @Test func `a topic has to be named`() async throws {
        let outcome = try await Tripctl(try await KafkaCluster.shared).run(["topic", "delete", "--yes"])
        #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
}
