public import TripCore

/// A consumer group.
public struct Group: Sendable, Equatable {
    /// Where it is in its life.
    public enum State: String, Sendable {
        /// No members; there may be commits.
        case empty = "Empty"
        /// Members come and say what they want.
        case preparing = "PreparingRebalance"
        /// The members of the new generation are known, and their shares are not.
        case completing = "CompletingRebalance"
        /// Every member has its share.
        case stable = "Stable"
        /// No such group.
        case dead = "Dead"
    }

    /// Where it is in its life.
    public internal(set) var state = State.empty
    /// `consumer`, or empty for a group that only ever committed.
    public internal(set) var protocolType = ""
    /// The assignor, such as `range`.
    public internal(set) var protocolName = ""
    /// Counts the rebalances.
    public internal(set) var generation: Int32 = 0
    /// The member that deals out the shares.
    public internal(set) var leader: String?
    /// Its members, in the order they came in.
    public internal(set) var members: [Member] = []
    /// What it has committed.
    public internal(set) var commits: [TopicPartition: Commit] = [:]

    /// When the members that have not come again are given up; `nil` outside a rebalance.
    var joinDeadline: Int64?
    /// Ids that were given out to members that have not come with them yet.
    var promised: Set<String> = []

    /// An empty group.
    public init() {}

    /// A commit.
    public struct Commit: Sendable, Equatable {
        /// The next offset to read.
        public var offset: Int64
        /// What the consumer noted with it.
        public var metadata: String?

        /// A commit.
        public init(_ offset: Int64, metadata: String? = "") {
            self.offset = offset
            self.metadata = metadata
        }
    }

    /// A member.
    public struct Member: Sendable, Equatable {
        /// The id that the coordinator gave it.
        public var id: String
        /// The id that it has of its own, where it has one.
        public var instance: String?
        /// What the client calls itself.
        public var clientID: String
        /// Where it comes from, such as `/127.0.0.1`.
        public var host: String
        /// The assignors that it knows, each with what it wants.
        var protocols: [JoinGroupRequest.Assignor] = []
        /// What it was dealt, as the assignor wrote it.
        var assignment: [UInt8] = []
        /// Milliseconds without a word after which it is taken for gone.
        var sessionTimeout: Int64 = 0
        /// Milliseconds that it may take to come again in a rebalance.
        var rebalanceTimeout: Int64 = 0
        /// When it is taken for gone; `nil` for a member that was put there and speaks to nobody.
        var deadline: Int64?
        /// Whether it has come for the next generation.
        var hasJoined = false
    }
}
