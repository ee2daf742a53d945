/// Where a group's coordinator is, worked out from the metadata alone: the coordinator is the leader of the partition
/// of `__consumer_offsets` that the group's name hashes to (`GroupMetadataManager.partitionFor` in Kafka 3.5.1).
/// Asking for it instead would cost a round trip, and on a brand-new cluster it would create the topic.
public enum Coordinator: Sendable, Equatable {
    /// The broker.
    case broker(Int32)
    /// The partition of `__consumer_offsets` that decides has no leader.
    case leaderless(partition: Int32)
    /// The cluster has no `__consumer_offsets`: nothing was ever committed, and there are no groups.
    case noGroups
    /// The topic cannot be seen whole, for lack of rights: the cluster has to be asked.
    case hidden

    /// The coordinator of `group` by `metadata`.
    public init(of group: String, in metadata: ClusterMetadata) {
        guard let offsets = metadata.topic(TopicMetadata.consumerOffsets) else {
            self = .noGroups
            return
        }
        guard offsets.problem == nil, !offsets.partitions.isEmpty else {
            self = .hidden
            return
        }
        let number = Self.partition(of: group, count: Int32(offsets.partitions.count))
        guard let partition = offsets.partitions.first(where: { $0.partition == number }) else {
            self = .hidden
            return
        }
        self = partition.leader.map { .broker($0) } ?? .leaderless(partition: number)
    }

    /// The partition of `__consumer_offsets` that holds a group's commits: Java's `String.hashCode`, its absolute
    /// value, modulo the number of partitions.
    public static func partition(of group: String, count: Int32) -> Int32 {
        let hash = group.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }
        return (hash == .min ? 0 : abs(hash)) % count
    }
}
