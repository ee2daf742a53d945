/// What `up` does to the containers, in order: the least that brings them to what the file asks for.
public struct UpPlan: Sendable, Equatable {
    /// One step.
    public enum Step: Sendable, Equatable {
        /// Makes all containers and volumes, and starts nothing yet.
        case make([String])
        /// Lets frozen containers go on.
        case unpause([String])
        /// Stops containers, all at once.
        case stop([String])
        /// Removes containers that tripctl made and the file no longer has.
        case remove([String])
        /// Makes containers anew, all at once: they do not run well anyway, or nothing depends on them.
        case recreate([String])
        /// Makes brokers anew one at a time, each once the replicas of the one before are in sync again.
        case roll([String])
        /// Starts again what the engine would start only after a pause of its own.
        case restart([String])
        /// Starts what is there and stopped, and makes what is missing.
        case start([String])
    }

    /// What one step does to one service, for people and for JSON.
    public struct Change: Sendable, Equatable {
        /// What is done.
        public enum Kind: String, Sendable {
            case created, started, recreated, unpaused, reconnected, restarted, removed
        }

        /// The service.
        public var service: String
        /// What is done to it.
        public var kind: Kind
        /// Why, in words.
        public var reason: String

        /// A change.
        public init(_ service: String, _ kind: Kind, _ reason: String) {
            self.service = service
            self.kind = kind
            self.reason = reason
        }
    }

    /// The steps, in order; empty when there is nothing to do.
    public private(set) var steps: [Step] = []
    /// What they come to, by service in the order of the file.
    public private(set) var changes: [Change] = []

    /// Plans the way from what is there to what is asked for.
    ///
    /// - Parameter pulled: the ids of the images that were just pulled, by name.
    public init(from deployment: Deployment, to file: ComposeFile, pulled: [String: String] = [:]) {
        let volumes = Dictionary(file.volumes.map { ($0.key, $0.name) }, uniquingKeysWith: { $1 })
        let standings = file.services.map { service in
            Standing(service, deployment.containers[service.name], volumes, pulled)
        }
        changes = standings.compactMap(\.change)
        let gone = deployment.containers.keys.filter { file.service($0) == nil }.sorted()
        changes += gone.map { Change($0, .removed, "the file is without it") }

        // ZooKeeper made anew under running brokers leaves them in a shutdown that does not end: they stop first.
        let replacesZooKeeper = standings.contains { $0.service == MessagingLayer.zooKeeper && $0.isRecreated }
        let running = standings.filter { $0.isRunning && $0.service != MessagingLayer.zooKeeper }.map(\.service)
        append(Step.unpause, standings.filter(\.isPaused).map(\.service))
        if !gone.isEmpty { steps.append(.remove(gone)) }
        if replacesZooKeeper { append(Step.stop, running.reversed()) }

        // All volumes come into being together: ZooKeeper's without any of the brokers', as after a start that was
        // interrupted, would look like records that were lost.
        if standings.allSatisfy({ $0.container == nil }) { append(Step.make, standings.map(\.service)) }
        // ZooKeeper is started by itself: beside it Compose would hold the brokers back until its health check has
        // passed, three seconds later. They wait for it themselves.
        let (first, rest) = (standings.prefix { $0.service == MessagingLayer.zooKeeper }, standings.dropFirst())
        append(Step.recreate, first.filter(\.isRecreated).map(\.service))
        append(Step.restart, first.filter(\.isRestarted).map(\.service))
        append(Step.start, first.filter(\.isStarted).map(\.service))
        let recreated = rest.filter(\.isRecreated)
        // A broker that serves others is replaced only while the rest go on serving.
        let rolls = recreated.filter { standing in
            !replacesZooKeeper && standing.isServing && MessagingLayer.brokers.contains { $0.name == standing.service }
        }
        append(Step.recreate, recreated.filter { !rolls.contains($0) }.map(\.service))
        append(Step.restart, rest.filter(\.isRestarted).map(\.service))
        let stopped = replacesZooKeeper ? Set(running) : []
        append(
            Step.start,
            rest.filter { $0.isStarted || stopped.contains($0.service) && !$0.isRecreated }.map(\.service))
        append(Step.roll, rolls.map(\.service))
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { steps.isEmpty }

    private mutating func append(_ step: ([String]) -> Step, _ services: [String]) {
        if !services.isEmpty { steps.append(step(services)) }
    }
}

/// How one service stands to what is asked of it.
private struct Standing: Equatable {
    let service: String
    let container: Container?
    let differences: [ServiceDifference]

    init(_ service: Service, _ container: Container?, _ volumes: [String: String], _ pulled: [String: String]) {
        self.service = service.name
        self.container = container
        differences =
            container.map { ServiceDifference.all(of: $0, from: service, volumes: volumes, pulled: pulled) } ?? []
    }

    var isPaused: Bool { container?.state == .paused }

    /// Whether its process runs, or is about to again.
    var isRunning: Bool { [.running, .paused, .restarting].contains(container?.state) }

    /// Whether it runs and is not on its way down.
    var isServing: Bool { container?.state == .running && !isOffNetwork && !isLooping }

    /// Whether it runs on no network, where nobody reaches it.
    var isOffNetwork: Bool {
        guard let container else { return false }
        return [.running, .paused].contains(container.state) && container.networks.isEmpty
    }

    /// Whether the engine starts it again and again. Between two tries it reads `running` like any other.
    var isLooping: Bool {
        guard let container else { return false }
        return container.state == .restarting || container.restarts > 0 && container.health != .healthy
    }

    var isRecreated: Bool { container != nil && (!differences.isEmpty || isOffNetwork) }

    /// The engine waits twice as long before every next try: up to a minute.
    var isRestarted: Bool { !isRecreated && container?.state == .restarting }

    var isStarted: Bool {
        guard !isRecreated else { return false }
        switch container?.state {
        case nil, .created, .exited, .dead, .removing: return true
        case .running, .paused, .restarting: return false
        }
    }

    var change: UpPlan.Change? {
        guard let container else { return UpPlan.Change(service, .created, "there is none") }
        if !differences.isEmpty {
            return UpPlan.Change(service, .recreated, differences.map(\.words).joined(separator: "; "))
        }
        if isOffNetwork { return UpPlan.Change(service, .reconnected, "it is off the network") }
        switch container.state {
        case .paused: return UpPlan.Change(service, .unpaused, "it is paused")
        case .restarting: return UpPlan.Change(service, .restarted, "it keeps ending")
        case .created: return UpPlan.Change(service, .started, "it was never started")
        case .exited, .dead, .removing:
            return UpPlan.Change(
                service, .started, container.exitCode.map { "it ended with status \($0)" } ?? "it ended")
        case .running: return nil
        }
    }
}
