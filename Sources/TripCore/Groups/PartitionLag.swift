/// How far behind a group is in one partition.
public struct PartitionLag: Sendable, Equatable {
    /// Which partition.
    public var at: TopicPartition
    /// The broker that leads it; `nil` when none does, or its topic is gone.
    public var leader: Int32?
    /// What the group has committed: the offset of the next record it will read. `nil` when it never committed, or
    /// its commits could not be read.
    public var committed: Int64?
    /// The first offset that can still be read; `nil` when unknown.
    public var start: Int64?
    /// The offset that the next record will get; `nil` when unknown.
    public var end: Int64?
    /// Records that can be read and were not committed; never negative, `nil` when unknown.
    public var lag: Int64?
    /// Records that were deleted before the group read them; `nil` when unknown.
    public var lost: Int64?
    /// Seconds since the oldest unprocessed record was written: 0 when nothing waits, `nil` when not asked or unknown.
    public var age: Double?
    /// The member that is assigned the partition.
    public var member: GroupMember?
    /// What is out of the ordinary.
    public var note: LagNote?
    /// Why the lag is unknown.
    public var reason: String?
    /// Why the age is unknown although it was asked for.
    public var ageReason: String?

    /// A row of which nothing is known yet.
    public init(_ at: TopicPartition, leader: Int32? = nil, committed: Int64? = nil, member: GroupMember? = nil) {
        self.at = at
        self.leader = leader
        self.committed = committed
        self.member = member
    }

    /// The offset that the group would read next: its commit, or the log start when that is later or there is no
    /// commit. `nil` when it is unknown.
    public var position: Int64? { start.map { max(committed ?? $0, $0) } }

    /// How far the commit lies beyond the log end, when it does.
    public var beyond: Int64? {
        guard let committed, let end, committed > end else { return nil }
        return committed - end
    }
}

/// What is out of the ordinary about a group's place in a partition.
public enum LagNote: String, Sendable, CaseIterable {
    /// The group is assigned the partition and has committed nothing: lag counts from the log start.
    case neverCommitted
    /// The commit lies before the log start: the records between are lost.
    case beforeStart
    /// The commit lies beyond the log end: the topic was rewound or recreated.
    case beyondEnd
    /// The partition has no leader, so its log cannot be read.
    case noLeader
    /// A broker that would have to tell could not be asked.
    case unreachable
    /// The topic, or the partition, is gone.
    case topicDeleted
}

extension PartitionLag {
    /// The row of one partition.
    init(
        _ at: TopicPartition, committed: Int64?, member: GroupMember?, commitsUnreadable: Failure?,
        metadata: ClusterMetadata, range: Answer<LogRange>?
    ) {
        // Offsets below zero are librdkafka's words for "none" (-1001) and "unknown" (-1), never places in a log.
        self.init(at, committed: committed.flatMap { $0 >= 0 ? $0 : nil }, member: member)
        work(out: range, metadata: metadata, commitsUnreadable: commitsUnreadable)
    }

    private mutating func work(
        out range: Answer<LogRange>?, metadata: ClusterMetadata, commitsUnreadable: Failure?
    ) {
        guard let topic = metadata.topic(at.topic) else {
            return settle(.topicDeleted, "topic \(at.topic) does not exist")
        }
        if let problem = topic.problem { return settle(.unreachable, problem) }
        guard let partition = metadata.partition(at) else {
            return settle(
                .topicDeleted,
                "topic \(at.topic) has \(topic.partitions.count.counted("partition")) and none numbered \(at.partition)"
            )
        }
        leader = partition.leader
        guard let leader else { return settle(.noLeader, "the partition has no leader") }
        switch range {
        case nil:
            settle(.unreachable, "its leader, broker \(leader), was not asked")
        case .failure(let failure):
            settle(failure.kind == .notFound ? .topicDeleted : .unreachable, failure.reason)
        case .success(let range) where range.start < 0 || range.end < 0:
            settle(.unreachable, "its leader, broker \(leader), gave no offsets")
        case .success(let range):
            start = range.start
            end = range.end
            // A commit that could not be read must not pass for one that was never made.
            if committed == nil, let commitsUnreadable {
                settle(.unreachable, commitsUnreadable.reason)
            } else {
                count(from: range)
            }
        }
    }

    private mutating func settle(_ note: LagNote, _ reason: String) {
        self.note = note
        self.reason = reason
    }

    private mutating func count(from range: LogRange) {
        lag = max(0, range.end - max(committed ?? range.start, range.start))
        lost = committed.map { max(0, range.start - $0) } ?? 0
        switch committed {
        case nil: note = .neverCommitted
        case .some(let offset) where offset < range.start: note = .beforeStart
        case .some(let offset) where offset > range.end: note = .beyondEnd
        default: note = nil
        }
    }

    /// Fills in the age of the oldest unprocessed record, `now` in milliseconds since 1970 UTC.
    mutating func read(_ time: Answer<RecordTime>?, now: Int64) {
        age = nil
        ageReason = nil
        guard let lag else { return }
        if lag == 0 {
            age = 0
            return
        }
        switch time {
        case nil: ageReason = "the record was not read"
        case .failure(let failure): ageReason = failure.reason
        case .success(.nothingWaits): age = 0
        case .success(.none): ageReason = "the record carries no timestamp"
        // Clocks differ, and producers may write any timestamp: an age is never negative.
        case .success(.at(let milliseconds)): age = max(0, Double(now) - Double(milliseconds)) / 1_000
        }
    }
}
