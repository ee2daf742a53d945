/// How many brokers may still fail before a partition loses its leader or its minimum of in-sync replicas.
public struct FaultBudget: Sendable, Equatable {
    /// How many brokers may stop, whichever they are; `nil` when nothing is known.
    public var brokersMayFail: Int?
    /// The brokers that must not stop, by id. Of the others, one at a time may.
    public var mustNotStop: [Int32]
    /// The budget in a sentence.
    public var text: String

    /// A partition as the budget sees it.
    private struct Need {
        var at: TopicPartition
        var live: [Int32]
        var minimum: Int

        /// What the failure of one more broker would mean.
        var consequence: String {
            live.count <= 1 ? "would have no leader" : "would be below min.insync.replicas \(minimum)"
        }
    }

    /// The budget of these partitions. `minISR` is each topic's `min.insync.replicas`; one that is unknown counts as 1.
    ///
    /// Partitions that are broken already, below their minimum or without a live replica, leave no budget.
    public init(_ partitions: [PartitionJudgement], minISR: [String: Int?]) {
        let needs = partitions.map { judged in
            Need(
                at: judged.at, live: judged.isOffline ? [] : judged.liveInSync,
                minimum: max(1, minISR[judged.at.topic].flatMap { $0 } ?? 1))
        }
        brokersMayFail = needs.map { max(0, $0.live.count - $0.minimum) }.min()
        var depends: [Int32: [Need]] = [:]
        for need in needs where need.live.count <= need.minimum {
            for broker in need.live { depends[broker, default: []].append(need) }
        }
        mustNotStop = depends.keys.sorted()
        guard let brokersMayFail else {
            text = "how many brokers may fail is not known: there are no partitions to judge by"
            return
        }
        if brokersMayFail > 0 {
            text = brokersMayFail == 1 ? "one more broker may fail" : "\(brokersMayFail) more brokers may fail"
            return
        }
        guard !mustNotStop.isEmpty else {
            let broken = needs.count { $0.live.count < $0.minimum }
            text = "no broker may fail: \(broken.counted("partition")) cannot be used already"
            return
        }
        text = mustNotStop.compactMap { broker in depends[broker].map { Self.sentence(broker, $0) } }
            .joined(separator: "; ")
    }

    private static func sentence(_ broker: Int32, _ needs: [Need]) -> String {
        // The plainest case stands for the others: no leader rather than too few in sync.
        guard let first = needs.first(where: { $0.live.count <= 1 }) ?? needs.first else { return "" }
        let more = needs.count == 1 ? "" : ", and \((needs.count - 1).counted("more partition"))"
        return "broker \(broker) may not fail: \(first.at.topic) partition \(first.at.partition) \(first.consequence)"
            + more
    }
}
