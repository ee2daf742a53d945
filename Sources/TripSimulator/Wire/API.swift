/// The requests of Kafka's protocol that the simulator answers, by their number on the wire.
///
/// Numbers and versions are those that Apache Kafka 3.5.1 publishes, cut to what librdkafka asks for.
public enum API: Int16, Sendable, CaseIterable {
    /// Records to append.
    case produce = 0
    /// Records to read.
    case fetch = 1
    /// First, next and dated offsets.
    case listOffsets = 2
    /// Brokers, topics, leaders, replicas.
    case metadata = 3
    /// A group's commits, written.
    case offsetCommit = 8
    /// A group's commits, read.
    case offsetFetch = 9
    /// Which broker a group is to talk to.
    case findCoordinator = 10
    /// A member comes, or comes again for a new generation.
    case joinGroup = 11
    /// A sign of life of a member.
    case heartbeat = 12
    /// A member goes.
    case leaveGroup = 13
    /// A member fetches its share, and the leader deals them out.
    case syncGroup = 14
    /// State and members of groups.
    case describeGroups = 15
    /// The groups that a broker coordinates.
    case listGroups = 16
    /// Which way to log in.
    case saslHandshake = 17
    /// What a broker can be asked.
    case apiVersions = 18
    /// Topics, made.
    case createTopics = 19
    /// Topics, gone.
    case deleteTopics = 20
    /// A number for an idempotent producer.
    case initProducerID = 22
    /// Settings of topics and brokers.
    case describeConfigs = 32
    /// The login itself.
    case saslAuthenticate = 36

    /// The versions that are understood.
    var versions: ClosedRange<Int16> {
        switch self {
        case .produce: 0...9
        case .fetch: 0...12
        case .listOffsets: 0...7
        case .metadata: 0...12
        case .offsetCommit, .offsetFetch: 0...8
        case .findCoordinator: 0...4
        case .joinGroup: 0...7
        case .heartbeat, .leaveGroup: 0...4
        case .syncGroup, .describeGroups: 0...5
        case .listGroups: 0...4
        case .saslHandshake: 0...1
        case .apiVersions: 0...3
        case .createTopics: 0...4
        case .deleteTopics: 0...5
        case .initProducerID: 0...4
        case .describeConfigs: 0...4
        case .saslAuthenticate: 0...2
        }
    }

    /// The first version with compact lengths and tagged fields.
    private var firstFlexible: Int16 {
        switch self {
        case .produce, .metadata: 9
        case .fetch: 12
        case .listOffsets, .offsetFetch, .joinGroup: 6
        case .offsetCommit: 8
        case .findCoordinator, .listGroups, .apiVersions: 3
        case .heartbeat, .leaveGroup, .syncGroup, .deleteTopics, .describeConfigs: 4
        case .describeGroups, .createTopics: 5
        case .saslHandshake: .max
        case .initProducerID, .saslAuthenticate: 2
        }
    }

    /// Whether a version has compact lengths and tagged fields.
    func isFlexible(_ version: Int16) -> Bool { version >= firstFlexible }

    /// Whether an answer's header has tagged fields. That of ApiVersions never has: who asks does not know yet which
    /// versions the broker speaks.
    func hasTaggedAnswerHeader(_ version: Int16) -> Bool { self != .apiVersions && isFlexible(version) }
}
