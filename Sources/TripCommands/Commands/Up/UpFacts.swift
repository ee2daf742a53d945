internal import TripCore

/// Gathers what the preflight judges, only as far as something is to be done: with nothing to do, it asks nothing.
struct UpFacts {
    let engine: any EnginePort
    let compose: (any ComposePort)?
    let host: any HostPort
    let session: Session

    /// How long a look-up of the host may take.
    private static let patience = Duration.seconds(2)

    func preflight(_ intent: Intent) throws(Failure) -> Preflight {
        var facts = Preflight(
            settings: intent.settings, plan: intent.plan, file: intent.file, deployment: intent.deployment,
            compose: compose?.program)
        guard !intent.plan.isEmpty else { return facts }
        facts.containers = try engine.containers()
        for port in intent.file.services.flatMap(\.ports).map(\.port) where facts.listeners[port] == nil {
            facts.listeners[port] = host.listeners(on: port)
        }
        if intent.deployment.containers.isEmpty { facts.volumes = try engine.volumes().map(\.name) }
        // What the machine is like matters once, before there is a cluster.
        if intent.deployment.containers.isEmpty, let machine = try? engine.information() {
            facts.machine = machine
            facts.freeSpace = host.freeSpace(at: machine.dataFolder)
        }
        facts.ownAddresses = host.addresses()
        let name = intent.settings.host
        if !name.isLoopback {
            facts.hostAddresses =
                name.kind == .name
                ? host.lookUp(name.text, deadline: session.deadline.capped(at: Self.patience)) : [name.text]
        }
        return facts
    }
}
