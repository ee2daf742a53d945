internal import ArgumentParser
internal import TripCore

/// `tripctl demo`.
struct Demo: HostingCommand {
    static let path = "demo"
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Run a simulated cluster to try tripctl on: no Kafka, no Docker, no Java.",
        discussion: """
            Three simulated brokers listen on 127.0.0.1 and speak Kafka's protocol to any client. Click records, made \
            up, come to tripclick-logs, and tripclick-consumer reads them. It is a simulation: no Kafka runs, and \
            nothing is kept. It runs until Ctrl-C, or for --timeout.

            With COMMAND, it runs that tripctl command on it instead, and ends with its exit status. Common options \
            before -- count for it too.

            EXAMPLES:
              tripctl demo
              tripctl demo --scenario broker-down --port 9092
              tripctl demo -- lag tripclick-consumer --members
              tripctl demo --scenario leaderless -- health; echo "status $?"
            """)

    @Option(help: ArgumentHelp("What goes on in it.", valueName: "scenario"))
    var scenario: DemoScenario = .healthy

    @Option(
        help: ArgumentHelp(
            "The first of three ports in a row. (default: the system chooses)", valueName: "port"))
    var port: Int?

    @Argument(help: ArgumentHelp("A tripctl command to run on it, after --.", valueName: "command"))
    var words: [String] = []

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    var runsAnother: Bool { !words.isEmpty }

    /// Commands that are about containers, of which a demo has none.
    private static let elsewhere: Set = ["up", "down", "restart", "status", "logs", path]

    /// The highest port of the first of three brokers.
    private static let highestPort = 65_533

    func check() throws(Failure) {
        if let port, !(1...Self.highestPort).contains(port) {
            throw Failure(
                .usage, doing: "use --port \(port)",
                reason: "three ports in a row begin at 1 or higher, and at \(Self.highestPort) or lower")
        }
        if let first = words.first, Self.elsewhere.contains(first) {
            throw Failure(
                .usage, doing: "run \(first) on a demo",
                reason: first == Self.path ? "it is one" : "it is about containers, and a demo has none",
                hint: "run a command that asks Kafka, such as: tripctl demo -- brokers")
        }
    }

    func host(in session: Session) throws(Failure) -> Int32 {
        let context = session.context
        let demo: any DemoPort
        do throws(Failure) {
            demo = try context.demo(scenario, port)
        } catch {
            var report = Report(error, cluster: nil)
            report.command = Self.path
            try Invocation.show(report, common, in: context, compact: true)
            return report.verdict.exitStatus
        }
        defer { demo.stop() }
        let bootstrap = demo.bootstrap.map(\.description).joined(separator: ",")
        if !words.isEmpty { return Invocation.run(words, in: context.pointed(at: bootstrap), over: common) }
        try Invocation.show(report(of: demo, bootstrap), common, in: context, compact: true)
        let end = common.timeout == nil ? nil : session.deadline
        while end.map({ !$0.hasPassed }) ?? true {
            context.pause(min(.seconds(1), end?.remaining ?? .seconds(1)))
        }
        return 0
    }

    private func report(of demo: any DemoPort, _ bootstrap: String) -> Report {
        let scenario = scenario
        var report = Report(
            cluster: ClusterStamp(bootstrap: demo.bootstrap.map(\.description)),
            data: [
                "simulated": .bool(true), "scenario": .string(scenario.rawValue), "text": .string(scenario.sentence),
                "bootstrap": .string(bootstrap), "commands": .list(scenario.commands),
            ],
            view: [
                .line("This is a simulation: three made-up brokers in this process. No Kafka runs, nothing is kept."),
                .blank,
                .fields([
                    ("scenario", Cell("\(scenario.rawValue): \(scenario.sentence)")), ("bootstrap", Cell(bootstrap)),
                ]),
                .blank,
                .line("To try in another terminal:"),
                .lines(
                    (["export TRIPCTL_BOOTSTRAP=\(bootstrap)"] + scenario.commands).map { Line("  \($0)", .strong) }),
                .blank,
                .line("Ctrl-C ends it."),
            ],
            quiet: [bootstrap])
        report.command = Self.path
        return report
    }
}

extension Context {
    /// The same outside, in which the cluster is elsewhere unless the command line says otherwise.
    fileprivate func pointed(at bootstrap: String) -> Context {
        var context = self
        context.environment = { [environment] name in
            switch name {
            case "TRIPCTL_BOOTSTRAP": bootstrap
            case "KAFKA_HOST": nil
            default: environment(name)
            }
        }
        return context
    }
}
