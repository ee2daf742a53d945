import Testing
import TripTestSupport

/// What Docker and Kafka's metadata both call well, and is not. It is found without a record written and without a
/// group joined.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(15)))
struct QuietTroubleTests {
    private let topic = "tripclick-logs"
    private var client: TestClient { TestClient(bootstrap: "127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094") }

    @Test func `brokers that cannot reach each other, and a ZooKeeper that hangs`() async throws {
        try await withDeployment { deployment in
            try await deployment.up()
            for partition in 0..<3 { try await client.produce(2, to: topic, Int32(partition)) }
            let before = try await ends()
            // Each follows the one before it: 2 fetches from 1, and 3 from 2.
            try await Breaking.cut(from: "kafka-2", to: "kafka-1")
            let dropped = Trouble("brokers cut apart, packets dropped", deployment)
            try await Breaking.cut(from: "kafka-3", to: "kafka-2", isRefused: true)
            let refused = Trouble("brokers cut apart, packets refused", deployment)
            await refused.status(says: "TC418", of: "kafka-3", exit: 2, texts: ["kafka-3 cannot reach kafka-2"])
            try await refused.up(says: "TC418", of: "kafka-3", exit: 2)
            for broker in ["kafka-1", "kafka-2", "kafka-3"] {
                #expect(try await Docker.inspect(broker).state.health?.status == "healthy")
            }
            await dropped.status(says: "TC418", of: "kafka-2", exit: 2, texts: ["kafka-2 cannot reach kafka-1"])
            try await Breaking.mend(from: "kafka-2", to: "kafka-1")
            try await Breaking.mend(from: "kafka-3", to: "kafka-2", isRefused: true)
            try await eventually("the brokers fetch from one another again", within: 120) {
                try await deployment.answer(["status"]).status == 0
            }
            try await dropped.heals()

            // Its container runs, and its process does nothing.
            try await Docker.said("kill", "--signal", "STOP", "zookeeper")
            let hangs = Trouble("ZooKeeper hangs", deployment)
            await hangs.status(says: "TC417", of: "zookeeper", exit: 3)
            try await hangs.up(says: "TC417", of: "zookeeper", exit: 3)
            try await Docker.said("kill", "--signal", "CONT", "zookeeper")
            try await hangs.heals()

            #expect(try await ends() == before, "nobody wrote a record")
            #expect(try await client.topics().keys.sorted() == [topic], "nobody joined a group")
        }
    }

    private func ends() async throws -> [Range<Int64>] {
        var ends: [Range<Int64>] = []
        for partition in 0..<3 { ends.append(try await client.logRange(of: topic, Int32(partition))) }
        return ends
    }
}
