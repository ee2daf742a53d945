internal import TripCore

/// Makes the topic as soon as every broker is there, and compares one that is there with what it has to be.
struct UpTopic {
    let spec: TopicSpec?
    let session: Session
    /// The topic, once it agrees.
    private(set) var found: Found?
    private var wasMade = false

    /// The topic as it was found.
    struct Found {
        /// Its partitions.
        var topic: TopicMetadata
        /// Whether this command made it.
        var wasMade: Bool
    }

    /// How the topic stands.
    enum Standing {
        /// There is none asked for, or it is as it has to be.
        case agrees
        /// It is not there yet, or cannot be read yet.
        case notYet(String)
        /// It is there, and not as it has to be.
        case differs([TopicDifference])
        /// Kafka refuses to make it.
        case refused(Finding)
    }

    init(spec: TopicSpec?, session: Session) {
        self.spec = spec
        self.session = session
    }

    /// Makes the topic when it is not there, and compares it when it is.
    mutating func settle(
        in metadata: ClusterMetadata, of deployment: Deployment, through watch: LayerWatch
    ) throws(Failure) -> Standing {
        guard let spec, found == nil else { return .agrees }
        guard let topic = metadata.topic(spec.name), !topic.partitions.isEmpty else {
            return try make(spec, deployment, watch)
        }
        guard let cluster = try watch.connect(in: deployment, until: session.deadline.capped(at: .seconds(5))) else {
            return .notYet("no broker runs")
        }
        defer { cluster.close() }
        guard (try? cluster.metadata()) != nil else { return .notYet("no broker answers") }
        let answer = cluster.topicConfigs(of: [topic.name], named: [])[topic.name]
        guard let configs = answer?.value else {
            // A broker that has just started may not know the topic yet: that passes.
            return .notYet(
                "the settings of topic \(topic.name) cannot be read yet: \(answer?.failure?.reason ?? "no answer")")
        }
        let comparison = TopicComparison(
            asked: spec, found: topic, configs: configs, brokers: metadata.knownBrokers)
        guard comparison.agrees else { return .differs(comparison.differences) }
        found = Found(topic: topic, wasMade: wasMade)
        return .agrees
    }

    private mutating func make(
        _ spec: TopicSpec, _ deployment: Deployment, _ watch: LayerWatch
    ) throws(Failure) -> Standing {
        let assignment = try spec.assignment(over: MessagingLayer.brokers.map(\.id))
        guard let cluster = try watch.connect(in: deployment, until: session.deadline.capped(at: .seconds(10))) else {
            return .notYet("no broker runs")
        }
        defer { cluster.close() }
        do throws(Failure) {
            _ = try cluster.metadata()
            try cluster.create(NewTopic(name: spec.name, assignment: assignment, configs: spec.configs))
            wasMade = true
        } catch {
            // Somebody was faster, a broker has gone, or the outcome is open: the next look tells.
            if error.kind == .refused, error.code != "TOPIC_ALREADY_EXISTS" {
                return .refused(
                    Finding(
                        .topicRefused, .warning, .topic(spec.name), "Kafka refuses to make it: \(error.reason)",
                        hint: error.hint ?? "`tripctl up --no-topic` goes on without it"))
            }
            return .notYet("topic \(spec.name) is not there: \(error.reason)")
        }
        return .notYet("topic \(spec.name) is made, and its leaders are chosen")
    }
}
