import Testing
import TripCore

@Suite("Rates of lag") struct LagRatesTests {
    func sample(_ rows: [(committed: Int64?, start: Int64, end: Int64?)]) -> GroupLag {
        let places = rows.indices.map { TopicPartition("clicks", Int32($0)) }
        var committed: [TopicPartition: Int64] = [:]
        var ranges: [TopicPartition: Answer<LogRange>] = [:]
        for (at, row) in zip(places, rows) {
            committed[at] = row.committed
            ranges[at] = row.end.map { .success(LogRange(start: row.start, end: $0)) } ?? .failure(failure())
        }
        let member = GroupMember(id: "m", clientID: "c", host: "h", assignment: places)
        return GroupLag(
            observation: GroupObservation(group: "g", state: .stable, members: [member], committed: committed),
            metadata: metadata(["clicks": rows.indices.map { partition(Int32($0), [1]) }]), ranges: ranges)
    }

    func rates(
        _ before: (Int64?, Int64, Int64?), _ after: (Int64?, Int64, Int64?), seconds: Double = 10
    ) -> LagRates? {
        GroupRates(from: sample([before]), to: sample([after]), seconds: seconds)
            .partitions[TopicPartition("clicks", 0)]
    }

    @Test("one partition") func partitions() {
        #expect(rates((0, 0, 100), (60, 0, 120)) == LagRates(produced: 2, consumed: 6, catchUp: 15))
        #expect(rates((0, 0, 100), (10, 0, 120)) == LagRates(produced: 2, consumed: 1))
        #expect(rates((90, 0, 100), (110, 0, 110)) == LagRates(produced: 1, consumed: 2))
        #expect(rates((nil, 0, 100), (nil, 0, 100)) == LagRates(produced: 0, consumed: 0))
        #expect(rates((nil, 50, 100), (70, 50, 100)) == LagRates(produced: 0, consumed: 2, catchUp: 15))
        // Recreated, put back, or unknown.
        #expect(rates((90, 0, 100), (5, 0, 5)) == LagRates())
        #expect(rates((nil, 0, 100), (5, 0, 5)) == LagRates())
        #expect(rates((90, 0, 100), (10, 0, 100)) == LagRates(produced: 0))
        #expect(rates((90, 0, 100), (90, 0, nil)) == LagRates())
        #expect(rates((90, 0, 100), (90, 0, 100), seconds: 0) == LagRates())
        // What retention deletes was not consumed.
        #expect(rates((10, 0, 100), (10, 60, 100)) == LagRates(produced: 0, consumed: 0))
    }

    @Test("the group") func group() {
        let before = sample([(0, 0, 100), (0, 0, 100)])
        let draining = GroupRates(from: before, to: sample([(100, 0, 100), (0, 0, 150)]), seconds: 10)
        #expect(draining.group == LagRates(produced: 5, consumed: 10, catchUp: 30))
        #expect(draining.trend == .draining)
        let part = GroupRates(from: before, to: sample([(100, 0, 100), (0, 0, nil)]), seconds: 10)
        #expect(part.group == LagRates(produced: 0, consumed: 10))
        #expect(part.trend == nil)
        func trend(_ after: [(Int64?, Int64, Int64?)]) -> LagTrend? {
            GroupRates(from: before, to: sample(after), seconds: 10).trend
        }
        #expect(trend([(0, 0, 100), (0, 0, 110)]) == .stalled)
        #expect(trend([(5, 0, 100), (0, 0, 110)]) == .growing)
        #expect(trend([(10, 0, 100), (0, 0, 110)]) == .steady)
        #expect(trend([(100, 0, 100), (100, 0, 100)]) == .caughtUp)
    }
}
