internal import TripCore

/// One run of `up`: looks, decides, changes, waits.
struct UpWork {
    let session: Session
    let given: GivenSettings
    /// Whether images are pulled though they are there.
    let pulls: Bool
    /// The topic to make and to check; `nil` for none.
    let topic: TopicSpec?

    /// How often a cluster that has come down again while it was waited for is brought up anew.
    private static let rounds = 3

    func run() throws(Failure) -> Report {
        let work = try LayerWork(session, for: "up")
        defer { work.board.end() }
        if let refusal = work.refusal { return LayerReport.refused(refusal) }
        let (board, watch) = (work.board, work.watch)
        var report = UpReport(session: session)
        for round in 1...Self.rounds {
            let intent = try Intent(given, try watch.deployment(), session)
            report.intent = intent
            let preflight = try UpFacts(
                engine: work.engine, compose: work.compose, host: session.context.machine.host, session: session
            )
            .preflight(intent)
            guard preflight.refusals.isEmpty else { return LayerReport.refused(preflight.refusals) }
            if round == 1 {
                report.notices = preflight.notices
                for notice in report.notices { board.say(notice.sentence) }
            }
            if let compose = work.compose, !intent.plan.isEmpty || pulls {
                let change = LayerChange(
                    compose: compose, state: work.state, watch: watch, session: session, board: board, intent: intent)
                report.changes += intent.plan.changes
                do throws(Failure) {
                    if pulls || round == 1 { try change.pull(engine: work.engine, anyway: pulls && round == 1) }
                    try change.run()
                } catch {
                    return LayerReport.failed(error, report.changes, work)
                }
            }
            let wait = ReadinessWait(
                watch: watch, session: session, board: board, topic: topic, hasUI: intent.settings.hasUI)
            switch try wait.run(isLastRound: round == Self.rounds) {
            case .ready(let topic, let beside): return report.ready(topic, beside: beside)
            case .differs(let differences): return report.differs(differences)
            case .doomed(let findings): return report.doomed(findings)
            case .cameDown: continue
            }
        }
        return report.doomed([])
    }
}

/// What `up` wants the cluster to be, and the way there.
struct Intent {
    /// What the cluster is to be.
    let settings: DeploymentSettings
    /// Who named the host: `--host`, `KAFKA_HOST`, `the cluster that is there`, `default`.
    let hostSource: String
    /// The file that says so.
    let file: ComposeFile
    /// The cluster as it is.
    let deployment: Deployment
    /// What has to be done.
    let plan: UpPlan

    init(_ given: GivenSettings, _ deployment: Deployment, _ session: Session) throws(Failure) {
        self.deployment = deployment
        let isOwn = deployment.project == MessagingLayer.project
        (settings, hostSource) = try given.settings(
            hostVariable: session.context.environment("KAFKA_HOST"),
            inPlace: SettingsInPlace(isOwn ? deployment : .none))
        file = MessagingLayer.composeFile(for: settings)
        plan = UpPlan(from: isOwn ? deployment : .none, to: file)
    }
}
