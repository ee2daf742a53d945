/// Who is in the cluster: every broker that metadata lists or that replicas are assigned to, whether it answers, and
/// what it carries. What is expected is a number, never ids: those come from the cluster.
public struct BrokersView: Sendable, Equatable {
    /// One broker.
    public struct Row: Sendable, Equatable {
        /// The broker's id.
        public var id: Int32
        /// The host that it advertises; `nil` when it is not listed.
        public var host: String?
        /// The port that it advertises; `nil` when it is not listed.
        public var port: Int?
        /// Its rack; `nil` when it has none, or it was not asked.
        public var rack: String?
        /// Whether metadata lists it; otherwise it is known from replica lists alone.
        public var isListed: Bool
        /// Whether it answers; `nil` when that is not known, because it is silent or has no address to dial.
        public var isReachable: Bool?
        /// Why it does not answer.
        public var reason: String?
        /// Seconds from question to answer; `nil` when not measured.
        public var latency: Double?
        /// How many partitions it leads.
        public var leads: Int
        /// How many partitions it holds a replica of.
        public var replicas: Int
        /// How many of those replicas are in sync.
        public var inSync: Int

        /// `host:port`, an IPv6 address in brackets; `nil` when it is not listed.
        public var address: String? {
            guard let host, let port else { return nil }
            return Address(host: host, port: port).description
        }
    }

    /// How many brokers are expected.
    public var expected: Int
    /// The controller; `nil` when there is none, when it is unknown, and on KRaft.
    public var controller: Int32?
    /// A row for each broker, by id.
    public var rows: [Row]
    /// What is to be said of the brokers, the controller and the bootstrap addresses.
    public var findings: [Finding]
    /// Fewer brokers than some topic's replicas need: critical, and for `health` to say.
    public var tooFewForReplicas: Finding?

    /// Looks at the brokers.
    ///
    /// - Parameters:
    ///   - expected: how many there should be.
    ///   - racks: the racks that are known, by broker.
    public init(
        _ snapshot: ClusterSnapshot, expected: Int, controlPlane: ControlPlane, racks: [Int32: String] = [:]
    ) {
        self.expected = expected
        if case .zooKeeper(let id) = controlPlane { controller = id }
        rows = Self.rows(snapshot, racks: racks)
        findings = []
        findings = missing(snapshot) + rows.compactMap(finding) + control(controlPlane, snapshot)
        findings += snapshot.bootstrapProblems.map { problem in
            Finding(
                .bootstrapRefuses, .info, .cluster,
                "bootstrap address \(problem.address) does not answer: \(problem.reason)",
                hint: "the others are enough; leave it out of --bootstrap if it is wrong")
        }
        tooFewForReplicas = Self.tooFew(snapshot)
    }

    /// How many brokers answer.
    public var up: Int { rows.count { $0.isReachable == true } }

    private static func rows(_ snapshot: ClusterSnapshot, racks: [Int32: String]) -> [Row] {
        var rows = snapshot.metadata.knownBrokers.map { id in
            Row(id: id, rack: racks[id], isListed: false, leads: 0, replicas: 0, inSync: 0)
        }
        let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.id, $0) })
        for broker in snapshot.metadata.brokers {
            guard let place = places[broker.id] else { continue }
            rows[place].isListed = true
            rows[place].host = broker.host
            rows[place].port = broker.port
        }
        for partition in snapshot.metadata.topics.lazy.flatMap(\.partitions) {
            if let place = partition.leader.flatMap({ places[$0] }) { rows[place].leads += 1 }
            for id in partition.replicas { if let place = places[id] { rows[place].replicas += 1 } }
            for id in partition.inSync { if let place = places[id] { rows[place].inSync += 1 } }
        }
        for place in rows.indices {
            switch snapshot.reach(of: rows[place].id) {
            case .answers(let latency):
                rows[place].isReachable = true
                rows[place].latency = latency
            case .refuses(let reason):
                rows[place].isReachable = false
                rows[place].reason = reason
            case .silent(let reason): rows[place].reason = reason
            case nil: rows[place].reason = rows[place].isListed ? "it was not dialled" : "Kafka does not list it"
            }
        }
        return rows
    }

    private func missing(_ snapshot: ClusterSnapshot) -> [Finding] {
        let listed = rows.count(where: \.isListed)
        guard listed < expected else { return [] }
        let known = rows.filter { !$0.isListed }.map(\.id)
        var text = "Kafka lists \(listed) of the \(expected) brokers expected"
        // Which ids are missing is known only of brokers that replicas are assigned to.
        if !known.isEmpty { text += "; \(known.inWords(after: "broker")) \(known.count == 1 ? "is" : "are") missing" }
        return [
            Finding(
                .brokersMissing, .warning, .cluster, text,
                hint: known.isEmpty
                    ? "start the missing brokers, or say with --expect-brokers how many there are"
                    : "start \(known.inWords(after: "broker"))")
        ]
    }

    private func finding(of row: Row) -> Finding? {
        let subject = Subject.broker(row.id)
        if !row.isListed {
            let replicas = row.replicas.counted("replica")
            return Finding(
                .brokerNotListed, .warning, subject,
                "broker \(row.id) has left the cluster: it holds \(replicas), and is no longer listed",
                hint: "start broker \(row.id)")
        }
        let address = row.address ?? "its address"
        if row.isReachable == false {
            let leads =
                row.leads == 0
                ? "listed, but refuses connections"
                : "listed as leader of \(row.leads.counted("partition")), but refuses connections"
            return Finding(
                .brokerRefuses, row.leads == 0 ? .warning : .critical, subject,
                "broker \(row.id) at \(address) is \(leads): \(row.reason ?? "no reason given")",
                hint: "start broker \(row.id), or see that its advertised address can be reached from here")
        }
        guard row.isReachable == nil else { return nil }
        return Finding(
            .brokerSilent, .unknown, subject,
            "broker \(row.id) at \(address) does not answer: \(row.reason ?? "no answer")",
            hint: "a longer --timeout waits longer; a frozen broker or a firewall looks like this")
    }

    private func control(_ plane: ControlPlane, _ snapshot: ClusterSnapshot) -> [Finding] {
        switch plane {
        case .kraft: return []
        case .unknown(let reason):
            return [
                Finding(
                    .controllerUnknown, .unknown, .cluster, "which broker is the controller is not known: \(reason)",
                    hint: "ask again with a longer --timeout")
            ]
        case .zooKeeper(nil):
            return [
                Finding(
                    .noController, .critical, .cluster, "no broker is the controller",
                    hint: "see that ZooKeeper runs; with it, a broker becomes controller within 18 seconds")
            ]
        case .zooKeeper(let id?):
            switch snapshot.reach(of: id) {
            case .answers: return []
            case .silent(let reason):
                return [
                    Finding(
                        .controllerUnknown, .unknown, .broker(id),
                        "broker \(id) is the controller and does not answer: \(reason)",
                        hint: "if it is frozen, another takes over after about 18 seconds")
                ]
            case .refuses, nil:
                let condition = PartitionJudgement.condition(of: id, in: snapshot)
                return [
                    Finding(
                        .noController, .critical, .broker(id), "broker \(id) is the controller and \(condition)",
                        hint: "another takes over about 18 seconds after it died")
                ]
            }
        }
    }

    /// A silent broker may be alive: it is not held against the replicas.
    private static func tooFew(_ snapshot: ClusterSnapshot) -> Finding? {
        let usable = snapshot.metadata.brokers.count { broker in
            if case .refuses = snapshot.reach(of: broker.id) { false } else { true }
        }
        let wanting = snapshot.metadata.topics.filter { $0.replicationFactor > usable }
        guard let most = wanting.max(by: { $0.replicationFactor < $1.replicationFactor }) else { return nil }
        let others = wanting.count == 1 ? "" : "; so it is with \((wanting.count - 1).counted("more topic"))"
        return Finding(
            .brokersBelowReplicas, .critical, .cluster,
            "topic \(most.name) has \(most.replicationFactor.counted("replica")) a partition, "
                + "and \(usable.counted("broker")) \(usable == 1 ? "is" : "are") up" + others,
            hint: "start the missing brokers: `tripctl brokers` names them")
    }
}
