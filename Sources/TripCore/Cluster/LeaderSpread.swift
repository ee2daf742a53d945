/// How preferred leaders are spread over the brokers. Kafka's own topics do not count: they follow no one's choice.
public struct LeaderSpread: Sendable, Equatable {
    /// How many partitions each broker is the preferred leader of; 0 for a broker that is none's.
    public var preferred: [Int32: Int]

    /// Counts the preferred leaders of these topics' partitions over the brokers that are known.
    public init(_ topics: [TopicMetadata], brokers: [Int32]) {
        preferred = Dictionary(brokers.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
        for topic in topics where !topic.isInternal {
            for leader in topic.partitions.compactMap(\.preferredLeader) { preferred[leader, default: 0] += 1 }
        }
    }

    /// A warning when one broker has more than twice its share. Judged only when there are at least as many partitions
    /// as brokers, and three: fewer cannot be spread evenly. Of two brokers none can have more than twice its half.
    public var finding: Finding? {
        let partitions = preferred.values.reduce(0, +)
        let brokers = preferred.count
        guard partitions >= max(3, brokers) else { return nil }
        guard let most = preferred.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        guard most.value * brokers > 2 * partitions else { return nil }
        return Finding(
            .leadersSpreadBadly, .warning, .broker(most.key),
            "broker \(most.key) is the preferred leader of \(most.value) of \(partitions.counted("partition")), "
                + "more than twice its share of \(brokers.counted("broker"))",
            hint: "`tripctl isr` shows the replicas; `kafka-reassign-partitions` changes their order")
    }
}
