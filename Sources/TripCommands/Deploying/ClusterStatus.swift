internal import TripCore

/// What `status` concludes from one look at the cluster.
struct ClusterStatus: Sendable {
    /// What was seen.
    let sight: ClusterSight
    /// Kafka's own view, judged as `health` judges it; `nil` when there is none.
    let health: Health?
    /// Everything that is to be said: of the containers first.
    let findings: [Finding]
    /// A row for each service that should be there or is, in the order in which they start, and then for what else the
    /// project has.
    let rows: [Row]

    /// A service and its container; one without is not there.
    struct Row: Sendable {
        /// The service.
        var service: String
        /// Its container.
        var container: Container?
        /// Bytes of memory that it uses.
        var memory: Int64?
    }

    init(_ sight: ClusterSight) {
        self.sight = sight
        let evidence = sight.evidence
        health = evidence.kafka.map { Self.judge($0, evidence) }
        let symptoms = Diagnosis.symptoms(of: evidence)
        let explained = Set(symptoms.filter { $0.finding.severity != .info }.compactMap(\.finding.subject.broker))
        findings =
            symptoms.map(\.finding) + [Self.unreadable(sight, symptoms)].compactMap { $0 }
            + (health?.findings ?? []).filter { !Self.repeats($0, explained, evidence.kafka) }
        let services = evidence.services.filter { $0.container != nil || $0.service != MessagingLayer.ui }
        rows =
            services.map { Row(service: $0.service, container: $0.container, memory: sight.memory[$0.service]) }
            + sight.deployment.orphans.map { Row(service: $0.service ?? $0.name, container: $0, memory: nil) }
    }

    /// Whether there is nothing of the cluster.
    var isEmpty: Bool { sight.deployment.isEmpty }

    /// Kafka's view by the rules of `health`. What their settings say of who runs the cluster and of the least in-sync
    /// replicas is in the containers: the brokers need not be asked.
    private static func judge(_ snapshot: ClusterSnapshot, _ evidence: LayerEvidence) -> Health {
        let environment = MessagingLayer.brokers.lazy.compactMap { evidence.service($0.name)?.container?.environment }
        let minimum = environment.compactMap { $0["KAFKA_MIN_INSYNC_REPLICAS"] }.first.flatMap { Int($0) } ?? 1
        let names = snapshot.metadata.topics.map(\.name)
        return Health(
            snapshot, minISR: Dictionary(names.map { ($0, minimum) }, uniquingKeysWith: { $1 }),
            controlPlane: environment.contains { $0["KAFKA_PROCESS_ROLES"] != nil }
                ? .kraft : .zooKeeper(controller: snapshot.metadata.controller),
            expected: MessagingLayer.brokers.count)
    }

    /// Whether Kafka's view only says again that a broker does not answer or is missing, and its container has told
    /// why.
    private static func repeats(_ finding: Finding, _ explained: Set<Int32>, _ snapshot: ClusterSnapshot?) -> Bool {
        guard finding.severity != .critical else { return false }
        if finding.code == .brokersMissing {
            let listed = Set(snapshot?.metadata.brokers.map(\.id) ?? [])
            return MessagingLayer.brokers.allSatisfy { listed.contains($0.id) || explained.contains($0.id) }
        }
        guard let broker = finding.subject.broker else { return false }
        return [.brokerRefuses, .brokerSilent, .brokerNotListed].contains(finding.code) && explained.contains(broker)
    }

    private static func unreadable(_ sight: ClusterSight, _ symptoms: [Symptom]) -> Finding? {
        guard let problem = sight.kafkaProblem else { return nil }
        // A broker that has yet to start looks as one that wants another login.
        let isStarting = symptoms.contains { $0.outlook == .passes && $0.finding.subject.broker != nil }
        let hint = isStarting ? "wait until the brokers have started" : problem.hint
        let addresses = problem.addresses.map { "\($0.address): \($0.reason)" }
        return Finding(
            .clusterUnreadable, .unknown, .cluster,
            "Kafka's own view is not known: \(addresses.isEmpty ? problem.reason : addresses.inWords())",
            hint: hint ?? "ask again; `tripctl logs` shows what the brokers do")
    }

    /// What it comes to, in a sentence.
    var summary: String {
        isEmpty ? "nothing of the cluster is on this engine" : findings.conclusion(beside: state)
    }

    /// How many containers run.
    var running: Int { rows.count { $0.container?.state == .running } }

    /// How many containers run, and how many brokers may fail.
    private var state: String {
        let containers = "\(running) of \(rows.count.counted("container")) \(running == 1 ? "runs" : "run")"
        guard let health else { return containers }
        return "\(containers); \(health.faultBudget.text)"
    }
}
