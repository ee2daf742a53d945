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
            let preflight = try preflight(intent, work)
            let refusals = refusals(of: preflight)
            guard refusals.isEmpty else { return LayerReport.refused(refusals) }
            if round == 1 {
                report.notices = preflight.notices
                for notice in report.notices { board.say(notice.sentence) }
            }
            let pulls = pulls && round == 1
            if let compose = work.compose, !intent.plan.isEmpty || pulls {
                var change = LayerChange(
                    compose: compose, state: work.state, watch: watch, session: session, board: board, intent: intent)
                do throws(Failure) {
                    if pulls || round == 1 { try change.pull(engine: work.engine, anyway: pulls) }
                    if pulls { change.intent = try intent.afterPull(engine: work.engine) }
                    report.changes += change.intent.plan.changes
                    try change.run()
                } catch {
                    return LayerReport.failed(error, report.changes, work)
                }
            }
            let wait = ReadinessWait(
                watch: watch, session: session, board: board, topic: topic, hasUI: intent.settings.hasUI)
            switch try wait.run(isLastRound: round == Self.rounds) {
            case .ready(let topic, let beside, let cluster): return report.ready(topic, beside: beside, in: cluster)
            case .differs(let differences): return report.differs(differences)
            case .refused(let finding): return report.refused(finding)
            case .doomed(let findings): return report.doomed(findings)
            case .cameDown: continue
            }
        }
        return report.doomed([])
    }

    /// Looks and decides, and changes nothing.
    func dryRun() throws(Failure) -> Report {
        let work = try LayerWork(session, for: "up", isDry: true)
        if let refusal = work.refusal { return LayerReport.refused(refusal) }
        let intent = try Intent(given, try work.watch.deployment(), session)
        let preflight = try preflight(intent, work)
        let refusals = refusals(of: preflight)
        guard refusals.isEmpty else { return LayerReport.refused(refusals) }
        let images = intent.plan.isEmpty && !pulls ? [] : try intent.imagesToPull(from: work.engine, anyway: pulls)
        if intent.plan.isEmpty, images.isEmpty {
            return LayerReport.unchanged("nothing to do: the containers are as asked", settings: intent.settings)
        }
        return LayerReport.planned(
            intent.plan.changes, images: images, notices: preflight.notices, settings: intent.settings)
    }

    private func preflight(_ intent: Intent, _ work: LayerWork) throws(Failure) -> Preflight {
        try UpFacts(
            engine: work.engine, compose: work.compose, host: session.context.machine.host, session: session
        )
        .preflight(intent)
    }

    /// Images are pulled through compose, too.
    private func refusals(of preflight: Preflight) -> [Finding] {
        let refusals = preflight.refusals
        return refusals.isEmpty && pulls && preflight.compose == nil ? [.composeMissing] : refusals
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
    /// The same; none where it is not tripctl's.
    private let own: Deployment
    /// What has to be done.
    private(set) var plan: UpPlan

    init(_ given: GivenSettings, _ deployment: Deployment, _ session: Session) throws(Failure) {
        self.deployment = deployment
        own = deployment.project == MessagingLayer.project ? deployment : .none
        (settings, hostSource) = try given.settings(
            hostVariable: session.context.environment("KAFKA_HOST"), inPlace: SettingsInPlace(own))
        file = MessagingLayer.composeFile(for: settings)
        plan = UpPlan(from: own, to: file)
    }

    /// The same, once the images have been pulled: containers that were made from older ones are made anew.
    func afterPull(engine: any EnginePort) throws(Failure) -> Intent {
        var ids: [String: String] = [:]
        for image in file.services.map(\.image).unique { ids[image] = try engine.image(image) }
        var intent = self
        intent.plan = UpPlan(from: own, to: file, pulled: ids)
        return intent
    }

    /// The services whose images are to be pulled, and the images: those that the engine lacks, or all of them.
    func servicesToPull(from engine: any EnginePort, anyway: Bool) throws(Failure) -> [Service] {
        var services: [Service] = []
        for service in file.services {
            if anyway {
                services.append(service)
            } else if try engine.image(service.image) == nil {
                services.append(service)
            }
        }
        return services
    }

    /// The images of those services.
    func imagesToPull(from engine: any EnginePort, anyway: Bool) throws(Failure) -> [String] {
        try servicesToPull(from: engine, anyway: anyway).map(\.image).unique
    }
}
