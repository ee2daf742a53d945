internal import ArgumentParser
internal import TripCore

/// `tripctl wait`.
struct Wait: TripCommand {
    static let path = "wait"
    static let judges = true
    static let defaultTimeout = Duration.seconds(60)
    static let configuration = CommandConfiguration(
        abstract: "Wait until conditions hold, for scripts.",
        discussion: """
            Looks about every 300 ms and returns when all conditions hold at once. What is still missing goes to \
            standard error; -q keeps it quiet. A cluster that cannot be reached yet is waited for; a login that is \
            refused ends the wait. When the time is over, the status is 3.

            CONDITIONS:
              brokers=3, 'brokers>=2'  so many brokers answer
              isr=full                 every replica of every partition is in sync
              topic=NAME               it exists, and each partition is led
              'lag(GROUP)<100'         records that the group has not processed; or <=
              'age(GROUP)<30s'         age of the oldest of them
              health=OK, health=WARN   the verdict of `tripctl health` is no worse
              controller               there is one, and it answers

            EXAMPLES:
              tripctl wait
              tripctl wait --for brokers=3 --for isr=full --timeout 2m
              tripctl wait --for topic=tripclick-logs --for 'lag(tripclick-consumer)<100'
              tripctl wait --for 'brokers>=2' --stable 3s -q || exit 1
            """)

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("What has to hold. Repeatable. (default: health=OK)", valueName: "condition"),
        completion: .list(["brokers=3", "isr=full", "topic=", "lag(", "age(", "health=OK", "health=WARN", "controller"])
    )
    var conditions: [String] = []

    @Option(help: ArgumentHelp("How long all of it has to go on holding.", valueName: "time"))
    var stable: String?

    @Option(help: ArgumentHelp("How many brokers health expects.", valueName: "count"))
    var expectBrokers = 3

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        _ = try demands()
        try ExpectedBrokers.check(expectBrokers)
        if common.watch != nil {
            throw Failure(.usage, doing: "watch wait", reason: "a wait ends when its conditions hold")
        }
        let timeout = try common.timeout(default: Self.defaultTimeout)
        if let stable, try stability() >= timeout {
            throw Failure(
                .usage, doing: "wait for --stable \(stable)",
                reason: "the whole wait may take \(TimeSpan.words(timeout))",
                hint: "give a --timeout that is longer than --stable")
        }
    }

    func report(in session: Session) throws(Failure) -> Report {
        let wait = ClusterWait(
            session: session, conditions: try demands(), stable: try stability(), expected: expectBrokers)
        let outcome = try wait.run()
        var cluster = session.stamp()
        cluster.id = outcome.clusterID
        return Report(outcome, within: session.deadline.timeout, stable: wait.stable, in: cluster)
    }

    /// Each condition once, where it first stands.
    private func demands() throws(Failure) -> [WaitCondition] {
        if conditions.isEmpty { return [.standard] }
        var all: [WaitCondition] = []
        for text in conditions {
            let condition = try WaitCondition.parse(text)
            if !all.contains(where: { $0.demand == condition.demand }) { all.append(condition) }
        }
        return all
    }

    private func stability() throws(Failure) -> Duration {
        try CommonOptions.positive(stable, source: "--stable") ?? .zero
    }
}
