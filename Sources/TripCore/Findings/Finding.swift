/// Something that tripctl judged: how bad, about what, why, and what to do next.
public struct Finding: Sendable, Equatable {
    /// The stable code, `TC2xx`.
    public var code: FindingCode
    /// How bad it is here.
    public var severity: Severity
    /// What it is about.
    public var subject: Subject
    /// The sentence of why.
    public var text: String
    /// The next step, where one is known.
    public var hint: String?

    /// Makes a finding.
    public init(_ code: FindingCode, _ severity: Severity, _ subject: Subject, _ text: String, hint: String? = nil) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.text = text
        self.hint = hint
    }

    /// The finding in one sentence, which begins with its subject.
    public var sentence: String {
        let words = subject.words
        let namesIt = subject == .cluster || text == words || text.hasPrefix(words + " ")
        return namesIt ? text : "\(words): \(text)"
    }
}

/// What a finding is about; it holds what applies.
public struct Subject: Sendable, Hashable {
    /// A broker id.
    public var broker: Int32?
    /// A topic's name.
    public var topic: String?
    /// A partition of that topic.
    public var partition: Int32?
    /// A consumer group.
    public var group: String?
    /// A container's name.
    public var container: String?

    /// A subject of the parts that apply; of none for the cluster as a whole.
    public init(
        broker: Int32? = nil, topic: String? = nil, partition: Int32? = nil, group: String? = nil,
        container: String? = nil
    ) {
        self.broker = broker
        self.topic = topic
        self.partition = partition
        self.group = group
        self.container = container
    }

    /// The cluster as a whole.
    public static let cluster = Subject()

    /// A broker.
    public static func broker(_ id: Int32) -> Subject { Subject(broker: id) }

    /// A container; of a broker's, the broker too.
    public static func container(_ name: String, broker: Int32? = nil) -> Subject {
        Subject(broker: broker, container: name)
    }

    /// A topic, or one partition of it.
    public static func topic(_ name: String, _ partition: Int32? = nil) -> Subject {
        Subject(topic: name, partition: partition)
    }

    /// A group, or its view of a partition.
    public static func group(_ name: String, _ at: TopicPartition? = nil) -> Subject {
        Subject(topic: at?.topic, partition: at?.partition, group: name)
    }

    /// The subject in words: `group orders, topic clicks partition 2`. Names are as Kafka has them: escape before
    /// showing.
    public var words: String {
        var parts: [String] = []
        if let group { parts.append("group \(group)") }
        if let container {
            parts.append(container)
        } else if let broker {
            parts.append("broker \(broker)")
        }
        if let topic { parts.append("topic \(topic)" + (partition.map { " partition \($0)" } ?? "")) }
        return parts.isEmpty ? "cluster" : parts.joined(separator: ", ")
    }
}

extension [Finding] {
    /// How many there are beside the first, which speaks for all, to stand after its text: ` (2 more findings)`; empty when
    /// there are none.
    public var othersInWords: String { count > 1 ? " (\((count - 1).counted("more finding")))" : "" }
}
