import Testing
import TripCore

@testable import TripSimulator

/// What the controller, the logs and the topics do.
@Suite struct ClusterTests {
    private var cluster: SimulatedCluster {
        var cluster = SimulatedCluster()
        cluster.addTopic("t", replicas: [[1, 2], [2, 3], [3]])
        return cluster
    }

    private func states(_ cluster: SimulatedCluster) -> [String] {
        (cluster.topics["t"]?.partitions ?? []).map { "\($0.leader.map(String.init) ?? "-"):\($0.inSync.sorted())" }
    }

    @Test func `a lost broker leads nothing, and comes back behind the others`() {
        var cluster = cluster
        cluster.lose(broker: 1)
        #expect(states(cluster) == ["2:[2]", "2:[2, 3]", "3:[3]"])
        #expect(cluster.live == [2, 3] && cluster.controller == 2)
        cluster.lose(broker: 2)
        #expect(states(cluster) == ["-:[2]", "3:[3]", "3:[3]"])
        // The last in-sync replica is the only one that may lead.
        cluster.bringBack(broker: 1)
        #expect(states(cluster) == ["-:[2]", "3:[3]", "3:[3]"])
        cluster.bringBack(broker: 2)
        #expect(states(cluster) == ["2:[2]", "3:[2, 3]", "3:[3]"])
        cluster.expand("t", 0, with: 1)
        cluster.electPreferredLeaders()
        #expect(states(cluster) == ["1:[1, 2]", "2:[2, 3]", "3:[3]"])
        #expect(cluster.topics["t"]?.partitions[0].epoch == 4)
    }

    @Test func `replicas fall behind and catch up`() {
        var cluster = cluster
        cluster.shrink("t", 0, without: 2)
        #expect(states(cluster)[0] == "1:[1]")
        cluster.expand("t", 0, with: 3)
        #expect(states(cluster)[0] == "1:[1]", "3 is no replica")
        cluster.expand("t", 0, with: 2)
        #expect(states(cluster)[0] == "1:[1, 2]")
        cluster.elect(nil, of: "t", 0)
        #expect(states(cluster)[0] == "-:[1, 2]")
    }

    @Test func `records have offsets and times, and retention drops them`() {
        var log = Log()
        log.append(count: 100, from: 1000, to: 1990)
        log.append(count: 10, from: 5000, to: 5000)
        #expect(log.start == 0 && log.end == 110)
        #expect(log.first(since: 0).map { [$0.offset, $0.time] } == [0, 1000])
        #expect(log.first(since: 1501).map { [$0.offset, $0.time] } == [51, 1510])
        #expect(log.first(since: 1991).map { [$0.offset, $0.time] } == [100, 5000])
        #expect(log.first(since: 5001) == nil)
        #expect(log.newest.map { [$0.offset, $0.time] } == [109, 5000])
        log.drop(before: 50)
        #expect(log.start == 50 && log.first(since: 0)?.offset == 50)
        log.drop(olderThan: 2000)
        #expect(log.start == 100 && log.end == 110)
        log.drop(olderThan: 9000)
        #expect(log.start == 110 && log.end == 110 && log.place(of: 110) == nil)
    }

    @Test func `each topic keeps its records as long as it says`() {
        var cluster = cluster
        cluster.addTopic("hour", replicas: [[1]], settings: ["retention.ms": "3600000"])
        cluster.addTopic("ever", replicas: [[1]], settings: ["retention.ms": "-1"])
        cluster.addTopic("last", replicas: [[1]], settings: ["cleanup.policy": "compact"])
        let topics = ["t", "hour", "ever", "last"]
        for topic in topics { cluster.append(5, to: topic, 0) }
        func starts() -> [Int64?] { topics.map { cluster.topics[$0]?.partitions[0].log.start } }
        cluster.now = 3_600_001
        cluster.expireOldRecords()
        #expect(starts() == [0, 5, 0, 0])
        // The brokers' log.retention.hours is a week.
        cluster.now = 604_800_001
        cluster.expireOldRecords()
        #expect(starts() == [5, 5, 0, 0])
    }

    @Test func `a read begins in the batch that has the offset`() throws {
        var log = Log()
        let sent = try #require(try RecordBatch.all(in: RecordBatch.madeUp(from: 0, count: 4) { _ in 5 }).first)
        let bases = [log.append(sent), log.append(sent)]
        #expect(bases == [0, 4])
        log.append(count: 1000, from: 1, to: 1)
        let first = log.bytes(from: 2, atMost: 1)
        #expect(first.prefix(8) == [0, 0, 0, 0, 0, 0, 0, 0], "a batch that was sent comes whole")
        #expect(log.bytes(from: 5, atMost: 1).prefix(8) == [0, 0, 0, 0, 0, 0, 0, 4])
        #expect(log.bytes(from: 70, atMost: 1).prefix(8) == [0, 0, 0, 0, 0, 0, 0, 70])
        #expect(try RecordBatch.all(in: log.bytes(from: 0, atMost: .max)).map(\.count) == [4, 4, 500, 500])
        #expect(log.bytes(from: log.end, atMost: .max).isEmpty && log.bytes(from: 0, atMost: 0).isEmpty)
    }

    @Test(
        arguments: [
            ("t", [[1]], [:], ErrorCode.topicExists, "Topic 't' already exists."),
            ("a b", [[1]], [:], .invalidTopic, "Topic name is invalid: 'a b' contains"),
            ("", [[1]], [:], .invalidTopic, "the empty string"),
            ("x.y", [[1]], [:], .invalidTopic, "Topic 'x.y' collides with existing topics: x_y"),
            ("n", [[1, 1]], [:], .invalidReplicaAssignment, "Duplicate"),
            ("n", [[1], [1, 2]], [:], .invalidReplicaAssignment, "the same number of replicas"),
            ("n", [[9]], [:], .invalidReplicaAssignment, "Unknown broker(s) in replica assignment: 9"),
            ("n", [[1]], ["no.such": "1"], .invalidConfig, "Unknown topic config name: no.such"),
            (
                "n", [[1]], ["cleanup.policy": "keep"], .invalidConfig,
                "Invalid value keep for configuration cleanup.policy"
            ),
            ("n", [[1]], ["segment.bytes": "1"], .invalidConfig, "at least 14"),
        ] as [(String, [[Int32]], [String: String], ErrorCode, String)])
    func `a topic is refused`(
        _ name: String, _ replicas: [[Int32]], _ settings: [String: String], _ code: ErrorCode, _ words: String
    ) {
        var cluster = cluster
        cluster.addTopic("x_y", replicas: [[1]])
        let before = cluster.topics.count
        let refusal = #expect(throws: Refusal.self) {
            try cluster.create(
                .init(
                    name: name,
                    assignments: replicas.enumerated().map { .init(partition: Int32($0.offset), brokers: $0.element) },
                    configs: settings.map { .init(name: $0.key, value: $0.value) }), onlyValidate: false)
        }
        #expect(refusal?.code == code)
        #expect(refusal?.message?.contains(words) ?? false, "\(refusal?.message ?? "")")
        #expect(cluster.topics.count == before)
    }

    @Test func `a topic is spread over the brokers that are up, or refused`() throws {
        var cluster = cluster
        cluster.lose(broker: 1)
        try cluster.create(.init(name: "n", partitions: 3, replicationFactor: 2), onlyValidate: false)
        #expect(cluster.topics["n"]?.partitions.map(\.replicas) == [[2, 3], [3, 2], [2, 3]])
        let refusal = #expect(throws: Refusal.self) {
            try cluster.create(.init(name: "m", partitions: 1, replicationFactor: 3), onlyValidate: false)
        }
        #expect(refusal?.code == .invalidReplicationFactor)
        try cluster.create(.init(name: "m"), onlyValidate: true)
        #expect(cluster.topics["m"] == nil)
    }

    @Test func `a deleted topic takes the commits with it`() throws {
        var cluster = cluster
        cluster.addTopic("u", replicas: [[1]])
        cluster.commit(5, of: "g", to: "t", 0)
        cluster.commit(6, of: "g", to: "u", 0)
        try cluster.deleteTopic("t")
        #expect(cluster.groups["g"]?.commits.keys.map(\.topic) == ["u"])
        #expect(throws: Refusal.self) { try cluster.deleteTopic("t") }
        cluster.deletesTopics = false
        #expect(throws: Refusal.self) { try cluster.deleteTopic("u") }
    }

    @Test func `every group is at one broker, and moves`() {
        var cluster = cluster
        for number in 0..<100 { cluster.addGroup("g\(number)") }
        let found = cluster.live.map { cluster.groups(on: $0) }
        #expect(found.map(\.count).reduce(0, +) == 100 && Set(found.joined()).count == 100)
        let other: Int32 = cluster.coordinator(of: "g7") == 1 ? 2 : 1
        cluster.moveCoordinator(of: "g7", to: other)
        #expect(cluster.coordinator(of: "g7") == other && cluster.groups(on: other).contains("g7"))
        cluster.removeGroup("g7")
        #expect(!cluster.groups(on: other).contains("g7"))
    }
}
