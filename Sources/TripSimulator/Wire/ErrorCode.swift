/// An error as Kafka's protocol numbers it.
public struct ErrorCode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public var rawValue: Int16

    /// Any number, known here or not.
    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// No error.
    public static let none = ErrorCode(rawValue: 0)
    /// OFFSET_OUT_OF_RANGE
    public static let offsetOutOfRange = ErrorCode(rawValue: 1)
    /// CORRUPT_MESSAGE
    public static let corruptMessage = ErrorCode(rawValue: 2)
    /// UNKNOWN_TOPIC_OR_PARTITION
    public static let unknownTopicOrPartition = ErrorCode(rawValue: 3)
    /// LEADER_NOT_AVAILABLE
    public static let leaderNotAvailable = ErrorCode(rawValue: 5)
    /// NOT_LEADER_OR_FOLLOWER
    public static let notLeader = ErrorCode(rawValue: 6)
    /// REQUEST_TIMED_OUT
    public static let requestTimedOut = ErrorCode(rawValue: 7)
    /// COORDINATOR_LOAD_IN_PROGRESS
    public static let coordinatorLoading = ErrorCode(rawValue: 14)
    /// COORDINATOR_NOT_AVAILABLE
    public static let coordinatorNotAvailable = ErrorCode(rawValue: 15)
    /// NOT_COORDINATOR
    public static let notCoordinator = ErrorCode(rawValue: 16)
    /// INVALID_TOPIC_EXCEPTION
    public static let invalidTopic = ErrorCode(rawValue: 17)
    /// NOT_ENOUGH_REPLICAS
    public static let notEnoughReplicas = ErrorCode(rawValue: 19)
    /// ILLEGAL_GENERATION
    public static let illegalGeneration = ErrorCode(rawValue: 22)
    /// INCONSISTENT_GROUP_PROTOCOL
    public static let inconsistentGroupProtocol = ErrorCode(rawValue: 23)
    /// INVALID_GROUP_ID
    public static let invalidGroupID = ErrorCode(rawValue: 24)
    /// UNKNOWN_MEMBER_ID
    public static let unknownMember = ErrorCode(rawValue: 25)
    /// REBALANCE_IN_PROGRESS
    public static let rebalanceInProgress = ErrorCode(rawValue: 27)
    /// TOPIC_AUTHORIZATION_FAILED
    public static let topicAuthorizationFailed = ErrorCode(rawValue: 29)
    /// GROUP_AUTHORIZATION_FAILED
    public static let groupAuthorizationFailed = ErrorCode(rawValue: 30)
    /// CLUSTER_AUTHORIZATION_FAILED
    public static let clusterAuthorizationFailed = ErrorCode(rawValue: 31)
    /// UNSUPPORTED_SASL_MECHANISM
    public static let unsupportedMechanism = ErrorCode(rawValue: 33)
    /// ILLEGAL_SASL_STATE
    public static let illegalLoginState = ErrorCode(rawValue: 34)
    /// UNSUPPORTED_VERSION
    public static let unsupportedVersion = ErrorCode(rawValue: 35)
    /// TOPIC_ALREADY_EXISTS
    public static let topicExists = ErrorCode(rawValue: 36)
    /// INVALID_PARTITIONS
    public static let invalidPartitions = ErrorCode(rawValue: 37)
    /// INVALID_REPLICATION_FACTOR
    public static let invalidReplicationFactor = ErrorCode(rawValue: 38)
    /// INVALID_REPLICA_ASSIGNMENT
    public static let invalidReplicaAssignment = ErrorCode(rawValue: 39)
    /// INVALID_CONFIG
    public static let invalidConfig = ErrorCode(rawValue: 40)
    /// NOT_CONTROLLER
    public static let notController = ErrorCode(rawValue: 41)
    /// INVALID_REQUEST
    public static let invalidRequest = ErrorCode(rawValue: 42)
    /// UNSUPPORTED_FOR_MESSAGE_FORMAT
    public static let unsupportedFormat = ErrorCode(rawValue: 43)
    /// SASL_AUTHENTICATION_FAILED
    public static let loginFailed = ErrorCode(rawValue: 58)
    /// TOPIC_DELETION_DISABLED
    public static let topicDeletionDisabled = ErrorCode(rawValue: 73)
    /// MEMBER_ID_REQUIRED
    public static let memberIDRequired = ErrorCode(rawValue: 79)
}
