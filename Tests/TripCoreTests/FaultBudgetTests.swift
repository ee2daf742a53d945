import Testing
import TripCore

@Suite("The fault budget") struct FaultBudgetTests {
    func budget(
        _ partitions: [PartitionMetadata], brokers: [Int32] = [1, 2, 3], refuse: Set<Int32> = [], minISR: Int? = 1
    ) -> FaultBudget {
        let seen = snapshot(metadata(brokers: brokers, ["tripclick-logs": partitions]), refuse: refuse)
        let judged = partitions.map {
            PartitionJudgement(TopicPartition("tripclick-logs", $0.partition), $0, in: seen, minISR: minISR)
        }
        return FaultBudget(judged, minISR: ["tripclick-logs": minISR])
    }

    @Test("one more may fail") func one() {
        let whole = budget(clickLogs)
        #expect(whole.brokersMayFail == 1)
        #expect(whole.mustNotStop.isEmpty)
        #expect(whole.text == "one more broker may fail")
        #expect(budget([partition(0, [1, 2, 3])]).text == "2 more brokers may fail")
        #expect(budget([partition(0, [1, 2, 3])], minISR: 2).brokersMayFail == 1)
        #expect(budget(clickLogs, minISR: nil).brokersMayFail == 1)
    }

    @Test("a broker that must not") func none() {
        let short = budget(
            [partition(0, [1, 2]), partition(1, [2, 3], isr: [2]), partition(2, [3, 1], isr: [1], leader: 1)],
            brokers: [1, 2])
        #expect(short.brokersMayFail == 0)
        #expect(short.mustNotStop == [1, 2])
        #expect(
            short.text == """
                broker 1 may not fail: tripclick-logs partition 2 would have no leader; \
                broker 2 may not fail: tripclick-logs partition 1 would have no leader
                """)
        let many = budget((0..<4).map { partition($0, [2]) })
        #expect(many.mustNotStop == [2])
        #expect(
            many.text == "broker 2 may not fail: tripclick-logs partition 0 would have no leader, and 3 more partitions"
        )
        let strict = budget([partition(0, [1, 2])], minISR: 2)
        #expect(strict.mustNotStop == [1, 2])
        #expect(
            strict.text.hasPrefix(
                "broker 1 may not fail: tripclick-logs partition 0 would be below min.insync.replicas 2"))
    }

    @Test("an in-sync replica that refuses is no replica") func dialled() {
        #expect(budget(clickLogs, refuse: [3]).mustNotStop == [1, 2])
    }

    @Test("nothing left, nothing known") func edges() {
        let offline = budget([partition(0, [2], leader: .some(nil))])
        #expect(offline.brokersMayFail == 0)
        #expect(offline.mustNotStop.isEmpty)
        #expect(offline.text == "no broker may fail: 1 partition cannot be used already")
        #expect(budget([]).brokersMayFail == nil)
    }
}
