internal import TripCore

/// How topics come and go.
extension SimulatedCluster {
    /// Adds a topic without asking whether Kafka would.
    ///
    /// - Parameters:
    ///   - replicas: for each partition its brokers, the preferred leader first.
    ///   - settings: what the topic sets otherwise than the brokers.
    public mutating func addTopic(_ name: String, replicas: [[Int32]], settings: [String: String] = [:]) {
        topics[name] = Topic(
            id: nextID(), isInternal: name == Self.offsetsTopic || name == "__transaction_state",
            settings: settings, partitions: replicas.map(Partition.init))
    }

    /// Adds a topic whose replicas go round the brokers that are up.
    public mutating func addTopic(
        _ name: String, partitions: Int, replicationFactor: Int, settings: [String: String] = [:]
    ) {
        addTopic(name, replicas: spread(partitions, replicationFactor), settings: settings)
    }

    /// Replicas in turn: partition n begins with broker n.
    func spread(_ partitions: Int, _ factor: Int) -> [[Int32]] {
        let live = live
        guard !live.isEmpty else { return Array(repeating: [], count: partitions) }
        return (0..<partitions).map { first in
            (0..<min(factor, live.count)).map { live[(first + $0) % live.count] }
        }
    }

    /// Creates a topic as the controller does when it is asked.
    ///
    /// - Throws: why Kafka would not.
    mutating func create(_ topic: CreateTopicsRequest.Topic, onlyValidate: Bool) throws(Refusal) {
        let replicas = try plan(for: topic)
        try checkSettings(topic.configs)
        guard !onlyValidate else { return }
        let settings = Dictionary(topic.configs.compactMap { config in config.value.map { (config.name, $0) } }) { $1 }
        addTopic(topic.name, replicas: replicas, settings: settings)
    }

    private func plan(for topic: CreateTopicsRequest.Topic) throws(Refusal) -> [[Int32]] {
        if topics[topic.name] != nil { throw Refusal(.topicExists, "Topic '\(topic.name)' already exists.") }
        if let problem = TopicRules.problem(of: topic.name) { throw Refusal(.invalidTopic, problem) }
        if topic.name.contains("_") || topic.name.contains("."),
            let other = TopicName.collision(of: topic.name, with: topics.keys)
        {
            throw Refusal(.invalidTopic, "Topic '\(topic.name)' collides with existing topics: \(other)")
        }
        guard topic.assignments.isEmpty else { return try checked(topic) }
        let partitions = topic.partitions == -1 ? defaultPartitions : topic.partitions
        let factor = topic.replicationFactor == -1 ? defaultReplicationFactor : topic.replicationFactor
        guard partitions > 0 else {
            throw Refusal(.invalidPartitions, "Number of partitions must be larger than 0.")
        }
        guard factor > 0 else {
            throw Refusal(.invalidReplicationFactor, "Replication factor must be larger than 0.")
        }
        guard Int(factor) <= live.count else {
            throw Refusal(
                .invalidReplicationFactor,
                "Replication factor: \(factor) larger than available brokers: \(live.count).")
        }
        return spread(Int(partitions), Int(factor))
    }

    private func checked(_ topic: CreateTopicsRequest.Topic) throws(Refusal) -> [[Int32]] {
        guard topic.partitions == -1, topic.replicationFactor == -1 else {
            throw Refusal(
                .invalidRequest,
                "Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time."
            )
        }
        let assignments = topic.assignments.sorted { $0.partition < $1.partition }
        guard assignments.enumerated().allSatisfy({ $0.offset == Int($0.element.partition) }) else {
            throw Refusal(
                .invalidReplicaAssignment, "partitions should be a consecutive 0-based integer sequence")
        }
        let brokers = assignments.map(\.brokers)
        guard brokers.allSatisfy({ Set($0).count == $0.count && !$0.isEmpty }) else {
            throw Refusal(.invalidReplicaAssignment, "Duplicate replica assignment found")
        }
        guard Set(brokers.map(\.count)).count == 1 else {
            throw Refusal(.invalidReplicaAssignment, "All partitions should have the same number of replicas")
        }
        let unknown = Set(brokers.joined()).subtracting(self.brokers.keys)
        guard unknown.isEmpty else {
            let names = unknown.sorted().map(String.init).joined(separator: ", ")
            throw Refusal(.invalidReplicaAssignment, "Unknown broker(s) in replica assignment: \(names)")
        }
        return brokers
    }

    /// Deletes a topic.
    ///
    /// - Throws: why Kafka would not.
    public mutating func deleteTopic(_ name: String) throws(Refusal) {
        guard topics[name] != nil else {
            throw Refusal(.unknownTopicOrPartition, "This server does not host this topic-partition.")
        }
        guard deletesTopics else { throw Refusal(.topicDeletionDisabled, "Topic deletion is disabled.") }
        topics[name] = nil
        // Kafka forgets the commits with the topic.
        for (group, state) in groups where state.commits.keys.contains(where: { $0.topic == name }) {
            groups[group]?.commits = state.commits.filter { $0.key.topic != name }
        }
    }
}

/// Kafka's rules for names, in Kafka's words.
enum TopicRules {
    static func problem(of name: String) -> String? {
        if name.isEmpty { return "Topic name is invalid: the empty string is not allowed" }
        if name == "." || name == ".." { return "Topic name is invalid: '\(name)' is not allowed" }
        if name.utf8.count > TopicName.longest {
            return "Topic name is invalid: the length of '\(name)' is longer than the max allowed length "
                + "\(TopicName.longest)"
        }
        do throws(Failure) {
            try TopicName.check(name, doing: "")
            return nil
        } catch {
            return "Topic name is invalid: '\(name)' contains one or more characters other than ASCII alphanumerics, "
                + "'.', '_' and '-'"
        }
    }
}
