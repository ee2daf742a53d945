import Foundation
import Testing
import TripCore

@testable import TripSimulator

/// What goes on in a demo, minute by minute.
@Suite struct DemoClusterTests {
    private static let now: Int64 = 1_795_500_000_000
    private static let topic = TopicSpec.clickLogs

    /// The committed offset and the log of partition 0, a time after the start of a scenario.
    private func partition0(
        _ scenario: DemoScenario, after seconds: Int64, _ change: (inout SimulatedCluster) -> Void = { _ in }
    ) throws -> (commit: Int64, start: Int64, end: Int64) {
        var demo = DemoCluster(scenario, at: Self.now)
        change(&demo.cluster)
        // In steps, as it runs: what has come does not depend on how often one looks.
        for second in 0...seconds {
            demo.cluster.now = Self.now + second * 1_000
            demo.traffic.pass(in: &demo.cluster)
        }
        let log = try #require(demo.cluster.partition(TopicPartition(Self.topic, 0))?.log)
        let commit = demo.cluster.groups[DemoScenario.group]?.commits[TopicPartition(Self.topic, 0)]
        return (try #require(commit).offset, log.start, log.end)
    }

    @Test func `records come, and the group falls behind`() throws {
        let (before, after) = (try partition0(.healthy, after: 0), try partition0(.healthy, after: 60))
        #expect(after.end == before.end + 120 && after.commit == before.commit + 108)
        #expect(before.end - before.commit == 24 && after.end - after.commit == 36)
    }

    @Test func `a member that stalls commits nothing`() throws {
        let (before, after) = (try partition0(.stalled, after: 0), try partition0(.stalled, after: 60))
        #expect(after.end == before.end + 120 && after.commit == before.commit)
    }

    @Test func `retention goes on dropping what nobody has read`() throws {
        let (before, after) = (try partition0(.losingData, after: 0), try partition0(.losingData, after: 60))
        #expect(before.commit < before.start && after.start == before.start + 120 && after.commit == before.commit)
    }

    @Test func `once others are the members, commits are theirs`() throws {
        let after = try partition0(.healthy, after: 60) { cluster in
            let all = (Int32(0)..<3).map { TopicPartition(Self.topic, $0) }
            cluster.place([PlacedMember(clientID: "other", partitions: all)], in: DemoScenario.group)
        }
        #expect(after.commit == 1_176)
    }

    @Test func `a topic that the user deletes stays away`() throws {
        var demo = DemoCluster(.healthy, at: Self.now)
        try demo.cluster.deleteTopic(Self.topic)
        demo.cluster.now += 60_000
        demo.traffic.pass(in: &demo.cluster)
        #expect(demo.cluster.topics[Self.topic] == nil)
        #expect(demo.cluster.groups[DemoScenario.group]?.commits.isEmpty == true)
    }

    @Test func `scenarios break a broker that neither controls nor coordinates`() {
        for scenario in [DemoScenario.healthy, .brokerDown, .frozen, .leaderless] {
            let demo = DemoCluster(scenario, at: Self.now)
            #expect(demo.cluster.controller == 1 && demo.cluster.coordinator(of: DemoScenario.group) == 2)
        }
    }

    @Test func `clicks are JSON, each of its own, and the same each time`() throws {
        let clicks = MadeUpRecords.clicks(seed: 1)
        var texts: Set<[UInt8]> = []
        for offset in Int64(0)..<400 {
            let bytes = clicks.value(at: offset, time: Self.now + offset)
            #expect(bytes == clicks.value(at: offset, time: Self.now + offset))
            #expect((clicks.size...1_000).contains(bytes.count), "\(String(decoding: bytes, as: UTF8.self))")
            texts.insert(bytes)
            let click = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(Set(click.keys) == ["session", "time", "query", "shown", "clicked"])
            let shown = try #require(click["shown"] as? [Int])
            #expect(shown.contains(click["clicked"] as? Int ?? -1) && !bytes.contains(UInt8(ascii: "\n")))
        }
        #expect(texts.count == 400)
    }
}
