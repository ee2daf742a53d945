import Testing
import TripCore

@Suite("Thresholds of lag") struct LagThresholdTests {
    @Test(
        "what can be written",
        arguments: [
            ("lag=1000", LagThreshold(lag: 1000)), ("time=60s", LagThreshold(time: .seconds(60))),
            ("lag=1000,time=5m", LagThreshold(lag: 1000, time: .seconds(300))),
            (" time = 1h , lag = 0 ", LagThreshold(lag: 0, time: .seconds(3600))),
        ]) func good(_ text: String, _ expected: LagThreshold) throws
    {
        #expect(try LagThreshold.parse(text) == expected)
    }

    @Test(
        "what cannot",
        arguments: [
            ("", "empty"), ("1000", "NAME=VALUE"), ("lag=", "not a number"), ("lag=-1", "not a number"),
            ("lag=1k", "not a number"), ("lag=1,", "empty"), ("lag=1,lag=2", "twice"), ("time=60", "no unit"),
            ("age=60s", "no threshold 'age'"), ("time=1s,time=2s", "twice"),
            ("lag=99999999999999999999", "not a number"),
        ]) func bad(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try LagThreshold.parse(text, source: "--warn") }
        #expect(failure.kind == .usage)
        #expect(failure.doing.contains("--warn '\(text)'"))
        #expect(failure.reason.contains(reason))
        #expect(failure.hint?.contains("lag=1000,time=60s") == true)
    }

    /// 40 behind in one partition, 12.5 s old; and with `partial` a second one of which nothing is known.
    func lag(partial: Bool = false, timed: Bool = true) -> GroupLag {
        let at = TopicPartition("clicks", 0)
        let dark = TopicPartition("clicks", 1)
        let committed = partial ? [at: Int64(60), dark: 1] : [at: 60]
        return GroupLag(
            observation: GroupObservation(group: "orders", state: .empty, committed: committed),
            metadata: metadata(["clicks": [partition(0, [1]), partition(1, [2], leader: .some(nil))]]),
            ranges: [at: .success(LogRange(start: 0, end: 100))],
            times: timed ? [at: .success(.at(milliseconds: 7_500))] : [:], now: 20_000)
    }

    func verdict(_ lag: GroupLag, warn: String? = nil, crit: String? = nil) throws -> Verdict {
        let thresholds = LagThresholds(
            warning: try warn.map { try LagThreshold.parse($0) }, critical: try crit.map { try LagThreshold.parse($0) })
        return Verdict(of: lag.findings(judgedBy: thresholds))
    }

    @Test("reached at, not only above") func reached() throws {
        #expect(try verdict(lag(), warn: "lag=41") == .ok)
        #expect(try verdict(lag(), warn: "lag=40") == .warning)
        #expect(try verdict(lag(), warn: "lag=10", crit: "lag=40") == .critical)
        #expect(try verdict(lag(), warn: "lag=10", crit: "lag=41") == .warning)
        #expect(try verdict(lag(), crit: "time=12500ms") == .critical)
        #expect(try verdict(lag(), crit: "time=12501ms") == .ok)
        #expect(try verdict(lag(), warn: "time=1s", crit: "lag=40") == .critical)
        #expect(lag().findings(judgedBy: LagThresholds()) == lag().findings)
    }

    @Test("a lower bound that is over is reached, one that is below is unknown") func partial() throws {
        #expect(try verdict(lag(partial: true), crit: "lag=40") == .critical)
        #expect(try verdict(lag(partial: true), warn: "lag=40") == .unknown)
        #expect(try verdict(lag(partial: true), crit: "lag=41") == .unknown)
        let findings = lag(partial: true).findings(judgedBy: LagThresholds(critical: LagThreshold(lag: 40)))
        #expect(findings.only(.lagReached)?.text == "lag is at least 40, the threshold 40")
        #expect(try verdict(lag(timed: false), warn: "time=1s") == .unknown)
    }

    @Test("of what is not there or not known there is nothing to judge") func nothing() throws {
        func group(_ state: GroupState) -> GroupLag {
            GroupLag(
                observation: GroupObservation(group: "g", state: state), metadata: metadata([:]), ranges: [:])
        }
        #expect(try verdict(group(.notFound), warn: "lag=1") == .unknown)
        #expect(try verdict(group(.notFound)) == .warning)
        #expect(try verdict(group(.unknown), warn: "lag=1") == .unknown)
        #expect(try verdict(group(.empty), warn: "lag=1") == .ok)
        #expect(try verdict(group(.empty), warn: "lag=0") == .warning)
    }
}

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
