/// One thing in which a topic is not as it was asked for.
public struct TopicDifference: Sendable, Equatable {
    /// What differs: `partitions`, `replication factor`, `assignment`, or a setting's name.
    public var what: String
    /// What was asked for.
    public var asked: String
    /// What there is.
    public var found: String
    /// How to mend it.
    public var mend: String

    /// A difference.
    public init(what: String, asked: String, found: String, mend: String) {
        self.what = what
        self.asked = asked
        self.found = found
        self.mend = mend
    }
}

/// A topic as asked for beside the topic that is there.
public struct TopicComparison: Sendable, Equatable {
    /// In what they differ; empty when the topic is as asked.
    public var differences: [TopicDifference]

    /// Whether the topic is as asked.
    public var agrees: Bool { differences.isEmpty }

    /// Compares.
    ///
    /// - Parameters:
    ///   - found: what metadata says of the topic.
    ///   - configs: its effective settings.
    ///   - brokers: those that the replicas are to be spread over; where they are too few, the numbers alone decide.
    public init(asked: TopicSpec, found: TopicMetadata, configs: [ConfigEntry], brokers: [Int32]) {
        differences = Self.shape(asked, found, try? asked.assignment(over: brokers))
        for (name, value) in asked.configs.sorted(by: { $0.key < $1.key }) {
            let entry = configs.first { $0.name == name }
            if let difference = Self.config(name, value, entry, topic: asked.name) { differences.append(difference) }
        }
    }

    private static func shape(
        _ asked: TopicSpec, _ found: TopicMetadata, _ assignment: [[Int32]]?
    ) -> [TopicDifference] {
        var differences: [TopicDifference] = []
        let topic = asked.name.shellWord
        let recreate = "`tripctl topic delete \(topic)` and create it anew: its records are lost"
        if found.partitions.count != Int(asked.partitions) {
            let mend =
                found.partitions.count < Int(asked.partitions)
                ? tool("kafka-topics", "--alter --topic \(topic) --partitions \(asked.partitions)")
                : "partitions cannot be taken away; " + recreate
            differences.append(
                TopicDifference(
                    what: "partitions", asked: "\(asked.partitions)", found: "\(found.partitions.count)", mend: mend))
        }
        let factors = Set(found.partitions.map(\.replicas.count)).sorted()
        if factors != [asked.replicationFactor], !found.partitions.isEmpty {
            differences.append(
                TopicDifference(
                    what: "replication factor", asked: "\(asked.replicationFactor)",
                    found: factors.map { String($0) }.joined(separator: " to "),
                    mend: "`kafka-reassign-partitions` changes replicas; or " + recreate))
        }
        let replicas = found.partitions.map(\.replicas)
        // Where the numbers differ already, the assignment does of course.
        if differences.isEmpty, let assignment, !ReplicaAssignment.isBalancedRotation(replicas, of: assignment) {
            differences.append(
                TopicDifference(
                    what: "assignment", asked: words(assignment), found: words(replicas),
                    mend: "`kafka-reassign-partitions` moves replicas; or " + recreate))
        }
        return differences
    }

    private static func config(
        _ name: String, _ asked: String, _ entry: ConfigEntry?, topic: String
    ) -> TopicDifference? {
        func difference(_ found: String) -> TopicDifference {
            TopicDifference(
                what: name, asked: asked, found: found,
                mend: tool(
                    "kafka-configs",
                    "--alter --entity-type topics --entity-name \(topic.shellWord) "
                        + "--add-config \(addConfig(name, asked).shellWord)"))
        }
        guard let entry else { return difference("not known to the broker") }
        guard let value = entry.value else { return difference("kept secret by the broker") }
        if !ConfigValue.areEqual(asked, value) { return difference(value) }
        // Retention has to be the topic's own: the broker's default may change under it.
        if name == ConfigValue.retention, entry.isDefault { return difference("\(value) from the broker's default") }
        return nil
    }

    /// kafka-configs takes a value with commas in brackets.
    private static func addConfig(_ name: String, _ value: String) -> String {
        value.contains(",") ? "\(name)=[\(value)]" : "\(name)=\(value)"
    }

    private static func tool(_ name: String, _ arguments: String) -> String {
        "`\(name) --bootstrap-server HOST:PORT \(arguments)`"
    }

    /// `(1,2) (2,3) (3,1)`; of many partitions only the first.
    private static func words(_ assignment: [[Int32]]) -> String {
        let shown = assignment.prefix(12).map { replicas in
            "(" + replicas.map { String($0) }.joined(separator: ",") + ")"
        }
        return shown.joined(separator: " ") + (assignment.count > shown.count ? " …" : "")
    }
}

/// Values of topic settings.
public enum ConfigValue {
    /// The setting that holds how long records are kept.
    public static let retention = "retention.ms"
    /// The setting that holds how many replicas must be in sync for a write with acks=all.
    public static let minISR = "min.insync.replicas"

    /// Whether two values mean the same: numbers by value (`1.0` is `1`), `true` and `false` in any case, lists
    /// without regard to blanks, the rest letter by letter.
    public static func areEqual(_ a: String, _ b: String) -> Bool {
        let a = a.trimmed
        let b = b.trimmed
        if a == b { return true }
        // Whole numbers exactly: 2^63 - 1 is the usual "never", and a Double cannot hold it.
        if let x = Int64(a), let y = Int64(b) { return x == y }
        if let x = Double(a), let y = Double(b), !(a + b).lowercased().contains("n") { return x == y }
        if ["true", "false"].contains(a.lowercased()) { return a.lowercased() == b.lowercased() }
        guard a.contains(","), b.contains(",") else { return false }
        let list = { (text: String) in
            text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        }
        return list(a) == list(b)
    }

    /// The `min.insync.replicas` among a topic's settings.
    public static func minISR(in configs: [ConfigEntry]) -> Int? {
        configs.first { $0.name == minISR }?.value.flatMap { Int($0.trimmed) }
    }
}

extension TopicSpec {
    /// Refuses what Kafka would accept and no one could mean: `min.insync.replicas` above the replication factor makes
    /// a topic that takes no write with acks=all, and Kafka 3.5.1 says nothing.
    ///
    /// - Throws: `usage`, naming both numbers.
    public func checkMinISR() throws(Failure) {
        guard let text = configs[ConfigValue.minISR] else { return }
        guard let minimum = Int(text.trimmed), minimum > 0 else {
            throw Failure(
                .usage, doing: "create topic \(name)", reason: "min.insync.replicas '\(text)' is not a number above 0",
                hint: "give --config min.insync.replicas=1")
        }
        guard minimum > replicationFactor else { return }
        throw Failure(
            .usage, doing: "create topic \(name)",
            reason: "min.insync.replicas \(minimum) is larger than the replication factor \(replicationFactor): "
                + "no producer with acks=all could ever write",
            hint: "give --replication-factor \(minimum), or a smaller min.insync.replicas")
    }
}
