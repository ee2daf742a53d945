/// What a consumer group was seen to be: everything asked of its coordinator, nothing judged.
public struct GroupObservation: Sendable, Equatable {
    /// The group's name.
    public var group: String
    /// Its state.
    public var state: GroupState
    /// The broker that coordinates it; `nil` when that is not known.
    public var coordinator: Int32?
    /// `consumer` for groups of Kafka's consumer protocol, `nil` for groups that only commit.
    public var protocolType: String?
    /// Its members; empty when there are none, or when they could not be seen.
    public var members: [GroupMember]
    /// What it has committed. A partition it has never committed is absent.
    public var committed: [TopicPartition: Int64]
    /// Why the group could not be asked, or only in part; `nil` when it was.
    public var problem: Failure?

    /// An observation.
    public init(
        group: String, state: GroupState, coordinator: Int32? = nil, protocolType: String? = nil,
        members: [GroupMember] = [], committed: [TopicPartition: Int64] = [:], problem: Failure? = nil
    ) {
        self.group = group
        self.state = state
        self.coordinator = coordinator
        self.protocolType = protocolType
        self.members = members
        self.committed = committed
        self.problem = problem
    }

    /// The partitions that members are assigned.
    public var assigned: Set<TopicPartition> { Set(members.flatMap(\.assignment)) }
}

/// A group's state, as far as it matters here.
public enum GroupState: String, Sendable, CaseIterable {
    /// It has members, and each knows its partitions.
    case stable
    /// It has members that are being assigned partitions.
    case rebalancing
    /// It has no members, and commits.
    case empty
    /// It is being removed.
    case dead
    /// The cluster has no such group.
    case notFound
    /// It could not be learned.
    case unknown
}

/// A member of a group.
public struct GroupMember: Sendable, Equatable {
    /// The id that the coordinator gave it.
    public var id: String
    /// The client id that it gave itself.
    public var clientID: String
    /// The host it connects from, without the slash that Kafka puts before it.
    public var host: String
    /// The partitions it is assigned.
    public var assignment: [TopicPartition]

    /// A member.
    public init(id: String, clientID: String, host: String, assignment: [TopicPartition]) {
        self.id = id
        self.clientID = clientID
        self.host = host
        self.assignment = assignment.sorted()
    }
}

/// A group as a broker's listing names it.
public struct ListedGroup: Sendable, Equatable {
    /// The group's name.
    public var group: String
    /// Its state.
    public var state: GroupState
    /// The broker that listed it: its coordinator.
    public var coordinator: Int32
    /// `consumer`, or `nil` for a group that only commits.
    public var protocolType: String?

    /// A listed group.
    public init(group: String, state: GroupState, coordinator: Int32, protocolType: String? = nil) {
        self.group = group
        self.state = state
        self.coordinator = coordinator
        self.protocolType = protocolType
    }
}
