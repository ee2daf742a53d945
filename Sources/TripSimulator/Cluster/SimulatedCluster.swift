public import TripCore

/// A Kafka cluster as a value: its brokers, topics, records and groups, and what the controller has decided.
///
/// Nothing happens in it by itself but what the time brings, and the time is ``now``, which whoever runs it sets. What
/// goes wrong without the controller having noticed is no part of it: see ``Faults``.
public struct SimulatedCluster: Sendable {
    /// The cluster's id, as metadata tells it.
    public var id = "simulated-cluster-0001"
    /// The brokers by their ids, those that are down too.
    public var brokers: [Int32: Broker] = [:]
    /// The controller; `nil` when there is none.
    public var controller: Int32?
    /// The topics by their names.
    public internal(set) var topics: [String: Topic] = [:]
    /// The groups by their names.
    public internal(set) var groups: [String: Group] = [:]
    /// Milliseconds since 1970. The server sets it before every request and every change.
    public var now: Int64 = 0
    /// Who may log in, with PLAIN, and the password; `nil` when nobody has to.
    public var users: [String: String]?
    /// Whether asking for a topic makes it, as `auto.create.topics.enable` does.
    public var createsTopicsWhenAsked = false
    /// Whether topics can be deleted: `delete.topic.enable`.
    public var deletesTopics = true
    /// `num.partitions`
    public var defaultPartitions: Int32 = 3
    /// `default.replication.factor`; never more than there are brokers.
    public var defaultReplicationFactor: Int16 = 2
    /// Settings that every broker has in its file, by name, such as `min.insync.replicas`.
    public var brokerSettings: [String: String] = ["min.insync.replicas": "1", "log.retention.hours": "168"]

    /// The groups whose commits one partition of `__consumer_offsets` holds, so that a broker finds its own at once.
    var groupsByPartition: [Int32: Set<String>] = [:]
    /// The groups with a member whose session may end or a rebalance that may.
    var groupsWithDeadlines: Set<String> = []
    /// Counts what was given out: topic ids, member ids, producers.
    var serial: UInt64 = 0

    /// A cluster of these brokers on 127.0.0.1, each on a port that the system chooses, the first of them the
    /// controller. It has no topics and no groups.
    public init(brokers ids: some Sequence<Int32> = 1...3) {
        for id in ids { brokers[id] = Broker() }
        controller = brokers.keys.min()
    }

    /// The brokers that are up, by rising id.
    public var live: [Int32] { brokers.filter(\.value.isUp).keys.sorted() }

    /// A number that was not given out before.
    mutating func nextSerial() -> UInt64 {
        serial += 1
        return serial
    }

    /// Sixteen bytes that look random and are not: the same cluster gives out the same.
    mutating func nextID() -> TopicID {
        TopicID(high: mixed(nextSerial()), low: mixed(nextSerial()))
    }
}

/// Spreads a number over all bits (the finalizer of SplitMix64).
func mixed(_ number: UInt64) -> UInt64 {
    var z = number &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
}

/// A topic's id.
public struct TopicID: Sendable, Hashable {
    /// The first eight bytes.
    public var high: UInt64 = 0
    /// The last eight bytes.
    public var low: UInt64 = 0

    /// In the form of a UUID.
    var text: String {
        func digits(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let all = Array(digits(high) + digits(low))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(all[$0]) }.joined(separator: "-")
    }
}

/// A broker.
public struct Broker: Sendable, Equatable {
    /// The port it listens on, on 127.0.0.1; 0 until the server has one from the system.
    public var port: Int
    /// Where it says that it is; `nil` for where it listens.
    public var advertised: Address?
    /// The rack it says it stands in.
    public var rack: String?
    /// Whether it runs and the controller knows. One that is not up is in no metadata, and its port refuses.
    public var isUp = true

    /// A broker on a port; 0 lets the system choose.
    public init(port: Int = 0, advertised: Address? = nil, rack: String? = nil) {
        self.port = port
        self.advertised = advertised
        self.rack = rack
    }

    /// What metadata says of it.
    public var address: Address { advertised ?? Address(host: "127.0.0.1", port: port) }
}

/// A topic.
public struct Topic: Sendable {
    /// Its id.
    public var id = TopicID()
    /// Whether it is Kafka's own, such as `__consumer_offsets`.
    public var isInternal = false
    /// What it sets otherwise than the brokers, by name.
    public var settings: [String: String] = [:]
    /// Its partitions, by number.
    public var partitions: [Partition] = []
}

/// A partition: where it lies, who leads it, and its records.
public struct Partition: Sendable {
    /// The brokers that hold it, the preferred leader first.
    public var replicas: [Int32]
    /// The replicas that are in sync.
    public var inSync: [Int32]
    /// The leader; `nil` when there is none.
    public var leader: Int32?
    /// How often a leader was chosen.
    public var epoch: Int32 = 0
    /// Its records.
    public var log = Log()

    /// A partition on these brokers, all in sync and led by the first.
    public init(replicas: [Int32]) {
        self.replicas = replicas
        inSync = replicas
        leader = replicas.first
    }
}

/// A refusal that Kafka has a number for.
public struct Refusal: Error, Sendable, Equatable {
    /// The number.
    public var code: ErrorCode
    /// In words, where Kafka has any.
    public var message: String?

    init(_ code: ErrorCode, _ message: String? = nil) {
        self.code = code
        self.message = message
    }
}
