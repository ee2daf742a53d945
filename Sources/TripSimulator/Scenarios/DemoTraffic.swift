internal import TripCore

/// What producers, the placed members of the group and retention do while a demo goes on: so much of each follows from
/// the time alone.
struct DemoTraffic: Sendable {
    /// What the placed members call themselves.
    static let clientID = "ranker"

    /// Records a minute that come to each partition.
    var producedPerMinute: Int64 = 120
    /// Records a minute of each partition that the placed members read and commit.
    var consumedPerMinute: Int64 = 108
    /// Records a minute of each partition that retention drops.
    var droppedPerMinute: Int64 = 0
    /// A broker that takes no records, although it leads.
    var deafBroker: Int32?

    private let start: Int64
    private var produced: Int64 = 0
    private var consumed: Int64 = 0
    private var dropped: Int64 = 0

    /// Traffic that begins at a moment, in milliseconds since 1970.
    init(since start: Int64) { self.start = start }

    /// Brings the cluster up to its time.
    mutating func pass(in cluster: inout SimulatedCluster) {
        let elapsed = max(0, cluster.now - start)
        let more = Self.advance(&produced, producedPerMinute, elapsed)
        let read = Self.advance(&consumed, consumedPerMinute, elapsed)
        let gone = Self.advance(&dropped, droppedPerMinute, elapsed)
        let topic = TopicSpec.clickLogs
        // A client that joins takes the partitions over: from then on it commits, or nobody does.
        let commits = cluster.groups[DemoScenario.group].flatMap { group in
            group.state == .stable && group.members.contains { $0.clientID == Self.clientID } ? group.commits : nil
        }
        for partition in 0..<Int32(clamping: cluster.topics[topic]?.partitions.count ?? 0) {
            let place = TopicPartition(topic, partition)
            guard let leader = cluster.partition(place)?.leader, leader != deafBroker else { continue }
            cluster.append(more, to: topic, partition)
            guard let log = cluster.partition(place)?.log else { continue }
            if gone > 0 { cluster.expire(topic, partition, before: log.start + gone) }
            if read > 0, let commit = commits?[place] {
                cluster.commit(min(commit.offset + read, log.end), of: DemoScenario.group, to: topic, partition)
            }
        }
    }

    /// How many more there are by now than there were.
    private static func advance(_ count: inout Int64, _ perMinute: Int64, _ elapsed: Int64) -> Int64 {
        let before = count
        count = max(count, elapsed * perMinute / 60_000)
        return count - before
    }
}
