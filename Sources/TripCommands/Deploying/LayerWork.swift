internal import TripCore

/// What every command that changes the cluster begins with: an engine that answers, and the lock.
struct LayerWork {
    let session: Session
    let board: ProgressBoard
    let engine: any EnginePort
    let compose: (any ComposePort)?
    let state: any StatePort
    let watch: LayerWatch
    /// Why nothing can be changed; `nil` when something can.
    let refusal: [Finding]?

    /// Looks whether there is an engine, and waits for the lock.
    ///
    /// - Parameter isDry: whether nothing will be changed: then the lock is left to those who do.
    /// - Throws: `refused` when somebody else changes the cluster for longer than there is time.
    init(_ session: Session, for purpose: String, isDry: Bool = false) throws(Failure) {
        let machine = session.context.machine
        self.session = session
        board = ProgressBoard(session)
        engine = try machine.engine(session.deadline)
        compose = machine.compose()
        state = try machine.state()
        watch = LayerWatch(session: session, engine: engine)
        if var trouble = session.trouble(of: engine) {
            // Something was to be changed, and was not: that is a refusal.
            trouble.severity = .warning
            refusal = [trouble] + (compose == nil ? [.composeMissing] : [])
            return
        }
        refusal = nil
        if isDry { return }
        let board = board
        try state.lock(for: purpose, deadline: session.deadline) { holder in
            let who = holder.pid.map { " (pid \($0))" } ?? ""
            board.say("waiting for `tripctl \(holder.purpose ?? "up")`\(who), which is changing the cluster")
        }
    }

    /// The compose program.
    ///
    /// - Throws: `system` when there is none.
    func composeOrThrow() throws(Failure) -> any ComposePort {
        guard let compose else {
            let missing = Finding.composeMissing
            throw Failure(.system, doing: "change the cluster", reason: missing.text, hint: missing.hint)
        }
        return compose
    }

    /// The file with every service that there may be, with the settings of the cluster that is there.
    func everything(_ deployment: Deployment) throws(Failure) -> ComposeFile {
        let inPlace = SettingsInPlace(deployment)
        let settings = try DeploymentSettings(
            host: inPlace.host ?? .localhost, bind: inPlace.bind, exposesUI: inPlace.exposesUI,
            exposesZooKeeper: inPlace.exposesZooKeeper, registry: inPlace.registry)
        return MessagingLayer.composeFile(for: settings, withEveryService: true)
    }
}

extension MessagingLayer {
    /// The engine's names of the cluster's volumes.
    static var volumeNames: [String] {
        guard let settings = try? DeploymentSettings() else { return [] }
        return composeFile(for: settings).volumes.map(\.name)
    }
}
