/// Something about a cluster that `tripctl wait` waits for, as the command line names it.
public struct WaitCondition: Sendable, Equatable {
    /// What has to be true.
    public enum Demand: Sendable, Equatable {
        /// So many brokers answer, or at least so many.
        case brokers(Int, orMore: Bool)
        /// Every replica of every partition is in sync, and its broker answers.
        case fullISR
        /// A topic of this name exists, and every partition of it has a leader that answers.
        case topic(String)
        /// The lag of a group, in records over all of its partitions, is within the bound.
        case lag(group: String, Bound<Int64>)
        /// The age of the oldest record that a group has not processed is within the bound.
        case age(group: String, Bound<Duration>)
        /// The verdict of `health` is no worse than this.
        case health(Verdict)
        /// There is a controller, and it answers.
        case controller
    }

    /// An amount that is not to be reached, or not to be passed.
    public struct Bound<Amount: Comparable & Sendable>: Sendable, Equatable {
        /// The amount.
        public var limit: Amount
        /// Whether the amount itself is within.
        public var isInclusive: Bool

        /// A bound: `<`, or `<=` when it is inclusive.
        public init(_ limit: Amount, isInclusive: Bool = false) {
            self.limit = limit
            self.isInclusive = isInclusive
        }

        /// Whether an amount is within.
        public func allows(_ amount: Amount) -> Bool { isInclusive ? amount <= limit : amount < limit }
    }

    /// The condition as it was given, without blanks round it.
    public var text: String
    /// What has to be true.
    public var demand: Demand

    /// A condition.
    public init(_ text: String, _ demand: Demand) {
        self.text = text
        self.demand = demand
    }

    /// What is waited for when nothing is named.
    public static let standard = WaitCondition("health=OK", .health(.ok))

    /// The group that has to be asked about.
    public var group: String? {
        switch demand {
        case .lag(let group, _), .age(let group, _): group
        default: nil
        }
    }

    /// Whether the ages of records have to be read.
    public var asksAge: Bool { if case .age = demand { true } else { false } }

    /// Whether the whole of `health` has to be judged.
    public var asksHealth: Bool { if case .health = demand { true } else { false } }

    /// Whether it has to be known who runs the cluster.
    public var asksController: Bool { asksHealth || demand == .controller }
}
