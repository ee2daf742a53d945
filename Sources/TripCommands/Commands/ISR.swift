internal import ArgumentParser
internal import TripCore

/// `tripctl isr`.
struct ISR: TripCommand {
    static let path = "isr"
    static let judges = true
    static let configuration = CommandConfiguration(
        commandName: "isr",
        abstract: "Check leaders and in-sync replicas, partition by partition.",
        discussion: """
            Judged by the rules of `tripctl health`; the exit status is the verdict. Problems of Kafka's own topics \
            always count, their rows are shown with --internal.

            EXAMPLES:
              tripctl isr
              tripctl isr tripclick-logs --watch
              tripctl isr --problems --internal
            """)

    @Argument(
        help: ArgumentHelp("Topics to check; all when none is named.", valueName: "topic"),
        completion: CompletionSource.topics)
    var topics: [String] = []

    @Flag(help: "Show only partitions that are not well.")
    var problems = false

    @Flag(help: "Show Kafka's own topics too.")
    var `internal` = false

    @Flag(help: "Be content when a topic does not exist.")
    var allowMissing = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) { try Named.check(topics, "topic") }

    func report(in session: Session) throws(Failure) -> Report {
        let survey = try session.survey()
        let metadata = survey.metadata
        let chosen = topics.isEmpty ? metadata.topics : metadata.topics.filter { topics.contains($0.name) }
        // The minimum matters only where the ISR is short, and asking for it costs a round trip.
        let short = chosen.filter { topic in topic.partitions.contains { $0.inSync.count < $0.replicas.count } }
        let minISR = survey.minISR(of: short.map(\.name))
        let judgements = chosen.map { topic in
            TopicJudgement(
                topic, in: survey.snapshot, minISR: minISR[topic.name].flatMap { $0 }, expectedReplicas: 1)
        }
        let absent = metadata.absentTopics(of: topics, mayBeMissing: allowMissing)
        let findings = judgements.flatMap(\.findings) + absent
        return Report(
            cluster: session.stamp(metadata),
            data: ["topics": .array(judgements.filter(isShown).map { $0.json() })],
            view: view(judgements, findings),
            samples: judgements.flatMap(\.samples),
            quiet: judgements.flatMap(\.partitions).filter { $0.verdict != .ok }.map {
                "\($0.at.topic):\($0.at.partition)"
            },
            judgement: judgement(judgements, absent: absent),
            findings: findings)
    }

    private func isShown(_ topic: TopicJudgement) -> Bool {
        `internal` || topics.contains(topic.name) || !TopicMetadata.isInternal(topic.name)
    }

    private func judgement(_ topics: [TopicJudgement], absent: [Finding]) -> Judgement {
        let partitions = topics.flatMap(\.partitions)
        var checks = topics.map { topic in
            JudgedCheck("topic \(topic.name)", findings: topic.findings, well: summary([topic]))
        }
        checks += absent.map { JudgedCheck($0.subject.words, findings: [$0], well: $0.text) }
        // A result without a single check reads as one that has gone wrong.
        if checks.isEmpty { checks = [JudgedCheck("topics", findings: [], well: summary([]))] }
        return Judgement(
            checks: checks,
            performance: [
                Performance("partitions", Double(partitions.count)),
                Performance("offline", Double(partitions.count(where: \.isOffline))),
                Performance("under-replicated", Double(partitions.count(where: \.isUnderReplicated))),
            ],
            summary: (topics.flatMap(\.findings) + absent).conclusion(beside: summary(topics)))
    }

    private func summary(_ judgements: [TopicJudgement]) -> String {
        let all = judgements.flatMap(\.partitions)
        let sick = all.count { $0.verdict != .ok }
        let unread = judgements.count { $0.partitions.isEmpty && !$0.findings.isEmpty }
        let rest = unread == 0 ? "" : "; \(unread.counted("topic")) could not be read"
        return all.isEmpty
            ? "no partitions to check\(rest)"
            : sick == 0
                ? "\(all.count.counted("partition")), each with a leader that answers and every replica in sync\(rest)"
                : "\(sick.grouped) of \(all.count.counted("partition")) not well\(rest)"
    }

    private func view(_ judgements: [TopicJudgement], _ findings: [Finding]) -> [Block] {
        let shown = judgements.filter(isShown).flatMap(\.partitions).filter { !problems || $0.verdict != .ok }
        let rows =
            shown.isEmpty
            ? []
            : [Block.table(Table(PartitionJudgement.columns(withTopic: true), shown.map { $0.row(withTopic: true) }))]
        return rows + [.verdict(Verdict(of: findings), findings.conclusion(beside: summary(judgements)))]
    }
}
