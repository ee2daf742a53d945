/// Whether a cluster truly works, and what it still lacks.
///
/// Neither published ports nor Docker's health nor metadata alone prove it: each has been seen to be well while
/// nobody could write.
public struct Readiness: Sendable, Equatable {
    /// What a clause is about.
    public enum View: Sendable, CaseIterable {
        case containers, zooKeeper, brokers, topics, ui, symptoms, doubtfulSymptoms
    }

    /// What is lacking by view; no entry where nothing is.
    public private(set) var clauses: [View: [String]] = [:]
    /// What was not seen because the time of the look ran out: its clauses say nothing of the cluster.
    public private(set) var unseen: Set<View> = []
    /// Whether everything that the topic needs is there: every broker registered and answering, and a controller.
    public private(set) var canCreateTopic = false

    /// What is waited for, a clause each, in the order in which it comes; empty when nothing is lacking.
    public var lacking: [String] { View.allCases.flatMap { clauses[$0] ?? [] } }

    /// Looks at what was seen.
    ///
    /// - Parameters:
    ///   - symptoms: what it means; nothing that is amiss may be left.
    ///   - topic: the topic that has to be there; `nil` for none.
    ///   - ui: whether the web page answered; `nil` when there is none.
    ///   - kafkaProblem: why Kafka gave no view of itself; `nil` when it did, or nobody was asked.
    public init(
        _ evidence: LayerEvidence, _ symptoms: [Symptom], topic: String?, ui: Bool?, kafkaProblem: Failure? = nil
    ) {
        for service in evidence.services where service.container?.state != .running {
            if service.service == MessagingLayer.ui, ui == nil { continue }
            lack(.containers, "\(service.service) is \(service.container?.state.rawValue ?? "not there")")
        }
        if !evidence.zooKeeper.isUp {
            if case .silent = evidence.zooKeeper { unseen.insert(.zooKeeper) }
            let verb = unseen.contains(.zooKeeper) ? "does not answer in time" : "does not answer yet"
            lack(.zooKeeper, "ZooKeeper \(verb)" + (evidence.zooKeeper.reason.map { ": \($0)" } ?? ""))
        }
        if evidence.kafka == nil, kafkaProblem?.kind == .timedOut { unseen.formUnion([.brokers, .topics]) }
        lookAtBrokers(evidence.kafka)
        canCreateTopic = lacking.isEmpty
        if canCreateTopic, let metadata = evidence.kafka?.metadata { lookAtTopics(metadata, topic) }
        if ui == false { lack(.ui, "Kafka UI does not answer yet") }
        for symptom in symptoms where symptom.outlook != .harmless && Verdict(symptom.finding.severity) > .ok {
            lack(isDoubtful(symptom.finding) ? .doubtfulSymptoms : .symptoms, symptom.finding.sentence)
        }
        if !unseen.isEmpty { unseen.insert(.doubtfulSymptoms) }
    }

    /// Whether it may say no more than that the time of the look ran out.
    private func isDoubtful(_ finding: Finding) -> Bool {
        switch finding.code {
        case .zooKeeperDown: finding.severity == .unknown || unseen.contains(.zooKeeper)
        case .brokerNotReady: unseen.contains(.brokers)
        default: finding.severity == .unknown
        }
    }

    private mutating func lack(_ view: View, _ clause: String) { clauses[view, default: []].append(clause) }

    private mutating func lookAtBrokers(_ kafka: ClusterSnapshot?) {
        guard let kafka else {
            return lack(.brokers, unseen.contains(.brokers) ? "no broker answers in time" : "no broker answers yet")
        }
        let wanted = MessagingLayer.brokers.map(\.id)
        let listed = kafka.metadata.brokers.map(\.id)
        let missing = wanted.filter { !listed.contains($0) }
        if !missing.isEmpty {
            lack(
                .brokers,
                "\(wanted.count - missing.count) of \(wanted.count) brokers are registered: \(missing.inWords(after: "broker")) \(missing.count == 1 ? "is" : "are") missing"
            )
        }
        for broker in kafka.metadata.brokers where kafka.reach(of: broker.id)?.isUp != true {
            let why = kafka.reach(of: broker.id)?.reason ?? "no answer"
            lack(.brokers, "broker \(broker.id) does not answer at \(broker.endpoint), which it advertises: \(why)")
        }
        if missing.isEmpty, kafka.metadata.controller == nil { lack(.brokers, "there is no controller yet") }
    }

    private mutating func lookAtTopics(_ metadata: ClusterMetadata, _ topic: String?) {
        if let topic, metadata.topic(topic)?.partitions.isEmpty ?? true {
            lack(.topics, "topic \(topic) is not there")
        }
        for topic in metadata.topics {
            if let problem = topic.problem {
                lack(.topics, "topic \(topic.name) cannot be read yet: \(problem)")
            } else if topic.offline > 0 {
                lack(.topics, "topic \(topic.name) has \(topic.offline.counted("partition")) without a leader")
            } else if topic.underReplicated > 0 {
                lack(
                    .topics,
                    "topic \(topic.name) has \(topic.underReplicated.counted("partition")) whose replicas are not all in sync"
                )
            }
        }
    }
}
