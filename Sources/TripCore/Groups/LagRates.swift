/// How fast records come and go.
public struct LagRates: Sendable, Equatable {
    /// Records written, a second; `nil` when unknown, or when the log was recreated between the samples.
    public var produced: Double?
    /// Records committed, a second; `nil` when unknown, or when the group was put back to an earlier offset.
    public var consumed: Double?
    /// Seconds until nothing waits, at these rates; only when the lag is shrinking.
    public var catchUp: Double?

    /// Rates.
    public init(produced: Double? = nil, consumed: Double? = nil, catchUp: Double? = nil) {
        self.produced = produced
        self.consumed = consumed
        self.catchUp = catchUp
    }
}

/// Where a lag is going.
public enum LagTrend: String, Sendable, CaseIterable {
    /// Nothing waits.
    case caughtUp
    /// It shrinks.
    case draining
    /// It neither shrinks nor grows.
    case steady
    /// It grows, although records are committed.
    case growing
    /// Records wait, and none is committed.
    case stalled
}

/// A group's rates, from two samples of its lag.
public struct GroupRates: Sendable, Equatable {
    /// The whole group's: sums of what is known. Time to catch up only when every partition is known.
    public var group: LagRates
    /// Each partition's that is in both samples.
    public var partitions: [TopicPartition: LagRates]
    /// Where the group's lag is going; `nil` when that is unknown.
    public var trend: LagTrend?

    /// The rates between two samples, `seconds` apart.
    public init(from before: GroupLag, to after: GroupLag, seconds: Double) {
        let earlier = Dictionary(before.partitions.map { ($0.at, $0) }, uniquingKeysWith: { first, _ in first })
        partitions = [:]
        var all: [LagRates] = []
        for row in after.partitions {
            let rates = earlier[row.at].map { LagRates(from: $0, to: row, seconds: seconds) } ?? LagRates()
            all.append(rates)
            if earlier[row.at] != nil { partitions[row.at] = rates }
        }
        let produced = all.compactMap(\.produced)
        let consumed = all.compactMap(\.consumed)
        group = LagRates(
            produced: produced.isEmpty ? nil : produced.reduce(0, +),
            consumed: consumed.isEmpty ? nil : consumed.reduce(0, +))
        trend = nil
        let isWhole = after.total.isComplete && produced.count == all.count && consumed.count == all.count
        if isWhole, let lag = after.total.lag {
            group.estimate(lag)
            trend = group.trend(lag)
        }
    }
}

extension LagRates {
    /// The rates of one partition between two samples.
    init(from before: PartitionLag, to after: PartitionLag, seconds: Double) {
        self.init()
        guard seconds > 0 else { return }
        if let old = before.end, let new = after.end, new >= old { produced = Double(new - old) / seconds }
        consumed = Self.consumed(from: before, to: after).map { Double($0) / seconds }
        if let lag = after.lag { estimate(lag) }
    }

    /// Records committed between two samples. What retention deletes under a group that stands still was not consumed.
    private static func consumed(from before: PartitionLag, to after: PartitionLag) -> Int64? {
        guard let old = before.position, let oldEnd = before.end, let newEnd = after.end else { return nil }
        // Recreated, or put back: a difference of offsets would mean nothing.
        guard newEnd >= oldEnd, before.beyond == nil, after.beyond == nil else { return nil }
        switch (before.committed, after.committed) {
        case (_, nil): return before.committed == nil ? 0 : nil
        case (let first, let second?):
            if let first, second < first { return nil }
            return max(0, second - old)
        }
    }

    /// Fills in the time to catch up.
    mutating func estimate(_ lag: Int64) {
        catchUp = nil
        guard let produced, let consumed, lag > 0, consumed > produced else { return }
        catchUp = Double(lag) / (consumed - produced)
    }

    /// Where a lag of that size is going at these rates; `nil` when a rate is unknown.
    public func trend(_ lag: Int64) -> LagTrend? {
        if lag == 0 { return .caughtUp }
        guard let produced, let consumed else { return nil }
        if consumed == 0 { return .stalled }
        if consumed == produced { return .steady }
        return consumed > produced ? .draining : .growing
    }
}
