internal import ArgumentParser
internal import TripCore

/// `tripctl topic describe`.
struct TopicDescribe: TripCommand {
    static let path = "topic describe"
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show where a topic's partitions live, and its settings.",
        discussion: """
            `tripctl isr` judges what this shows. A topic that does not exist is not created by asking.

            EXAMPLES:
              tripctl topic describe
              tripctl topic describe orders payments -o yaml
            """)

    @Argument(
        help: ArgumentHelp("Topics to describe.", valueName: "topic"), completion: CompletionSource.topics)
    var topics: [String] = [TopicSpec.clickLogs]

    @Flag(help: "Be content when a topic does not exist.")
    var allowMissing = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) { try Named.check(topics, "topic") }

    func report(in session: Session) throws(Failure) -> Report {
        let cluster = try session.cluster()
        let metadata = try cluster.metadata()
        let found = topics.unique.compactMap { metadata.topic($0) }
        // Asked first: the listeners are dialled meanwhile.
        let configs = found.isEmpty ? [:] : cluster.topicConfigs(of: found.map(\.name), named: [])
        let snapshot = ClusterSnapshot(metadata: metadata, reach: cluster.reach(of: metadata.brokers))
        let described = found.map { topic in
            Described(
                judgement: TopicJudgement(topic, in: snapshot, minISR: nil),
                configs: configs[topic.name] ?? .success([]), problem: topic.problem)
        }
        let findings =
            described.flatMap(\.findings) + doubts(of: found, in: snapshot)
            + metadata.absentTopics(of: topics, mayBeMissing: allowMissing)
        return Report(
            cluster: session.stamp(metadata),
            data: ["topics": .array(described.map { $0.judgement.json(configs: $0.configs.value ?? []) })],
            view: Array(described.map(\.blocks).joined(separator: [.blank])),
            samples: described.flatMap(\.judgement.samples),
            quiet: found.map(\.name),
            findings: findings)
    }
}

extension TopicDescribe {
    /// Metadata goes on naming a dead broker as leader and in sync: where such a broker does not answer, what is shown
    /// is not known to be so. How bad that is, `isr` judges.
    private func doubts(of topics: [TopicMetadata], in snapshot: ClusterSnapshot) -> [Finding] {
        let partitions = topics.flatMap(\.partitions)
        return snapshot.metadata.brokers.compactMap { broker in
            let held = partitions.count { $0.leader == broker.id || $0.inSync.contains(broker.id) }
            guard held > 0, let reach = snapshot.reach(of: broker.id), let reason = reach.reason else { return nil }
            let isSilent = if case .silent = reach { true } else { false }
            return Finding(
                isSilent ? .brokerSilent : .brokerRefuses, .unknown, .broker(broker.id),
                "broker \(broker.id) at \(broker.address) \(isSilent ? "does not answer" : "refuses connections"): "
                    + "\(reason); what is shown of its \(held.counted("partition")) may be out of date",
                hint: "`tripctl isr` judges it; Kafka notices within 18 seconds")
        }
    }
}

/// A topic with its settings, or why there are none.
private struct Described {
    var judgement: TopicJudgement
    var configs: Answer<[ConfigEntry]>
    var problem: String?

    var findings: [Finding] {
        let reasons = [problem, configs.failure.map { "its settings could not be read: \($0.reason)" }]
        return reasons.compactMap { $0 }.map {
            Finding(.topicUnreadable, .unknown, .topic(judgement.name), $0)
        }
    }

    var blocks: [Block] {
        let partitions = judgement.partitions
        let factor = partitions.map(\.partition.replicas.count).max() ?? 0
        let set = (configs.value ?? []).filter { !$0.isDefault }
        let settings =
            set.isEmpty ? "" : ", " + set.map { "\($0.name)=\($0.value ?? "(hidden)")" }.joined(separator: ", ")
        return [
            .line(
                Line(judgement.name, .strong).then(
                    ": \(partitions.count.counted("partition")), \(factor.counted("replica")) each\(settings)")),
            .table(
                Table(
                    PartitionJudgement.columns(withTopic: false), partitions.map { $0.row(withTopic: false) })),
        ]
    }
}
