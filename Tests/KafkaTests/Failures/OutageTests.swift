import Foundation
import Testing
import TripCore
import TripTestSupport

/// More and more of a cluster dies: the coordinator, then a second broker, then the last.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct OutageTests {
    @Test func `the coordinator, another, and all are killed`() async throws {
        let scene = try await FailureScene(whereVictimIsController: false)
        let tripctl = scene.tripctl
        try await scene.cluster.kill(scene.victim)

        // Asked for 3 s, the coordinator is named; for 25 s, it is waited for.
        let riders = scene.riders
        async let ride = tripctl.json(["lag", riders, "--timeout", "25s"])
        let short = try await tripctl.json(["lag", riders, "--timeout", "3s"])
        Promise.holds(short.outcome, timeout: 3)
        #expect(short.status == 3)
        #expect(short.texts.contains { $0.contains("broker \(scene.victim) coordinates it") }, "\(short.texts)")
        #expect(short.hints.contains { $0.contains("--timeout 25s") }, "\(short.hints)")
        let long = try await ride
        Promise.holds(long.outcome, timeout: 25)
        #expect(long.status == 0, "\(long.envelope["findings"]) \(long.errors)")
        #expect(long.total(riders) == "empty lag=18 lost=0 complete=true")

        // The partition without a copy is the only one that is not known, and that is said at once.
        let leaderless = try await Promise.quickest(within: 1) { try await tripctl.json(["lag", scene.victims]) }
        #expect(leaderless.outcome.seconds <= 1)
        #expect(leaderless.status == 3 && leaderless.codes == ["TC305"])
        #expect(leaderless.total(scene.victims) == "empty lag=30 lost=0 complete=false")
        let table = try await tripctl.run(["lag", scene.victims])
        #expect(table.status == 3 && table.output.contains("lag ≥ 30"), "\(table.output)")

        try await secondDies(scene)
        try await allDie(scene)
        try await scene.cluster.quit()
    }

    private func secondDies(_ scene: FailureScene) async throws {
        let second = scene.others[0]
        try await scene.cluster.kill(second)
        let (tripctl, last) = (scene.tripctl, scene.others[1])
        let soon = try await scene.askAll(timeout: 3)
        for (question, reply) in soon { #expect(reply.status != 0, "\(question): \(soon.verdicts)") }
        let brokers = try soon.reply(.brokers)
        #expect(brokers.status == 2 && brokers.codes.contains("TC102"), "\(brokers.texts)")
        #expect(brokers.data["brokers"].elements.count { $0["reachable"] == true } == 1)
        #expect(try soon.reply(.health).status == 2)

        try await eventually("the last broker is alone on the list", within: 40) {
            try await tripctl.json(["brokers"]).data["brokers"].elements.count { $0["listed"] == true } == 1
        }
        // Commits whose every copy is gone: nobody coordinates these groups, and waiting would not help.
        let orphan = try await orphan(scene, last: Int32(last))
        let lag = try await Promise.quickest(within: 1) { try await tripctl.json(["lag", orphan]) }
        #expect(lag.outcome.seconds <= 1)
        #expect(lag.status == 3 && lag.group(orphan)["lag"] == .null, "\(lag.envelope)")
        #expect(lag.texts.contains { $0.contains("__consumer_offsets partition") }, "\(lag.texts)")
        for command in [["groups"], ["lag"], ["lag", "--all"]] {
            let reply = try await tripctl.json(command)
            #expect(reply.status == 3 && reply.codes.contains("TC308"), "\(command): \(reply.texts)")
            #expect(reply.texts.contains { $0.contains("of 50 partitions are unknown") }, "\(reply.texts)")
        }
        let health = try await tripctl.json(["health"])
        #expect(health.status == 2 && health.codes.contains("TC107"), "\(health.codes)")
    }

    /// The name of a group whose commits are on the dead brokers alone.
    private func orphan(_ scene: FailureScene, last: Int32) async throws -> String {
        let client = TestClient(bootstrap: "127.0.0.1:\(try scene.cluster.broker(Int(last)).port)")
        let partitions = try #require(try await client.topics()[TopicMetadata.consumerOffsets])
        let name = (0..<500).map { "group-\($0)" }.first { name in
            let number = Coordinator.partition(of: name, count: Int32(partitions.count))
            return partitions.first { $0.partition == number }.map { $0.leader == nil && !$0.replicas.contains(last) }
                ?? false
        }
        return try #require(name)
    }

    private func allDie(_ scene: FailureScene) async throws {
        try await scene.cluster.kill(scene.others[1])
        let replies = try await scene.askAll(timeout: 5)
        for (question, reply) in replies {
            #expect(reply.status == 3 && reply.data == .null, "\(question)")
            #expect(reply.envelope["error"]["kind"] == "unreachable", "\(question)")
            let addresses = reply.envelope["error"]["addresses"].elements
            #expect(
                addresses.map { $0["reason"] } == ["connection refused", "connection refused", "connection refused"])
            #expect(reply.errors.split(separator: "\n").count == 2, "\(reply.errors)")
            for address in scene.tripctl.bootstrap.split(separator: ",") { #expect(reply.errors.contains(address)) }
            // All eight at once: each has refused long before its time is over.
            Promise.holds(reply.outcome, timeout: Promise.refusal)
        }
        let one = try await Promise.quickest(within: Promise.refusal) { try await scene.tripctl.json(["lag"]) }
        #expect(one.outcome.seconds <= Promise.refusal)
    }
}
