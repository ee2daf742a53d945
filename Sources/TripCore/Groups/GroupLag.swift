/// How far behind a consumer group is, partition by partition: the union of what its members are assigned and of what
/// it has committed. In an empty group only committed partitions count, because nothing says what else it would read.
public struct GroupLag: Sendable, Equatable {
    /// The group's name.
    public var group: String
    /// Its state.
    public var state: GroupState
    /// The broker that coordinates it; `nil` when that is not known.
    public var coordinator: Int32?
    /// Its members.
    public var members: [GroupMember]
    /// A row for each partition, in order.
    public var partitions: [PartitionLag]
    /// Why the group could not be asked, or only in part.
    public var problem: Failure?
    /// Whether ages were asked for.
    public var asksAge: Bool
    /// Groups with names like this one's, to be suggested when it does not exist.
    public var nearNames: [String]
    /// Whether it is well when the group does not exist.
    public var mayBeMissing: Bool
    /// Whether one of the topics that count does not exist: what the group would be behind there, nobody knows.
    public var missesTopics: Bool

    /// Works out the lag.
    ///
    /// - Parameters:
    ///   - ranges: what the leaders said of the logs; ``logRangeQuestions(of:in:topics:)`` says which to ask for.
    ///   - times: when the oldest unprocessed records were written, `nil` when that was not asked;
    ///     ``recordTimeQuestions`` says which to read.
    ///   - now: milliseconds since 1970 UTC.
    ///   - topics: the topics that count; `nil` for all.
    ///   - nearNames: groups with names like this one's.
    ///   - mayBeMissing: whether it is well when the group does not exist.
    public init(
        observation: GroupObservation, metadata: ClusterMetadata, ranges: [TopicPartition: Answer<LogRange>],
        times: [TopicPartition: Answer<RecordTime>]? = nil, now: Int64 = 0, topics: Set<String>? = nil,
        nearNames: [String] = [], mayBeMissing: Bool = false
    ) {
        group = observation.group
        state = observation.state
        coordinator = observation.coordinator
        members = observation.members
        problem = observation.problem
        asksAge = false
        self.nearNames = nearNames
        self.mayBeMissing = mayBeMissing
        missesTopics = (topics ?? []).contains { metadata.topic($0) == nil }
        var owners: [TopicPartition: GroupMember] = [:]
        for member in observation.members {
            for partition in member.assignment where owners[partition] == nil { owners[partition] = member }
        }
        partitions = Self.partitions(of: observation, topics: topics).sorted().map { at in
            PartitionLag(
                at, committed: observation.committed[at], member: owners[at], commitsUnreadable: observation.problem,
                metadata: metadata, range: ranges[at])
        }
        if let times { read(times: times, now: now) }
    }

    /// Fills in the ages of the oldest unprocessed records, `now` in milliseconds since 1970 UTC.
    public mutating func read(times: [TopicPartition: Answer<RecordTime>], now: Int64) {
        asksAge = true
        for index in partitions.indices { partitions[index].read(times[partitions[index].at], now: now) }
    }

    private static func partitions(of observation: GroupObservation, topics: Set<String>?) -> Set<TopicPartition> {
        let all = observation.assigned.union(observation.committed.keys)
        guard let topics else { return all }
        return all.filter { topics.contains($0.topic) }
    }

    /// The partitions whose log ranges have to be asked for, each with its leader. A partition without one is left
    /// out: nobody could answer.
    public static func logRangeQuestions(
        of observations: [GroupObservation], in metadata: ClusterMetadata, topics: Set<String>? = nil
    ) -> [TopicPartition: Int32] {
        var questions: [TopicPartition: Int32] = [:]
        for observation in observations {
            for at in partitions(of: observation, topics: topics) where questions[at] == nil {
                questions[at] = metadata.partition(at)?.leader
            }
        }
        return questions
    }

    /// The offsets at which records have to be read to know their ages: one for each partition that is behind.
    public var recordTimeQuestions: [TopicPartition: Int64] {
        var questions: [TopicPartition: Int64] = [:]
        for row in partitions where row.lag ?? 0 > 0 { questions[row.at] = row.position }
        return questions
    }

    /// The whole group's lag. What does not exist, the group itself or a topic that was asked for, has none that could
    /// be known: without a partition beside it the total is unknown, and never whole.
    public var total: LagTotal {
        var total = LagTotal(partitions, asksAge: asksAge)
        let isAbsent = state == .notFound || missesTopics
        if state == .unknown || isAbsent, partitions.isEmpty {
            total.lag = nil
            total.lost = nil
            total.age = nil
        }
        if isAbsent || !isAnswered { total.isComplete = false }
        return total
    }

    /// Whether everything that exists of it could be read. That something does not exist is an answer too.
    public var isAnswered: Bool {
        state != .unknown && problem == nil && partitions.allSatisfy { $0.lag != nil }
    }

    /// Each topic's lag, in order of names.
    public var topics: [(topic: String, total: LagTotal)] {
        // Rows are in order, so each topic's stand together.
        var result: [(topic: String, total: LagTotal)] = []
        var rest = partitions[...]
        while let first = rest.first {
            let rows = rest.prefix { $0.at.topic == first.at.topic }
            result.append((first.at.topic, LagTotal(rows, asksAge: asksAge)))
            rest = rest.dropFirst(rows.count)
        }
        return result
    }

    /// Whether a member is there.
    public var isLive: Bool { !members.isEmpty || state == .stable || state == .rebalancing }
}

/// The lag of several partitions together.
public struct LagTotal: Sendable, Equatable {
    /// The sum of what is known: a lower bound when it is not complete. 0 when there are no partitions, `nil` only
    /// when nothing is known.
    public var lag: Int64?
    /// Records lost unread, in all; `nil` when nothing is known.
    public var lost: Int64?
    /// The largest age that is known, in seconds: a lower bound when it is not complete; `nil` when not asked or
    /// unknown.
    public var age: Double?
    /// Whether every partition's lag is known.
    public var isComplete: Bool
    /// Whether every partition's age is known; `true` when ages were not asked for.
    public var isAgeComplete: Bool

    /// The total of these rows.
    public init(_ rows: some Collection<PartitionLag>, asksAge: Bool) {
        lag = Self.sum(rows.lazy.compactMap(\.lag), of: rows.count)
        lost = Self.sum(rows.lazy.compactMap(\.lost), of: rows.count)
        isComplete = rows.allSatisfy { $0.lag != nil }
        isAgeComplete = !asksAge || rows.allSatisfy { $0.age != nil }
        age = asksAge ? rows.lazy.compactMap(\.age).max() ?? (rows.isEmpty ? 0 : nil) : nil
        // 0 says that nothing waits, which is not known while a part is not.
        if age == 0, !isAgeComplete { age = nil }
    }

    private static func sum(_ known: some Sequence<Int64>, of count: Int) -> Int64? {
        var sum: Int64?
        for value in known {
            let (next, overflow) = (sum ?? 0).addingReportingOverflow(value)
            sum = overflow ? .max : next
        }
        return sum ?? (count == 0 ? 0 : nil)
    }
}
