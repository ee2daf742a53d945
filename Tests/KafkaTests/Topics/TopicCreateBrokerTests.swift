import Foundation
import Testing
import TripTestSupport

/// `tripctl topic create` while a broker is missing: it says which one, and creates nothing.
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(5)))
struct TopicCreateBrokerTests {
    /// How much later than --timeout a command may end, in seconds: the promised 0.3, and what a busy machine adds.
    private static let allowance = 1.3

    @Test(arguments: [false, true])
    func `a broker has left`(_ isKRaft: Bool) async throws {
        let cluster = try await KafkaCluster.start(isKRaft ? ["--kraft"] : [])
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await cluster.stop(3)
        let address = "127.0.0.1:\(try cluster.broker(3).port)"
        try await eventually("broker 3 is off the list") {
            try await tripctl.json(["brokers"]).data["brokers"].elements.count == 2
        }

        // Nothing in the cluster remembers broker 3: the address that was given for it does.
        let new = try await tripctl.json(["topic", "create", "--timeout", "1500ms"])
        #expect(new.status == 1 && new.envelope["error"]["kind"] == "refused")
        #expect(new.outcome.seconds < 1.5 + Self.allowance)
        #expect(new.errors.contains("2 of 3 brokers are there"), "\(new.errors)")
        #expect(new.errors.contains(address), "\(new.errors)")
        #expect(new.errors.contains("nothing was created"), "\(new.errors)")
        #expect(try await client.topics().isEmpty)

        let asked = try await tripctl.json(["topic", "create", "two", "--expect-brokers", "2"])
        #expect(asked.status == 0 && asked.data["outcome"] == "created")
        #expect(asked.data["found"]["replicas"] == [[1, 2], [2, 1], [1, 2]])
        try await cluster.start(3)
        let waited = try await tripctl.json(["topic", "create"])
        #expect(waited.status == 0 && waited.data["outcome"] == "created")

        try await cluster.stop(3)
        try await eventually("broker 3 is off the list") {
            try await tripctl.json(["brokers"]).data["brokers"].elements.contains { $0["listed"] == false }
        }
        // Now a replica list names it.
        let known = try await tripctl.json(["topic", "create", "orders", "--timeout", "1500ms"])
        #expect(known.status == 1)
        #expect(known.errors.contains("broker 3 has left the cluster"), "\(known.errors)")
        let exists = try await tripctl.json(["topic", "create"])
        #expect(exists.status == 0 && exists.data["outcome"] == "exists")
        #expect(try await client.topics().keys.sorted() == ["tripclick-logs", "two"])
        try await cluster.quit()
    }

    @Test func `a broker was killed a moment ago, and metadata still calls it alive`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await cluster.kill(2)
        let reply = try await tripctl.json(["topic", "create", "--timeout", "1500ms"])
        #expect(reply.status == 1)
        #expect(reply.outcome.seconds < 1.5 + Self.allowance)
        #expect(
            reply.errors.contains("broker 2 connection refused")
                || reply.errors.contains("broker 2: connection refused"), "\(reply.errors)")
        #expect(try await client.topics().isEmpty)
        // A creation that waits gets its topic, whole, once the broker is back.
        async let patient = tripctl.json(["topic", "create", "--timeout", "60s"], deadline: 90)
        try await cluster.start(2)
        let created = try await patient
        #expect(created.status == 0 && created.data["outcome"] == "created", "\(created.errors)")
        #expect(try await client.topics()["tripclick-logs"]?.map(\.inSync) == [[1, 2], [2, 3], [1, 3]])
        try await cluster.quit()
    }
}
