internal import ArgumentParser
internal import TripCore

/// `tripctl logs`.
struct Logs: StreamingCommand {
    static let path = "logs"
    static let configuration = CommandConfiguration(
        abstract: "Show what the containers wrote, merged by time.",
        discussion: """
            Without SERVICE, of all services. What brokers write of their controller at level TRACE is left out, unless \
            asked for. With --follow it goes on through restarts, until Ctrl-C.

            EXAMPLES:
              tripctl logs
              tripctl logs -f kafka-1 kafka-2
              tripctl logs --since 10m --tail all zookeeper
              tripctl logs -o json | jq -r 'select(.service == "kafka-1") | .text'
            """)
    static let isAboutCluster = false
    /// Logs may be large.
    static let defaultTimeout = Duration.seconds(30)

    @Flag(name: .shortAndLong, help: "Go on with what is written from now on.")
    var follow = false

    @Option(help: ArgumentHelp("Only what is not older than this: 30s, 10m, 2h.", valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "How many lines of each service, from the end; all for all. (default: 200; all with --since)",
            valueName: "count"))
    var tail: String?

    @Flag(help: "Show lines of level TRACE and DEBUG too.")
    var trace = false

    @Argument(help: ArgumentHelp("Services: zookeeper, kafka-1, kafka-2, kafka-3, kafka-ui.", valueName: "service"))
    var services: [String] = []

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        _ = try CommonOptions.positive(since, source: "--since")
        _ = try lines()
        try Named.check(services, "service")
    }

    func stream(in session: Session) throws(Failure) -> Report {
        let lookout = try session.lookout()
        let deployment: Deployment
        do throws(Failure) {
            deployment = try lookout.deployment()
        } catch {
            guard let finding = session.trouble(of: lookout.engine) else { throw error }
            throw Failure(.unreachable, doing: "read the logs", reason: finding.text, hint: finding.hint)
        }
        let sources = try LogSource.choose(services.unique, in: deployment)
        let since = try CommonOptions.positive(since, source: "--since").map { length in
            (session.context.now() - length.milliseconds) * 1_000_000
        }
        let drawing = common.renderOptions(in: session.context, compact: true)
        let reading = LogReading(
            context: session.context, engine: lookout.engine,
            deadline: follow && common.timeout == nil ? nil : session.deadline, since: since, tail: try lines(),
            showsTrace: trace,
            drawing: LogDrawing(
                services: sources.map(\.service), format: common.output, color: drawing.color,
                quiet: common.quiet))
        if follow { try reading.follow(sources) } else { try reading.show(sources) }
        if common.output == .prometheus {
            try session.context.write(Renderer.text(Report(), as: .prometheus, options: drawing))
        }
        return Report()
    }

    /// How many lines of each service; `nil` for all.
    private func lines() throws(Failure) -> Int? {
        guard let tail else { return since == nil ? 200 : nil }
        if tail == "all" { return nil }
        guard let count = Int(tail), count >= 0 else {
            throw Failure(
                .usage, doing: "read --tail '\(tail)'", reason: "it is no number of lines",
                hint: "give a number such as 200, or all")
        }
        return count
    }
}
