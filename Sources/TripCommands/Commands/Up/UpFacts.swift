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
        if intent.deployment.containers.isEmpty {
            let volumes = try engine.volumes()
            facts.volumes = volumes.map(\.name)
            facts.brokerData = brokerData(in: volumes, intent.file)
        }
        // What the machine is like matters once, before there is a cluster.
        if intent.deployment.containers.isEmpty, let machine = try? engine.information() {
            facts.machine = machine
            facts.freeSpace = host.freeSpace(at: machine.dataFolder)
        }
        facts.ownAddresses = host.addresses()
        facts.isLocal = isLocal
        let name = intent.settings.host
        if !name.isLoopback {
            facts.hostAddresses =
                name.kind == .name
                ? host.lookUp(name.text, deadline: session.deadline.capped(at: Self.patience)) : [name.text]
        }
        return facts
    }

    /// Whether the engine is on this machine.
    private var isLocal: Bool { engine.address.hasPrefix("unix:") }

    /// Whose data the brokers' volumes hold. A volume is a folder that the superuser alone may read, and of another
    /// machine's engine there is none here: then nothing is known, and the brokers tell it themselves.
    private func brokerData(in volumes: [Volume], _ file: ComposeFile) -> [String: BrokerData] {
        guard isLocal else { return [:] }
        var data: [String: BrokerData] = [:]
        for broker in MessagingLayer.brokers {
            let names = file.volumeNames(of: broker.name)
            guard let folder = volumes.first(where: { names.contains($0.name) })?.folder,
                let note = try? session.context.readFile("\(folder)/\(BrokerData.note)")
            else { continue }
            data[broker.name] = BrokerData(note)
        }
        return data
    }
}
