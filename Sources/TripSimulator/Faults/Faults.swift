public import TripCore

/// What goes wrong, beside what the cluster itself knows to be wrong.
public struct Faults: Sendable {
    /// What happens to requests; the first that fits counts.
    public var list: [Fault] = []
    /// Partitions whose leader is being chosen: metadata shows none, and whoever led them denies it.
    public var electing: Set<TopicPartition> = []
    /// Metadata as it was, and until when that is still told.
    public var staleMetadata: StaleMetadata?
    /// Metadata names no controller, and nobody takes a controller's requests.
    public var hidesController = false
    /// What FindCoordinator says of a group instead of the truth, as while a coordinator moves.
    public var toldCoordinators: [String: Int32] = [:]

    /// What becomes of the bytes of an answer, its length before it included, last of all; `nil` when they go as they are.
    public var rewrite: (@Sendable (_ api: API, _ frame: [UInt8]) -> [UInt8])?

    /// Nothing goes wrong.
    public static let none = Faults()

    /// Faults, to be filled in.
    public init() {}

    /// Metadata as it was.
    public struct StaleMetadata: Sendable {
        /// The cluster as it was.
        public var cluster: SimulatedCluster
        /// Milliseconds since 1970.
        public var until: Int64

        /// Tells this cluster until then.
        public init(_ cluster: SimulatedCluster, until: Int64) {
            self.cluster = cluster
            self.until = until
        }
    }

    /// Lets something go wrong: with one broker or all, at one sort of request or all.
    public mutating func add(_ effect: Fault.Effect, broker: Int32? = nil, api: API? = nil) {
        list.append(Fault(effect: effect, broker: broker, api: api))
    }

    /// Takes away what was added for a broker.
    public mutating func clear(broker: Int32) { list.removeAll { $0.broker == broker } }

    /// What happens to a request; `nil` when it is answered.
    func effect(on broker: Int32, _ api: API) -> Fault.Effect? {
        list.first { ($0.broker ?? broker) == broker && ($0.api ?? api) == api }?.effect
    }

    /// Whether a broker's port refuses.
    func refuses(_ broker: Int32) -> Bool {
        list.contains { $0.effect == .refuses && ($0.broker ?? broker) == broker }
    }

    /// Whether a broker is frozen: connections come about, and nothing is ever read.
    func freezes(_ broker: Int32) -> Bool {
        list.contains { $0.effect == .silent && ($0.broker ?? broker) == broker && $0.api == nil }
    }
}

/// One thing that goes wrong.
public struct Fault: Sendable, Equatable {
    /// What happens.
    public var effect: Effect
    /// To whom; `nil` for every broker.
    public var broker: Int32?
    /// At which request; `nil` for all.
    public var api: API?

    /// What happens.
    public enum Effect: Sendable, Equatable {
        /// The port refuses, and connections end. The controller has not noticed.
        case refuses
        /// No answer ever comes. Without a request named, the broker is as a frozen process.
        case silent
        /// The answer comes this many milliseconds late.
        case slow(Int64)
        /// The connection ends in the middle of the answer.
        case closesInAnswer
        /// As many bytes come as the answer has, and they mean nothing.
        case garbage
        /// The answer is whole as a frame, and its content ends too early.
        case truncated
        /// The answer has this error wherever it has room for one.
        case error(ErrorCode)
    }
}
