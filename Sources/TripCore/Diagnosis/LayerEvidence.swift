/// Everything that was seen of the cluster on this engine, for ``Diagnosis`` to judge.
public struct LayerEvidence: Sendable {
    /// The compose project that the containers belong to; `nil` when there is none.
    public var project: String?
    /// The layer's services, in the order in which they start. One without a container is not there.
    public var services: [ServiceEvidence]
    /// Containers of the project that are none of the services.
    public var orphans: [Container]
    /// What ZooKeeper says.
    public var zooKeeper: ZooKeeperState
    /// Kafka's own view, with what came of dialling every broker; `nil` when it gave none, or nobody asked.
    public var kafka: ClusterSnapshot?
    /// When all this was seen, in milliseconds since 1970 UTC.
    public var now: Int64

    /// Evidence of a deployment.
    ///
    /// - Parameter logs: the tails of the containers' logs, by service.
    public init(
        _ deployment: Deployment, logs: [String: [LogLine]] = [:], zooKeeper: ZooKeeperState = .notAsked,
        kafka: ClusterSnapshot? = nil, now: Int64
    ) {
        project = deployment.project
        services = MessagingLayer.serviceNames.map { name in
            ServiceEvidence(service: name, container: deployment.containers[name], log: logs[name] ?? [])
        }
        orphans = deployment.orphans
        self.zooKeeper = zooKeeper
        self.kafka = kafka
        self.now = now
    }

    /// The service of that name.
    public func service(_ name: String) -> ServiceEvidence? { services.first { $0.service == name } }

    /// Whether there is nothing of the cluster.
    var isEmpty: Bool { services.allSatisfy { $0.container == nil } && orphans.isEmpty }
}

/// What was seen of one service.
public struct ServiceEvidence: Sendable {
    /// The service's name.
    public var service: String
    /// Its container; `nil` when there is none.
    public var container: Container?
    /// The tail of its log, oldest line first: what ``logPart(of:now:)`` asks for.
    public var log: [LogLine]

    /// A service's evidence.
    public init(service: String, container: Container?, log: [LogLine] = []) {
        self.service = service
        self.container = container
        self.log = log
    }

    /// The part of a container's log that a diagnosis wants to see; `nil` when it needs none.
    ///
    /// A broker writes about 400 lines a start before it says what is wrong, and in a crash loop the engine starts it
    /// eight times in the 30 seconds that an old session may be the cause. Of one that is well only the last minute
    /// counts, for what it says of the others.
    public static func logPart(of container: Container, now: Int64) -> LogPart? {
        let age = container.startedAt.map { now - $0 }
        switch container.state {
        case .created, .removing: return nil
        case .exited, .dead: return LogPart(tail: 400)
        case .restarting: return LogPart(tail: 4_000, since: (now - 120_000) * 1_000_000)
        case .running where container.restarts > 0 && (age ?? 0) < loopMemory:
            return LogPart(tail: 4_000, since: (now - 120_000) * 1_000_000)
        case .running, .paused:
            guard MessagingLayer.brokers.contains(where: { $0.name == container.service }) else { return nil }
            // At the start it may say that its data are gone.
            if let age, age < startMemory { return LogPart(tail: 4_000, since: (now - age) * 1_000_000) }
            return LogPart(tail: 100, since: (now - 60_000) * 1_000_000)
        }
    }

    /// How long after a start its log is read from the beginning, in milliseconds.
    static let startMemory: Int64 = 120_000
    /// How long after a start a container that was restarted may be in a crash loop, in milliseconds: the engine waits
    /// up to a minute between two tries.
    static let loopMemory: Int64 = 60_000
}
