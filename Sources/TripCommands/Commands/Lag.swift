internal import ArgumentParser
internal import TripCore

/// `tripctl lag`.
struct Lag: TripCommand {
    static let path = "lag"
    static let judges = true
    static let configuration = CommandConfiguration(
        abstract: "Show how far consumer groups are behind.",
        discussion: """
            With no GROUP, every group in a line each. Nothing joins a group and nothing is committed. \
            How far is too far only --warn and --crit say.

            EXAMPLES:
              tripctl lag tripclick-consumer
              tripctl lag tripclick-consumer --members --time
              tripctl lag tripclick-consumer --warn lag=1000,time=1m --crit time=5m
              tripctl lag tripclick-consumer --for 20s
              tripctl lag --all -o json
            """)

    @Argument(help: ArgumentHelp("Groups to look at.", valueName: "group"), completion: CompletionSource.groups)
    var groups: [String] = []

    @Flag(help: "Every group, with its partitions.")
    var all = false

    @Option(
        help: ArgumentHelp("Look at this topic only. Repeatable.", valueName: "topic"),
        completion: CompletionSource.topics)
    var topic: [String] = []

    @Flag(help: "Be content when a group or a topic does not exist.")
    var allowMissing = false

    @Flag(help: "Show which member reads what, from where.")
    var members = false

    @Flag(help: "Show the age of the oldest unprocessed record, by reading that one record.")
    var time = false

    @Option(
        help: ArgumentHelp(
            "Warn when a group's lag or the age of its oldest record reaches this.", valueName: "lag=n,time=t"))
    var warn: String?

    @Option(
        help: ArgumentHelp("Be critical when a group reaches this.", valueName: "lag=n,time=t"))
    var crit: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Look twice, this far apart, and give rates and the time to catch up.", valueName: "time"))
    var span: String?

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        _ = try LagThresholds(warn: warn, crit: crit)
        _ = try CommonOptions.positive(span, source: "--for")
        if all, !groups.isEmpty {
            throw Failure(
                .usage, doing: "look at all groups and at \(groups[0])", reason: "--all means every group",
                hint: "leave out --all, or the names")
        }
        try Named.check(groups, "group")
        try Named.check(topic, "topic")
    }

    func report(in session: Session) throws(Failure) -> Report {
        let thresholds = try LagThresholds(warn: warn, crit: crit)
        let reading = LagReading(
            cluster: try session.cluster(), topics: topic.isEmpty ? nil : Set(topic), allowsMissing: allowMissing,
            readsTimes: time || thresholds.asksAge, now: session.context.now, pause: session.context.pause,
            progress: session.progress)
        let first = try sample(reading, session)
        guard let span = try CommonOptions.positive(span, source: "--for") else {
            return report(first, rates: nil, thresholds, session)
        }
        let began = session.context.now()
        session.progress("taking a second look in \(TimeSpan.words(span))")
        session.context.pause(span)
        session.renew()
        let second = try sample(reading, session)
        let seconds = Double(session.context.now() - began) / 1_000
        let earlier = Dictionary(first.lags.map { ($0.group, $0) }, uniquingKeysWith: { $1 })
        var rates: [String: GroupRates] = [:]
        for lag in second.lags {
            if let before = earlier[lag.group] {
                rates[lag.group] = GroupRates(from: before, to: lag, seconds: seconds)
            }
        }
        return report(second, rates: rates, thresholds, session)
    }

    /// One look at the groups.
    private struct Sample {
        var metadata: ClusterMetadata
        var lags: [GroupLag]
        var findings: [Finding] = []
    }

    private func sample(_ reading: LagReading, _ session: Session) throws(Failure) -> Sample {
        if !groups.isEmpty {
            let (metadata, lags) = try reading.lags(ofNamed: groups.unique)
            return Sample(metadata: metadata, lags: lags, findings: absentTopics(metadata))
        }
        reading.cluster.expectCommits(ofOneGroup: false)
        let metadata = try reading.metadata()
        let listing = reading.cluster.listing(metadata)
        return Sample(
            metadata: metadata, lags: reading.lags(of: listing.queries, metadata),
            findings: listing.findings + absentTopics(metadata))
    }

    private func absentTopics(_ metadata: ClusterMetadata) -> [Finding] {
        metadata.absentTopics(of: topic, mayBeMissing: allowMissing)
    }

    private func report(
        _ sample: Sample, rates: [String: GroupRates]?, _ thresholds: LagThresholds, _ session: Session
    ) -> Report {
        let lags = sample.lags
        let findings = sample.findings + lags.flatMap { $0.findings(judgedBy: thresholds) }
        let drawing = LagDrawing(
            members: members, ages: time || thresholds.asksAge, rates: rates)
        let isList = groups.isEmpty && !all
        var report = Report(
            cluster: session.stamp(sample.metadata),
            data: ["groups": .array(lags.map { drawing.json($0) })],
            view: lags.isEmpty && findings.isEmpty
                ? [.line("no groups")]
                : isList ? drawing.list(lags) : Array(lags.map { drawing.blocks($0) }.joined(separator: [.blank])),
            samples: lags.flatMap { drawing.samples($0) },
            judgement: drawing.judgement(lags, beside: sample.findings, judgedBy: thresholds),
            findings: findings,
            complete: lags.allSatisfy(\.isAnswered))
        report.quiet = lags.map { lag in
            let total = lag.total.lag.map { String($0) } ?? "-"
            return groups.count == 1 ? [total] : [lag.group, total]
        }
        return report
    }
}
