/// What is to be said of one topic: each of its partitions judged, and the topic as a whole.
public struct TopicJudgement: Sendable, Equatable {
    /// The topic's name.
    public var name: String
    /// A judgement for each partition, in order.
    public var partitions: [PartitionJudgement]
    /// What is to be said of the topic as a whole: too few replicas, or the broker could not tell of it.
    public var topicFindings: [Finding]

    /// Judges a topic.
    ///
    /// - Parameters:
    ///   - minISR: its `min.insync.replicas`, `nil` when it is not known.
    ///   - expectedReplicas: how many replicas the specification asks for. Where fewer brokers than that are expected,
    ///     pass their number: ``expectedReplicas(of:)``.
    public init(
        _ topic: TopicMetadata, in snapshot: ClusterSnapshot, minISR: Int?,
        expectedReplicas: Int = TopicSpec.defaultReplicationFactor
    ) {
        name = topic.name
        partitions = topic.partitions.map {
            PartitionJudgement(TopicPartition(topic.name, $0.partition), $0, in: snapshot, minISR: minISR)
        }
        topicFindings = []
        if let problem = topic.problem {
            topicFindings.append(
                Finding(.topicUnreadable, .unknown, .topic(topic.name), "the broker could not tell of it: \(problem)"))
        }
        let poor = topic.partitions.filter { $0.replicas.count < expectedReplicas }
        if let factor = poor.map(\.replicas.count).min() {
            let place =
                poor.count == topic.partitions.count ? "" : poor.map(\.partition).inWords(after: "partition") + ": "
            topicFindings.append(
                Finding(
                    .replicationBelowSpec, .warning, .topic(topic.name),
                    "\(place)\(factor.counted("replica")) where the specification asks for \(expectedReplicas)",
                    hint: "`kafka-reassign-partitions` adds replicas; or delete the topic and create it anew"))
        }
    }

    /// The replicas to expect of a topic in a cluster of that many brokers: the specification's two, or the one that a
    /// single broker can hold.
    public static func expectedReplicas(of brokers: Int) -> Int {
        max(1, min(TopicSpec.defaultReplicationFactor, brokers))
    }

    /// Everything to be said: the topic first, then its partitions.
    public var findings: [Finding] { topicFindings + partitions.flatMap(\.findings) }

    /// The verdict on the topic.
    public var verdict: Verdict { Verdict(of: findings) }

    /// How many partitions have no leader.
    public var offline: Int { partitions.count(where: \.isOffline) }

    /// How many partitions have a replica out of sync.
    public var underReplicated: Int { partitions.count(where: \.isUnderReplicated) }
}

extension TopicMetadata {
    /// How many partitions have no leader, by metadata alone.
    public var offline: Int { partitions.count { $0.leader == nil } }

    /// How many partitions have a replica out of sync, by metadata alone.
    public var underReplicated: Int {
        partitions.count { partition in partition.replicas.contains { !partition.inSync.contains($0) } }
    }
}

extension ClusterMetadata {
    /// A finding for each of the names that no topic has, with near names. A name that is given twice is absent once.
    ///
    /// - Parameter mayBeMissing: whether a name that is absent is information, and no warning.
    public func absentTopics(of names: some Sequence<String>, mayBeMissing: Bool = false) -> [Finding] {
        let present = topics.map(\.name)
        var told: Set<String> = []
        return names.filter { topic($0) == nil && told.insert($0).inserted }.map { name in
            let near = NearNames.of(name, in: present)
            let hint = near.isEmpty ? "" : "did you mean \(near.inWords(last: "or"))? "
            return Finding(
                .topicNotFound, mayBeMissing ? .info : .warning, .topic(name), "topic \(name) does not exist",
                hint: hint + "`tripctl topic list` lists the topics there are")
        }
    }
}
