import Foundation
import Testing
import TripTestSupport

/// librdkafka 2.0.2 holds an admin call back for a second, two to twenty times in a hundred, when it starts from
/// several addresses; and it crashes when a coordinator has just moved. tripctl does neither.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct StallTests {
    private static let rounds = 100
    /// A stall is a second; what a busy machine takes beside the median is less.
    private static let stall = 0.9

    /// A machine with more to do than it has processors has slow runs of its own. It is given three tries, and the
    /// library's stalls would be in each of them.
    private static let tries = 3

    @Test func `no run stalls`() async throws {
        let cluster = try await KafkaCluster.start()
        let (client, tripctl) = (TestClient(cluster), Tripctl(cluster))
        #expect(try await tripctl.run(["topic", "create", "stalls"]).status == 0)
        try await client.produce(5, to: "stalls", 0)
        try await client.commit([PartitionOffset("stalls", 0, 2)], for: "stalled")
        for command in [["lag", "stalled"], ["lag"], ["groups"], ["topic", "create", "stalls"]] {
            var stalls: [String] = []
            for _ in 1...Self.tries {
                let seconds = try await times(of: command, tripctl)
                let median = seconds[Self.rounds / 2]
                let stalled = seconds.count { $0 > median + Self.stall }
                if stalled <= 1 { break }
                stalls.append("\(stalled) of \(Self.rounds), median \(median) s, worst \(seconds.last ?? 0) s")
            }
            #expect(stalls.count < Self.tries, "\(command): \(stalls)")
        }
        try await cluster.quit()
    }

    /// How long the runs took, the shortest first.
    private func times(of command: [String], _ tripctl: Tripctl) async throws -> [Double] {
        var seconds: [Double] = []
        for _ in 1...Self.rounds {
            let outcome = try await tripctl.run(command)
            #expect(outcome.status == 0, "\(outcome.ending) \(outcome.output)\(outcome.errors)")
            seconds.append(outcome.seconds)
        }
        return seconds.sorted()
    }

    @Test func `a coordinator that moves crashes nothing`() async throws {
        let scene = try await FailureScene(whereVictimIsController: false)
        let (cluster, victim) = (scene.cluster, scene.victim)
        var runs = 0
        for action in ["stop", "start", "stop", "start"] {
            async let moved: Void = action == "stop" ? cluster.stop(victim) : cluster.start(victim)
            for _ in 1...25 {
                async let one = scene.tripctl.run(["lag", scene.victims, scene.riders, "--timeout", "8s"])
                async let other = scene.tripctl.run(["lag", "--timeout", "3s"])
                for outcome in [try await one, try await other] {
                    runs += 1
                    // A signal's death has no status.
                    #expect([0, 3].contains(outcome.status), "\(outcome.ending) \(outcome.errors)\(outcome.output)")
                }
            }
            try await moved
            // While the victim is away its unreplicated partitions are unknown; once it is back, everything is known.
            if action == "start" {
                try await scene.waitUntilWell()
                let outcome = try await scene.tripctl.run(["lag", scene.victims, scene.riders, "--timeout", "8s"])
                #expect(outcome.status == 0, "\(outcome.ending) \(outcome.errors)\(outcome.output)")
            }
        }
        #expect(runs == 200)
        try await cluster.quit()
    }
}
