import Foundation
import Testing
import TripTestSupport

/// How soon `wait` sees what it waits for, beside another client that looks all the time.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct WaitOutageTests {
    private static let conditions = ["wait", "--for", "brokers=3", "--for", "isr=full"]
    /// What no machine is so busy as to add, in seconds. How quick it is stands in what the test prints.
    private static let bound = 10.0

    @Test func `it goes on soon after a cluster is whole, and after a broker is back`() async throws {
        let cluster = try await KafkaCluster.start()
        try await TestClient(cluster).createTopic("orders", assignment: [[1, 2], [2, 3], [3, 1]])
        for id in 1...3 { try await cluster.stop(id) }
        let whole = try await delay(of: Self.conditions, in: cluster) {
            for id in 1...3 { try await cluster.start(id) }
        }
        #expect(whole < Self.bound)
        try await cluster.stop(1)
        let back = try await delay(of: Self.conditions, in: cluster) { try await cluster.start(1) }
        #expect(back < Self.bound)
        // The first two addresses never answer: the one says nothing, the other refuses.
        let (silent, closed) = (try ListenerDouble(.silent), try ListenerDouble(.closed))
        try await cluster.stop(2)
        let beside = try await delay(of: Self.conditions, in: cluster, behind: [silent.address, closed.address]) {
            try await cluster.start(2)
        }
        #expect(beside < Self.bound)
        let times = [whole, back, beside].map { String(format: "%.2f", $0) }
        print(
            "wait ends \(times[0]) s after a cluster is whole, \(times[1]) s after a broker is back,",
            "\(times[2]) s with dead addresses before the live ones")
        try await cluster.quit()
    }

    @Test func `the time is over, and what never held is named`() async throws {
        let cluster = try await KafkaCluster.start()
        try await TestClient(cluster).createTopic("orders", assignment: [[1, 2], [2, 1]])
        try await cluster.stop(3)
        let reply = try await Tripctl(cluster).json(Self.conditions + ["--timeout", "4s"])
        Promise.holds(reply.outcome, timeout: 4)
        #expect(reply.status == 3 && reply.codes == ["TC432"], "\(reply.envelope)")
        #expect(reply.texts.count == 1 && reply.texts[0].hasPrefix("brokers=3 does not hold after 4 s: 2"))
        #expect(reply.data["conditions"].elements.map { $0["holds"] } == [false, true])
        let table = try await Tripctl(cluster).run(Self.conditions + ["--timeout", "2s"])
        #expect(table.status == 3, "\(table.output)")
        #expect(table.output.contains("UNKNOWN  1 of 2 conditions did not hold within 2 s"), "\(table.output)")
        try await cluster.quit()
    }

    /// Seconds from when another client finds brokers and replicas whole to the end of `wait`; below zero when `wait` was
    /// first. The wait begins before `event`, which makes its conditions come true.
    private func delay(
        of arguments: [String], in cluster: KafkaCluster, behind dead: [String] = [], event: () async throws -> Void
    ) async throws -> Double {
        let clock = ContinuousClock()
        let tripctl = Tripctl(bootstrap: (dead + [cluster.bootstrap]).joined(separator: ","))
        async let ended = {
            let outcome = try await tripctl.run(arguments + ["--timeout", "2m"], deadline: 150)
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            return clock.now
        }()
        async let seen = Self.wholeness(of: cluster)
        try await event()
        return seconds(try await ended - (try await seen))
    }

    /// When every broker, asked alone by a client that is not tripctl, lists all three and every replica as in sync. They
    /// are asked again as soon as they have answered, and the moment is the one before the question.
    private static func wholeness(of cluster: KafkaCluster) async throws -> ContinuousClock.Instant {
        var moment = ContinuousClock.now
        try await eventually("every broker says that all is whole", within: 120) {
            moment = .now
            return try await withThrowingTaskGroup(of: Bool.self) { group in
                for broker in cluster.brokers {
                    group.addTask {
                        let client = TestClient(bootstrap: "127.0.0.1:\(broker.port)")
                        guard try await client.brokers(within: 1).count == 3 else { return false }
                        let partitions = try await client.topics(within: 1).values.joined()
                        return !partitions.isEmpty && partitions.allSatisfy { $0.inSync.count == $0.replicas.count }
                    }
                }
                return try await group.allSatisfy { $0 }
            }
        }
        return moment
    }

    private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
