/// Every group there is, as far as the coordinators could be asked.
public struct GroupListing: Sendable, Equatable {
    /// The groups, by name.
    public var groups: [ListedGroup]
    /// What is to be said of the list as a whole: there are no groups yet, or some could not be listed.
    public var findings: [Finding]

    /// Puts together what the brokers said.
    ///
    /// A listing is silently partial when coordinators are dead: brokers that answer list their own groups without an
    /// error. How much is missing is told by the partitions of `__consumer_offsets` that nobody answered for.
    public init(_ answers: [Int32: Answer<[ListedGroup]>], metadata: ClusterMetadata) {
        var byName: [String: ListedGroup] = [:]
        for (_, answer) in answers.sorted(by: { $0.key < $1.key }) {
            for group in answer.value ?? [] where Self.isBetter(group, than: byName[group.group]) {
                byName[group.group] = group
            }
        }
        groups = byName.values.sorted { $0.group < $1.group }
        findings = []
        guard let offsets = metadata.topic(TopicMetadata.consumerOffsets) else {
            if groups.isEmpty, answers.values.allSatisfy({ $0.value != nil }) {
                findings.append(
                    Finding(.noGroups, .info, .cluster, "no groups yet: no group has ever committed in this cluster"))
            } else {
                findings += Self.unanswered(answers)
            }
            return
        }
        let unknown = offsets.partitions.filter { $0.leader.flatMap { answers[$0]?.value } == nil }
        guard !unknown.isEmpty else {
            findings = Self.unanswered(answers)
            return
        }
        let leaders = Set(unknown.compactMap(\.leader)).sorted()
        let reason = leaders.isEmpty ? "they have no leader" : Self.reasons(leaders, answers)
        findings.append(
            Finding(
                .groupListIncomplete, .unknown, .topic(TopicMetadata.consumerOffsets),
                "groups on \(unknown.count) of \(offsets.partitions.count.counted("partition")) are unknown: \(reason)",
                hint: "`tripctl isr \(TopicMetadata.consumerOffsets)` says which brokers to start"))
    }

    /// Where groups have to be asked for: the leaders of the partitions of `__consumer_offsets`; where that cannot be
    /// seen, every broker. None on a brand-new cluster.
    public static func brokersToAsk(in metadata: ClusterMetadata) -> [Int32] {
        let offsets = metadata.topic(TopicMetadata.consumerOffsets)
        let leaders = Set((offsets?.partitions ?? []).compactMap(\.leader))
        if leaders.isEmpty, offsets?.problem != nil { return metadata.brokers.map(\.id) }
        return leaders.sorted()
    }

    /// While a coordinator moves, two brokers may list a group: the one that knows more of it counts.
    private static func isBetter(_ group: ListedGroup, than other: ListedGroup?) -> Bool {
        guard let other else { return true }
        let isVague = { (state: GroupState) in state == .dead || state == .unknown || state == .notFound }
        return isVague(other.state) && !isVague(group.state)
    }

    private static func unanswered(_ answers: [Int32: Answer<[ListedGroup]>]) -> [Finding] {
        let silent = answers.filter { $0.value.failure != nil }.keys.sorted()
        if silent.isEmpty { return [] }
        return [
            Finding(
                .groupListIncomplete, .unknown, .cluster,
                "groups of \(silent.inWords(after: "broker")) are unknown: \(reasons(silent, answers))",
                hint: "`tripctl brokers` says which brokers answer")
        ]
    }

    private static func reasons(_ brokers: [Int32], _ answers: [Int32: Answer<[ListedGroup]>]) -> String {
        brokers.map { answers[$0]?.failure?.reason ?? "broker \($0) was not asked" }.joined(separator: "; ")
    }
}

/// How named groups are asked for: whom to ask, and what is known without asking.
public struct GroupPlan: Sendable, Equatable {
    /// The questions, in the order the groups were named.
    public var queries: [GroupQuery]
    /// Groups of which all that can be known is known: the cluster has none at all, or nobody coordinates them.
    public var settled: [GroupObservation]

    /// Plans the questions from the metadata alone.
    public init(_ groups: [String], in metadata: ClusterMetadata) {
        queries = []
        settled = []
        for group in groups {
            switch Coordinator(of: group, in: metadata) {
            case .broker(let id): queries.append(GroupQuery(group, coordinator: id))
            case .hidden: queries.append(GroupQuery(group, coordinator: nil))
            case .noGroups: settled.append(GroupObservation(group: group, state: .notFound))
            case .leaderless(let partition):
                // Kafka elects a replica that is in sync; when none is there, waiting does not help.
                let candidates = metadata.partition(TopicPartition(TopicMetadata.consumerOffsets, partition))?.inSync
                let mayGetLeader = metadata.brokers.contains { candidates?.contains($0.id) ?? false }
                let problem = Failure(
                    mayGetLeader ? .timedOut : .kafka, doing: "ask for group \(group)",
                    reason:
                        "nobody coordinates it: \(TopicMetadata.consumerOffsets) partition \(partition) has no leader",
                    hint: "`tripctl isr \(TopicMetadata.consumerOffsets)` says which broker to start")
                settled.append(GroupObservation(group: group, state: .unknown, problem: problem))
            }
        }
    }
}
