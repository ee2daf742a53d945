internal import TripCore

/// What `topic create` has to say, by outcome.
enum TopicCreateReport {
    private enum Outcome: String { case created, exists, differs, wouldCreate }

    static func created(_ spec: TopicSpec, _ topic: TopicMetadata, _ survey: Survey, _ session: Session) -> Report {
        report(
            .created, spec, json(topic, configs: spec.configs), survey, session,
            "created topic \(spec.name): " + words(topic.partitions.map(\.replicas), spec))
    }

    static func planned(_ spec: TopicSpec, _ assignment: [[Int32]], _ survey: Survey, _ session: Session) -> Report {
        report(
            .wouldCreate, spec, .null, survey, session,
            "would create topic \(spec.name): " + words(assignment, spec))
    }

    /// Compares the topic that is there with what was asked.
    static func existing(
        _ spec: TopicSpec, _ topic: TopicMetadata, _ survey: Survey, _ session: Session
    ) throws(Failure) -> Report {
        let answer = survey.cluster.topicConfigs(of: [topic.name], named: [])[topic.name]
        guard let configs = answer?.value else {
            throw answer?.failure
                ?? Failure(.kafka, doing: "read the settings of topic \(topic.name)", reason: "no broker told them")
        }
        let comparison = TopicComparison(
            asked: spec, found: topic, configs: configs, brokers: survey.metadata.knownBrokers)
        let set = Dictionary(
            configs.filter { !$0.isDefault || spec.configs[$0.name] != nil }.map { ($0.name, $0.value ?? "") },
            uniquingKeysWith: { $1 })
        let found = json(topic, configs: set)
        guard !comparison.agrees else {
            return report(
                .exists, spec, found, survey, session,
                "topic \(spec.name) exists as asked: " + words(topic.partitions.map(\.replicas), spec))
        }
        var report = report(.differs, spec, found, survey, session, nil, comparison.differences)
        report.view = [
            .line(Line(spec.name, .strong).then(" exists, and is not as asked; nothing was changed")),
            .table(
                Table(
                    [Column("WHAT"), Column("ASKED", flexible: true), Column("FOUND", flexible: true)],
                    comparison.differences.map {
                        [Cell($0.what), Cell(shown($0.asked, $0)), Cell(shown($0.found, $0), .warning)]
                    })),
        ]
        return report
    }

    private static func report(
        _ outcome: Outcome, _ spec: TopicSpec, _ found: JSONValue, _ survey: Survey, _ session: Session,
        _ sentence: String?, _ differences: [TopicDifference] = []
    ) -> Report {
        Report(
            cluster: session.stamp(survey.metadata),
            data: [
                "topic": .string(spec.name), "outcome": .string(outcome.rawValue), "asked": json(spec), "found": found,
                "differences": .array(
                    differences.map {
                        ["what": .string($0.what), "asked": .string($0.asked), "found": .string($0.found)]
                    }),
            ],
            view: sentence.map { [.line(Line($0))] } ?? [],
            quiet: [spec.name],
            findings: differences.map {
                Finding(
                    .topicDiffers, .warning, .topic(spec.name),
                    "\($0.what): \(shown($0.found, $0)) instead of \(shown($0.asked, $0))", hint: $0.mend)
            })
    }

    /// A value as people read it: Kafka counts in milliseconds, they in days.
    private static func shown(_ value: String, _ difference: TopicDifference) -> String {
        guard difference.what == ConfigValue.retention, let length = Int64(value) else { return value }
        return "\(value) (\(keeping(length)))"
    }

    private static func keeping(_ milliseconds: Int64) -> String {
        milliseconds < 0 ? "forever" : TimeSpan.words(.milliseconds(milliseconds))
    }

    private static func words(_ assignment: [[Int32]], _ spec: TopicSpec) -> String {
        let shown = assignment.prefix(12).map { "(\($0.map { String($0) }.joined(separator: ",")))" }
        let rest = assignment.count > shown.count ? " and \(assignment.count - shown.count) more" : ""
        let keeps = spec.configs[ConfigValue.retention].flatMap { Int64($0) }
        let kept = keeps.map(keeping)
        return "\(assignment.count.counted("partition")), replicas \(shown.joined(separator: " "))\(rest)"
            + (kept.map { ", retention \($0)" } ?? "")
    }

    private static func json(_ spec: TopicSpec) -> JSONValue {
        [
            "partitions": .from(spec.partitions), "replicationFactor": .from(spec.replicationFactor),
            "configs": json(spec.configs),
        ]
    }

    private static func json(_ topic: TopicMetadata, configs: [String: String]) -> JSONValue {
        [
            "partitions": .from(topic.partitions.count), "replicationFactor": .from(topic.replicationFactor),
            "replicas": .array(topic.partitions.map { .list($0.replicas) }), "configs": json(configs),
        ]
    }

    private static func json(_ configs: [String: String]) -> JSONValue {
        .object(configs.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }
}
