/// The wall-clock promise of a whole command: every wait in it is bounded by one of these.
public struct Deadline: Sendable {
    private let start: ContinuousClock.Instant
    private let length: Duration

    /// A deadline `length` after `start`.
    public init(after length: Duration, since start: ContinuousClock.Instant = .now) {
        self.start = start
        self.length = length
    }

    /// The whole time given.
    public var timeout: Duration { length }

    /// What is left; never negative.
    public var remaining: Duration { max(.zero, length - start.duration(to: .now)) }

    /// Whether nothing is left.
    public var hasPassed: Bool { remaining == .zero }

    /// The moment up to which a broker that says nothing may still come to answer: four fifths of the whole, so that
    /// the rest is there for what remains to be asked of the others.
    public var patience: Deadline { Deadline(after: length * 4 / 5, since: start) }

    /// Whichever of the two ends first: this one, or one that ends `length` from now.
    public func capped(at length: Duration) -> Deadline {
        remaining < length ? self : Deadline(after: length)
    }
}

extension Duration {
    /// The length in seconds.
    public var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// The length in whole milliseconds, rounded down, as C calls want it.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
