/// What one broker says of the whole cluster. It may be up to 18 seconds old: a broker that died goes on being listed,
/// leading and in sync until its ZooKeeper session ends.
public struct ClusterMetadata: Sendable, Equatable {
    /// The cluster's id; `nil` when the broker did not say.
    public var clusterID: String?
    /// The broker that metadata names as controller. On KRaft that is a random broker: see ``ControlPlane``.
    public var controller: Int32?
    /// The brokers that are listed, by id.
    public var brokers: [ListedBroker]
    /// The topics, by name.
    public var topics: [TopicMetadata]

    /// Makes metadata, sorted.
    public init(
        clusterID: String? = nil, controller: Int32? = nil, brokers: [ListedBroker] = [], topics: [TopicMetadata] = []
    ) {
        self.clusterID = clusterID
        self.controller = controller
        self.brokers = brokers.sorted { $0.id < $1.id }
        self.topics = topics.sorted { $0.name < $1.name }
    }

    /// Every broker that is listed or that replicas are assigned to, in order. A dead broker vanishes from the list
    /// and stays in the replicas.
    public var knownBrokers: [Int32] {
        var ids = Set(brokers.map(\.id))
        for topic in topics { for partition in topic.partitions { ids.formUnion(partition.replicas) } }
        return ids.sorted()
    }

    /// The topic of that name.
    public func topic(_ name: String) -> TopicMetadata? {
        // Topics are sorted by name, and a cluster may have thousands.
        var low = 0
        var high = topics.count
        while low < high {
            let middle = (low + high) / 2
            if topics[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < topics.count && topics[low].name == name ? topics[low] : nil
    }

    /// One partition, `nil` when the topic is not there or has no such partition.
    public func partition(_ at: TopicPartition) -> PartitionMetadata? {
        guard let partitions = topic(at.topic)?.partitions else { return nil }
        if partitions.indices.contains(Int(at.partition)), partitions[Int(at.partition)].partition == at.partition {
            return partitions[Int(at.partition)]
        }
        return partitions.first { $0.partition == at.partition }
    }
}

/// A broker as metadata lists it.
public struct ListedBroker: Sendable, Equatable {
    /// The broker's id.
    public var id: Int32
    /// The host that it advertises on the listener that was asked.
    public var host: String
    /// The port that it advertises there.
    public var port: Int

    /// A broker at an address.
    public init(id: Int32, host: String, port: Int) {
        self.id = id
        self.host = host
        self.port = port
    }

    /// `host:port`, an IPv6 address in brackets.
    public var address: String { endpoint.description }

    /// Where it listens.
    public var endpoint: Address { Address(host: host, port: port) }
}

/// A topic as metadata lists it.
public struct TopicMetadata: Sendable, Equatable {
    /// The topic's name.
    public var name: String
    /// Its partitions, by number.
    public var partitions: [PartitionMetadata]
    /// Why the broker could not tell of it, `nil` when it could.
    public var problem: String?

    /// A topic with its partitions, sorted.
    public init(name: String, partitions: [PartitionMetadata], problem: String? = nil) {
        self.name = name
        self.partitions = partitions.sorted { $0.partition < $1.partition }
        self.problem = problem
    }

    /// Whether the topic is Kafka's own. librdkafka drops the flag that brokers send, so the names decide; they are
    /// the two of `org.apache.kafka.common.internals.Topic`.
    public var isInternal: Bool { Self.isInternal(name) }

    /// Whether a topic of this name is Kafka's own.
    public static func isInternal(_ name: String) -> Bool { internalNames.contains(name) }

    /// The topic that holds the groups' commits.
    public static let consumerOffsets = "__consumer_offsets"

    private static let internalNames = [consumerOffsets, "__transaction_state"]

    /// The most replicas that a partition of it has.
    public var replicationFactor: Int { partitions.map(\.replicas.count).max() ?? 0 }
}

/// A partition as metadata lists it.
public struct PartitionMetadata: Sendable, Equatable {
    /// The partition's number, from 0.
    public var partition: Int32
    /// The broker that leads it; `nil` when none does.
    public var leader: Int32?
    /// The brokers that hold it, the preferred leader first.
    public var replicas: [Int32]
    /// Those of them that are in sync. Without a leader it still names the last one that was.
    public var inSync: [Int32]

    /// A partition.
    public init(_ partition: Int32, leader: Int32?, replicas: [Int32], inSync: [Int32]) {
        self.partition = partition
        self.leader = leader
        self.replicas = replicas
        self.inSync = inSync
    }

    /// The broker that leads when all is well: the first of the replicas.
    public var preferredLeader: Int32? { replicas.first }
}
