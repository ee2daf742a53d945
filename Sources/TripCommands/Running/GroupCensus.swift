internal import TripCore

/// All the groups of a cluster, each listed by its coordinator, and what is missing from the list.
struct GroupCensus {
    /// The groups, by name.
    let groups: [ListedGroup]
    /// Whether the cluster has ever had a group.
    let isBrandNew: Bool
    /// Why the list may lack some.
    let findings: [Finding]

    /// Asks every broker. On a brand-new cluster none is asked: the question alone would make it create
    /// `__consumer_offsets`.
    init(of cluster: any ClusterPort, _ metadata: ClusterMetadata) {
        guard let offsets = metadata.topic(TopicMetadata.consumerOffsets) else {
            groups = []
            isBrandNew = true
            findings = [
                Finding(
                    .noGroups, .info, .cluster, "no groups yet: no consumer has ever committed here",
                    hint: "a consumer's first commit makes its group appear")
            ]
            return
        }
        isBrandNew = false
        let answers = cluster.groups(on: Self.coordinators(offsets, metadata))
        var byName: [String: ListedGroup] = [:]
        for broker in answers.keys.sorted() {
            for group in answers[broker]?.value ?? [] { byName[group.group] = group }
        }
        groups = byName.values.sorted { $0.group < $1.group }
        findings = Self.missing(offsets, answers)
    }

    /// A question for each group, to its coordinator.
    var queries: [GroupQuery] { groups.map { GroupQuery($0.group, coordinator: $0.coordinator) } }

    /// The brokers that may coordinate a group: those that lead a partition of the topic. Whether the others answer does
    /// not matter. All of them where the topic cannot be seen.
    private static func coordinators(_ offsets: TopicMetadata, _ metadata: ClusterMetadata) -> [Int32] {
        let leaders = Set(offsets.partitions.compactMap(\.leader))
        let isHidden = offsets.problem != nil || offsets.partitions.isEmpty
        return metadata.brokers.map(\.id).filter { isHidden || leaders.contains($0) }
    }

    /// Kafka's own listing keeps silent about the groups whose coordinator does not answer. Each partition of
    /// `__consumer_offsets` holds its share of them, so the partitions say how much is missing.
    private static func missing(_ offsets: TopicMetadata, _ answers: [Int32: Answer<[ListedGroup]>]) -> [Finding] {
        var byReason: [String: Int] = [:]
        for partition in offsets.partitions {
            switch partition.leader {
            case nil: byReason["without a leader", default: 0] += 1
            case let leader?:
                if let failure = answers[leader]?.failure {
                    byReason[failure.reason, default: 0] += 1
                } else if answers[leader] == nil {
                    byReason["broker \(leader) is not in the cluster", default: 0] += 1
                }
            }
        }
        return byReason.sorted { $0.key < $1.key }.map { reason, count in
            Finding(
                .groupListIncomplete, .unknown, .topic(TopicMetadata.consumerOffsets),
                "groups on \(count) of \(offsets.partitions.count) \(TopicMetadata.consumerOffsets) partitions are "
                    + "unknown: \(reason)", hint: "`tripctl brokers` shows who answers")
        }
    }
}

extension Finding {
    /// A group that could not be asked.
    static func groupUnreadable(_ failure: Failure, of group: String) -> Finding {
        Finding(.groupUnreadable, .unknown, .group(group), failure.reason, hint: failure.hint)
    }
}
