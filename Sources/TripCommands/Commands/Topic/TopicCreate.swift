internal import ArgumentParser
internal import TripCore

/// `tripctl topic create`.
struct TopicCreate: TripCommand {
    static let path = "topic create"
    static let defaultTimeout = Duration.seconds(30)
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a topic with evenly spread replicas, or check the one that is there.",
        discussion: """
            Waits for all the brokers it needs, chooses the replicas itself, (1,2) (2,3) (3,1), and waits until every \
            partition has its leader. A topic that exists is compared with what was asked: the same is well, status \
            0; a difference is shown, status 1, and nothing is changed.

            EXAMPLES:
              tripctl topic create
              tripctl topic create orders --partitions 6 --retention 1d
              tripctl topic create audit --config cleanup.policy=compact --dry-run
            """)

    @Argument(help: ArgumentHelp("The topic.", valueName: "topic"))
    var name: String = TopicSpec.clickLogs

    @Option(help: ArgumentHelp("How many partitions.", valueName: "count"))
    var partitions: Int32 = TopicSpec.defaultPartitions

    @Option(help: ArgumentHelp("How many replicas each has.", valueName: "count"))
    var replicationFactor: Int = TopicSpec.defaultReplicationFactor

    @Option(help: ArgumentHelp("How long records are kept: 12h, 7d, or forever.", valueName: "time"))
    var retention: String = "7d"

    @Option(help: ArgumentHelp("A setting of the topic. Repeatable.", valueName: "name=value"))
    var config: [String] = []

    @Option(help: ArgumentHelp("How many brokers have to be there.", valueName: "count"))
    var expectBrokers = 3

    @Flag(help: "Say what would be created, and create nothing.")
    var dryRun = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        _ = try spec()
        try ExpectedBrokers.check(expectBrokers)
        if common.watch != nil {
            throw Failure(.usage, doing: "watch topic create", reason: "a topic is created once")
        }
    }

    /// What is asked for.
    private func spec() throws(Failure) -> TopicSpec {
        let doing = "create topic \(name.shellWord)"
        try TopicName.check(name, doing: doing)
        guard (1...10_000).contains(partitions) else {
            throw Failure(.usage, doing: doing, reason: "--partitions \(partitions) is not between 1 and 10000")
        }
        guard (1...100).contains(replicationFactor) else {
            throw Failure(
                .usage, doing: doing, reason: "--replication-factor \(replicationFactor) is not between 1 and 100")
        }
        var configs = [ConfigValue.retention: try retentionMilliseconds()]
        for text in config {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw Failure(
                    .usage, doing: "read --config '\(text)'", reason: "it is no name=value",
                    hint: "such as --config cleanup.policy=compact")
            }
            configs[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        let spec = TopicSpec(
            name: name, partitions: partitions, replicationFactor: replicationFactor, configs: configs)
        try spec.checkMinISR()
        return spec
    }

    private func retentionMilliseconds() throws(Failure) -> String {
        if retention == "forever" || retention == "-1" { return "-1" }
        return String(try TimeSpan.parse(retention, source: "--retention").milliseconds)
    }

    func report(in session: Session) throws(Failure) -> Report {
        let spec = try spec()
        let creation = TopicCreation(spec: spec, expected: expectBrokers, session: session)
        var survey = try session.survey()
        if let found = survey.metadata.topic(name), !found.partitions.isEmpty {
            return try TopicCreateReport.existing(spec, found, survey, session)
        }
        try creation.checkCollision(in: survey.metadata)
        survey = try creation.waitForBrokers(survey)
        let assignment = try spec.assignment(over: survey.metadata.brokers.map(\.id))
        if dryRun { return TopicCreateReport.planned(spec, assignment, survey, session) }
        switch try creation.create(assignment, on: survey) {
        case .created(let topic): return TopicCreateReport.created(spec, topic, survey, session)
        case .wasThere(let topic): return try TopicCreateReport.existing(spec, topic, survey, session)
        }
    }
}
