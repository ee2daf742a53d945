/// A topic as it is asked for.
public struct TopicSpec: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How many partitions.
    public var partitions: Int32
    /// How many replicas each has.
    public var replicationFactor: Int
    /// Settings to set on the topic itself, by name.
    public var configs: [String: String]

    /// A specification.
    public init(name: String, partitions: Int32, replicationFactor: Int, configs: [String: String]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configs = configs
    }

    /// The topic of the click logs: its name.
    public static let clickLogs = "tripclick-logs"
    /// Partitions asked for by default: one a broker.
    public static let defaultPartitions: Int32 = 3
    /// Replicas asked for by default: two copies survive one broker.
    public static let defaultReplicationFactor = 2

    /// The balanced assignment of its partitions over these brokers.
    ///
    /// - Throws: `refused`, when there are fewer brokers than replicas; `usage`, for a number below 1.
    public func assignment(over brokers: [Int32]) throws(Failure) -> [[Int32]] {
        try ReplicaAssignment.balanced(
            partitions: partitions, replicationFactor: replicationFactor, brokers: brokers, topic: name)
    }
}

/// A topic ready to be created: every partition's replicas are chosen.
public struct NewTopic: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The replicas of each partition, the preferred leader first.
    public var assignment: [[Int32]]
    /// Settings to set on the topic itself, by name.
    public var configs: [String: String]

    /// A topic to create.
    public init(name: String, assignment: [[Int32]], configs: [String: String]) {
        self.name = name
        self.assignment = assignment
        self.configs = configs
    }
}

/// A setting as a broker tells it.
public struct ConfigEntry: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its effective value; `nil` when the broker keeps it secret.
    public var value: String?
    /// Whether nothing sets it on the topic, so that the broker's own value holds.
    public var isDefault: Bool

    /// A setting.
    public init(name: String, value: String?, isDefault: Bool) {
        self.name = name
        self.value = value
        self.isDefault = isDefault
    }
}
