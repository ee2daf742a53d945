/// Whether a cluster truly works, and what it still lacks.
///
/// Neither published ports nor Docker's health nor metadata alone prove it: each has been seen to be well while
/// nobody could write.
public struct Readiness: Sendable, Equatable {
    /// What is waited for, a clause each, in the order in which it comes; empty when nothing is lacking.
    public private(set) var lacking: [String] = []
    /// Whether everything that the topic needs is there: every broker registered and answering, and a controller.
    public private(set) var canCreateTopic = false

    /// Looks at what was seen.
    ///
    /// - Parameters:
    ///   - symptoms: what it means; nothing that is amiss may be left.
    ///   - topic: the topic that has to be there; `nil` for none.
    ///   - ui: whether the web page answered; `nil` when there is none.
    public init(_ evidence: LayerEvidence, _ symptoms: [Symptom], topic: String?, ui: Bool?) {
        for service in evidence.services where service.container?.state != .running {
            if service.service == MessagingLayer.ui, ui == nil { continue }
            lacking.append("\(service.service) is \(service.container?.state.rawValue ?? "not there")")
        }
        if !evidence.zooKeeper.isUp {
            lacking.append("ZooKeeper does not answer yet" + (evidence.zooKeeper.reason.map { ": \($0)" } ?? ""))
        }
        lookAtBrokers(evidence.kafka)
        canCreateTopic = lacking.isEmpty
        if canCreateTopic, let metadata = evidence.kafka?.metadata { lookAtTopics(metadata, topic) }
        if ui == false { lacking.append("Kafka UI does not answer yet") }
        for symptom in symptoms where symptom.outlook != .harmless && Verdict(symptom.finding.severity) > .ok {
            lacking.append(symptom.finding.sentence)
        }
    }

    private mutating func lookAtBrokers(_ kafka: ClusterSnapshot?) {
        guard let kafka else { return lacking.append("no broker answers yet") }
        let wanted = MessagingLayer.brokers.map(\.id)
        let listed = kafka.metadata.brokers.map(\.id)
        let missing = wanted.filter { !listed.contains($0) }
        if !missing.isEmpty {
            lacking.append(
                "\(wanted.count - missing.count) of \(wanted.count) brokers are registered: \(missing.inWords(after: "broker")) \(missing.count == 1 ? "is" : "are") missing"
            )
        }
        for broker in kafka.metadata.brokers where kafka.reach(of: broker.id)?.isUp != true {
            let why = kafka.reach(of: broker.id)?.reason ?? "no answer"
            lacking.append("broker \(broker.id) does not answer at \(broker.endpoint), which it advertises: \(why)")
        }
        if missing.isEmpty, kafka.metadata.controller == nil { lacking.append("there is no controller yet") }
    }

    private mutating func lookAtTopics(_ metadata: ClusterMetadata, _ topic: String?) {
        if let topic, metadata.topic(topic)?.partitions.isEmpty ?? true {
            lacking.append("topic \(topic) is not there")
        }
        for topic in metadata.topics {
            if let problem = topic.problem {
                lacking.append("topic \(topic.name) cannot be read yet: \(problem)")
            } else if topic.offline > 0 {
                lacking.append("topic \(topic.name) has \(topic.offline.counted("partition")) without a leader")
            } else if topic.underReplicated > 0 {
                lacking.append(
                    "topic \(topic.name) has \(topic.underReplicated.counted("partition")) whose replicas are not all in sync"
                )
            }
        }
    }
}
