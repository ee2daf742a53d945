import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// When a broker is lost, the simulated cluster becomes what Kafka becomes.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct SimulatorOutageTests {
    @Test(.slow) func `a broker that is lost and back leaves the same behind`() async throws {
        let real = try await KafkaCluster.start()
        let simulator = try Simulator.start(try await SimulatedCluster(like: real))
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
                let one = try await PlainAnswers(bootstrap: real.bootstrap).answer(to: words)
                let other = try await PlainAnswers(bootstrap: simulated).answer(to: words)
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
}
