internal import ArgumentParser
internal import TripCore

/// `tripctl restart`.
struct Restart: TripCommand {
    static let path = "restart"
    static let defaultTimeout = Duration.seconds(600)
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Restart services, with --rolling the brokers one at a time.",
        discussion: """
            Without names all services are restarted: the brokers stop first, ZooKeeper last, and they start the other \
            way round. With --rolling one broker after the other is restarted, each only while every replica is in \
            sync: clients with acks=all go on. It refuses to begin while one is not.

            EXAMPLES:
              tripctl restart kafka-2
              tripctl restart --rolling
            """)

    @Argument(help: ArgumentHelp("Services: zookeeper, kafka-1, kafka-2, kafka-3, kafka-ui.", valueName: "service"))
    var services: [String] = []

    @Flag(help: "One broker at a time, each only while every replica is in sync.")
    var rolling = false

    @Flag(help: "Say what would be restarted, and restart nothing.")
    var dryRun = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        try LayerService.check(services, doing: "restart")
        try common.refuseWatch("restart")
        let others = services.filter { name in !MessagingLayer.brokers.contains { $0.name == name } }
        guard rolling, let other = others.first else { return }
        throw Failure(
            .usage, doing: "restart \(other) --rolling", reason: "only brokers take turns",
            hint: "`tripctl restart \(other)` restarts it")
    }

    func report(in session: Session) throws(Failure) -> Report {
        let work = try LayerWork(session, for: "restart", isDry: dryRun)
        if let refusal = work.refusal { return LayerReport.refused(refusal) }
        let deployment = try work.watch.deployment()
        if let foreign = ForeignProject(deployment) { return LayerReport.refused([foreign.untouched]) }
        let names = try chosen(deployment)
        guard !names.isEmpty else {
            return LayerReport.refused([
                Finding(
                    .noCluster, .warning, .cluster, "there is no cluster to restart", hint: "`tripctl up` starts one")
            ])
        }
        defer { work.board.end() }
        let roll = RollingChange(watch: work.watch, session: session, board: work.board)
        if rolling, let lacking = try roll.lacking() {
            return LayerReport.refused([
                Finding(
                    .replicasShort, .warning, .cluster, "\(lacking): stopping a broker now could stop a partition",
                    hint:
                        "`tripctl status` and `tripctl isr --problems` show more; `tripctl up` mends what it can"
                )
            ])
        }
        let changes = names.map { UpPlan.Change($0, .restarted, rolling ? "in its turn" : "as asked") }
        if dryRun { return LayerReport.planned(changes) }
        let file = try work.everything(deployment)
        try work.state.writeComposeFile(file.text)
        let run = ComposeRun(
            compose: try work.composeOrThrow(), context: session.context, file: work.state.composeFile,
            deadline: session.deadline)
        let change = { (arguments: [String], services: [String]) throws(Failure) in
            let verb = arguments.first ?? ""
            let doing = "\(verb == "up" ? "start" : verb) \(services.inWords())"
            work.board.say(doing)
            try run.run(arguments + services, doing: doing) {
                work.board.show(work.watch)
            }
        }
        do throws(Failure) {
            if rolling {
                try roll.run(names) { service throws(Failure) in try change(["restart"], [service]) }
            } else {
                try restart(names, change)
            }
        } catch {
            return LayerReport.failed(error, changes, work)
        }
        let wait = ReadinessWait(
            watch: work.watch, session: session, board: work.board, topic: nil,
            hasUI: deployment.containers[MessagingLayer.ui] != nil)
        if case .doomed(let findings) = try wait.run(isLastRound: true) {
            return Report(
                data: LayerReport.data(.failed, changes),
                view: [.verdict(Verdict(of: findings), "the cluster does not work after the restart")],
                findings: findings)
        }
        work.board.end()
        let took = ProgressBoard.seconds(session.context.elapsed())
        return Report(
            data: LayerReport.data(.changed, changes),
            view: [.line(Line("restarted \(names.inWords())", .strong).then(": the cluster works, after \(took)"))])
    }

    /// The services to restart, as far as they are there.
    private func chosen(_ deployment: Deployment) throws(Failure) -> [String] {
        if deployment.containers.isEmpty { return [] }
        let all = MessagingLayer.serviceNames.filter { deployment.containers[$0] != nil }
        if services.isEmpty {
            return rolling ? all.filter { name in MessagingLayer.brokers.contains { $0.name == name } } : all
        }
        if let absent = services.first(where: { !all.contains($0) }) {
            throw Failure(
                .notFound, doing: "restart \(absent)", reason: "it is not part of the cluster that runs",
                hint: "`tripctl up` starts it")
        }
        return services.unique
    }

    /// ZooKeeper stopped under brokers leaves them in a shutdown that does not end: they stop before it.
    private func restart(
        _ names: [String], _ change: ([String], [String]) throws(Failure) -> Void
    ) throws(Failure) {
        let others = names.filter { $0 != MessagingLayer.zooKeeper }
        guard names.contains(MessagingLayer.zooKeeper), !others.isEmpty else { return try change(["restart"], names) }
        try change(["stop"], Array(others.reversed()))
        try change(["restart"], [MessagingLayer.zooKeeper])
        try change(["up", "-d", "--no-deps", "--no-recreate"], others)
    }
}

/// Services named on the command line.
enum LayerService {
    /// Whether there are services of these names.
    ///
    /// - Throws: `usage`, with near names.
    static func check(_ names: [String], doing: String) throws(Failure) {
        for name in names where !MessagingLayer.serviceNames.contains(name) {
            let near = NearNames.of(name, in: MessagingLayer.serviceNames)
            throw Failure(
                .usage, doing: "\(doing) \(name.shellWord)", reason: "there is no such service",
                hint: near.first.map { "did you mean \($0)?" }
                    ?? "the services are \(MessagingLayer.serviceNames.inWords())")
        }
    }
}
