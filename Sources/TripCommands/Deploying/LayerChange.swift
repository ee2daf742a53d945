internal import TripCore

/// Carries out a plan through the compose program, step by step.
struct LayerChange {
    let compose: any ComposePort
    let state: any StatePort
    let watch: LayerWatch
    let session: Session
    let board: ProgressBoard
    var intent: Intent

    /// Pulls the images that the engine lacks, or all of them.
    func pull(engine: any EnginePort, anyway: Bool) throws(Failure) {
        let lacking = try intent.servicesToPull(from: engine, anyway: anyway)
        guard !lacking.isEmpty else { return }
        try state.writeComposeFile(intent.file.text)
        let (services, images) = (lacking.map(\.name), lacking.map(\.image).unique)
        board.say("pull \(images.inWords())")
        do throws(Failure) {
            try run(["pull"] + services, doing: "pull \(images.inWords())")
        } catch {
            guard error.kind == .system else { throw error }
            throw Failure(
                .system, doing: error.doing, reason: error.reason,
                hint:
                    "see that the registry can be reached, take the images from a mirror with --registry, or bring them here with `docker load`",
                code: FindingCode.imageMissing.rawValue)
        }
    }

    /// Carries out the plan.
    func run() throws(Failure) {
        for step in intent.plan.steps { try run(step) }
    }

    private func run(_ step: UpPlan.Step) throws(Failure) {
        switch step {
        case .remove(let services):
            try state.writeComposeFile(MessagingLayer.composeFile(for: intent.settings, withEveryService: true).text)
            say("remove", services)
            try run(["rm", "--stop", "--force"] + services, doing: "remove \(services.inWords())")
        case .make(let services): try change("make", services, ["up", "--no-start", "--no-deps", "--no-recreate"])
        case .unpause(let services): try change("unpause", services, ["unpause"])
        case .stop(let services): try change("stop", services, ["stop"])
        case .restart(let services): try change("restart", services, ["restart"])
        case .start(let services): try change("start", services, ["up", "-d", "--no-deps", "--no-recreate"])
        case .recreate(let services): try recreate(services)
        case .roll(let services):
            try writeFile()
            let roll = RollingChange(watch: watch, session: session, board: board)
            try roll.run(services) { service throws(Failure) in try recreate([service]) }
        }
    }

    private func recreate(_ services: [String]) throws(Failure) {
        try change("make anew", services, ["up", "-d", "--no-deps", "--force-recreate"])
    }

    private func change(_ verb: String, _ services: [String], _ arguments: [String]) throws(Failure) {
        try writeFile()
        say(verb, services)
        try run(arguments + services, doing: "\(verb) \(services.inWords())")
    }

    private func writeFile() throws(Failure) { try state.writeComposeFile(intent.file.text) }

    private func say(_ verb: String, _ services: [String]) { board.say("\(verb) \(services.inWords())") }

    private func run(_ arguments: [String], doing: String) throws(Failure) {
        let run = ComposeRun(
            compose: compose, context: session.context, file: state.composeFile, deadline: session.deadline)
        try run.run(arguments, doing: doing) { board.show(watch) }
    }
}

extension ProgressBoard {
    /// Shows how the containers are at this moment, as far as the engine says so; where nothing is shown, it is not
    /// asked.
    func show(_ watch: LayerWatch, waiting: String? = nil) {
        guard isShown, let deployment = try? watch.deployment() else { return }
        show(deployment, waiting: waiting)
    }

    /// Shows how the containers are.
    func show(_ deployment: Deployment, waiting: String?) {
        let services = MessagingLayer.serviceNames.filter {
            $0 != MessagingLayer.ui || deployment.containers[$0] != nil
        }
        show(services.map { Row($0, deployment.containers[$0]) }, waiting: waiting)
    }
}
