internal import ArgumentParser
internal import TripCore

/// `tripctl health`.
struct HealthCommand: TripCommand {
    static let path = "health"
    static let judges = true
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Give one verdict on the cluster, by exit status.",
        discussion: """
            For CI and monitors: 0 OK, 1 WARN, 2 CRIT, 3 UNKNOWN. Brokers are dialled first and metadata is believed \
            second, because it calls a dead broker healthy for 18 seconds.

            EXAMPLES:
              tripctl health
              tripctl health --topic tripclick-logs --group tripclick-consumer
              tripctl health --group tripclick-consumer --crit lag=10000,time=5m
              tripctl health -q || echo "status $?"
              tripctl health -o github           annotations and a summary of the job
            """)

    @Option(help: ArgumentHelp("How many brokers there should be.", valueName: "count"))
    var expectBrokers = 3

    @Option(
        help: ArgumentHelp("A topic that has to be there; only such are judged. Repeatable.", valueName: "topic"),
        completion: CompletionSource.topics)
    var topic: [String] = []

    @Option(
        help: ArgumentHelp("A group that has to keep up. Repeatable.", valueName: "group"),
        completion: CompletionSource.groups)
    var group: [String] = []

    @Option(
        help: ArgumentHelp(
            "Warn when a group's lag or the age of its oldest record reaches this.", valueName: "lag=n,time=t"))
    var warn: String?

    @Option(help: ArgumentHelp("Be critical when a group reaches this.", valueName: "lag=n,time=t"))
    var crit: String?

    @Option(
        help: ArgumentHelp(
            "The age at which the oldest record of a group that has a live member is too old.", valueName: "time"))
    var stalled: String = "5m"

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        try ExpectedBrokers.check(expectBrokers)
        try Named.check(topic, "topic")
        try Named.check(group, "group")
        _ = try LagThresholds(warn: warn, crit: crit)
        _ = try CommonOptions.positive(stalled, source: "--stalled")
    }

    func report(in session: Session) throws(Failure) -> Report {
        let survey = try session.survey(settings: true)
        let judged = topic.isEmpty ? survey.metadata.topics : topic.compactMap { survey.metadata.topic($0) }
        let lags = try lags(in: session)
        let thresholds = try LagThresholds(warn: warn, crit: crit)
        let health = Health(
            survey.snapshot, minISR: survey.minISR(of: judged.map(\.name)), controlPlane: survey.plane,
            expected: expectBrokers, topics: topic.isEmpty ? nil : Set(topic), groups: lags,
            stalled: try CommonOptions.positive(stalled, source: "--stalled") ?? .zero,
            thresholds: thresholds)
        return Report(
            health, numbers: lags.flatMap { Performance.all(of: $0, judgedBy: thresholds) },
            in: session.stamp(survey.metadata))
    }

    private func lags(in session: Session) throws(Failure) -> [GroupLag] {
        if group.isEmpty { return [] }
        let reading = LagReading(
            cluster: try session.cluster(), topics: topic.isEmpty ? nil : Set(topic), readsTimes: true,
            now: session.context.now, pause: session.context.pause, progress: session.progress)
        return try reading.lags(ofNamed: group.unique).lags
    }
}

extension LagThresholds {
    /// The thresholds of `--warn` and `--crit`.
    ///
    /// - Throws: `usage`, naming the option.
    init(warn: String?, crit: String?) throws(Failure) {
        self.init()
        if let warn { warning = try LagThreshold.parse(warn, source: "--warn") }
        if let crit { critical = try LagThreshold.parse(crit, source: "--crit") }
    }
}

extension [String] {
    /// Each name once, where it first stands.
    var unique: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}

extension Judgement {
    fileprivate init(_ health: Health, numbers: [Performance]) {
        self.init(
            checks: health.checks.map {
                JudgedCheck($0.name, verdict: $0.verdict, text: $0.text, findings: $0.findings)
            },
            performance: health.performance + numbers, summary: health.conclusion)
    }
}

extension Health {
    /// What it comes to, in a sentence.
    fileprivate var conclusion: String { findings.conclusion(beside: faultBudget.text) }

    /// What was counted.
    var performance: [Performance] {
        let partitions = topics.flatMap(\.partitions)
        return [
            Performance("brokers", Double(brokers.up)), Performance("partitions", Double(partitions.count)),
            Performance("offline", Double(partitions.count(where: \.isOffline))),
            Performance("under-replicated", Double(partitions.count(where: \.isUnderReplicated))),
        ]
    }
}

extension Report {
    fileprivate init(_ health: Health, numbers: [Performance], in cluster: ClusterStamp) {
        let budget = health.faultBudget
        self.init(
            cluster: cluster,
            data: [
                "checks": .array(
                    health.checks.map {
                        ["name": .string($0.name), "verdict": .string($0.verdict.rawValue), "text": .string($0.text)]
                    }),
                "faultBudget": [
                    "brokersMayFail": .from(budget.brokersMayFail), "mustNotStop": .list(budget.mustNotStop),
                ],
            ],
            view: [
                .table(
                    Table(
                        [Column("CHECK", flexible: true), Column("VERDICT"), Column("", flexible: true, minimum: 24)],
                        health.checks.map { check in
                            [Cell(check.name), Cell(check.verdict.rawValue, Style(check.verdict)), Cell(check.text)]
                        })),
                .verdict(health.verdict, health.conclusion),
            ],
            samples: health.brokers.rows.map { Sample(.brokerUp, .broker($0.id), $0.isReachable) }
                + health.topics.flatMap(\.samples),
            quiet: [health.verdict.rawValue],
            judgement: Judgement(health, numbers: numbers),
            findings: health.findings)
    }
}
