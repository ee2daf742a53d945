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

    @Test("a warning beyond what is critical is refused, naming both") func order() throws {
        func thresholds(_ warn: String, _ crit: String) throws -> LagThresholds {
            LagThresholds(warning: try LagThreshold.parse(warn), critical: try LagThreshold.parse(crit))
        }
        for (warn, crit) in [("lag=10", "lag=10"), ("lag=10", "time=1s"), ("lag=9,time=1m", "lag=10,time=1m")] {
            try thresholds(warn, crit).checkOrder()
        }
        for (warn, crit) in [("lag=11", "lag=10"), ("time=2m,lag=1", "time=90s,lag=5")] {
            let failure = try #require(throws: Failure.self) { try thresholds(warn, crit).checkOrder() }
            #expect(failure.kind == .usage)
            #expect(failure.doing.contains("--warn") && failure.doing.contains("--crit"))
        }
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
        var missing = group(.notFound)
        missing.mayBeMissing = true
        #expect(try verdict(missing, warn: "lag=1") == .ok)
        #expect(missing.findings.map(\.severity) == [.info])
        #expect(try verdict(group(.unknown), warn: "lag=1") == .unknown)
        #expect(try verdict(group(.empty), warn: "lag=1") == .ok)
        #expect(try verdict(group(.empty), warn: "lag=0") == .warning)
    }
}
