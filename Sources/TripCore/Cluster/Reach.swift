/// What came of dialling a broker's listener.
public enum Reach: Sendable, Equatable {
    /// It answered, in that many seconds from request to reply; `nil` when that was not measured.
    case answers(latency: Double?)
    /// Something said no: a refused connection, a name that does not resolve, a login that failed.
    case refuses(reason: String)
    /// Nothing came before the deadline.
    case silent(reason: String)

    /// Whether it answered.
    public var isUp: Bool { if case .answers = self { true } else { false } }

    /// Why it did not answer, `nil` when it did.
    public var reason: String? {
        switch self {
        case .answers: nil
        case .refuses(let reason), .silent(let reason): reason
        }
    }
}

/// Who runs the cluster.
public enum ControlPlane: Sendable, Equatable {
    /// ZooKeeper, with this broker as controller, or none.
    case zooKeeper(controller: Int32?)
    /// KRaft: metadata names a random broker as controller, so none is shown.
    case kraft
    /// It could not be learned, for this reason.
    case unknown(reason: String)
}

/// The cluster as it was seen at one moment: what metadata says, and what came of dialling every broker.
public struct ClusterSnapshot: Sendable, Equatable {
    /// What one broker says of all.
    public var metadata: ClusterMetadata
    /// What came of dialling each broker that is listed.
    public var reach: [Int32: Reach]
    /// Bootstrap addresses that did not answer.
    public var bootstrapProblems: [AddressProblem]

    /// A snapshot.
    public init(metadata: ClusterMetadata, reach: [Int32: Reach], bootstrapProblems: [AddressProblem] = []) {
        self.metadata = metadata
        self.reach = reach
        self.bootstrapProblems = bootstrapProblems
    }

    /// What came of dialling a broker. One that is not listed has no address to dial.
    public func reach(of broker: Int32) -> Reach? { reach[broker] }

    /// The brokers that are listed and answer.
    public var live: Set<Int32> { Set(reach.filter(\.value.isUp).keys) }
}
