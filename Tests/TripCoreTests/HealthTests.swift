import Testing
import TripCore

@Suite("Health") struct HealthTests {
    let plane = ControlPlane.zooKeeper(controller: 1)
    let offsets = [partition(0, [1, 2]), partition(1, [2, 3])]

    func health(
        _ topics: [String: [PartitionMetadata]], brokers: [Int32] = [1, 2, 3], refuse: Set<Int32> = [],
        silent: Set<Int32> = [], minISR: Int? = 1, expected: Int = 3, names: Set<String>? = nil,
        groups: [GroupLag] = [],
        thresholds: LagThresholds = LagThresholds()
    ) -> Health {
        let seen = snapshot(metadata(brokers: brokers, topics), refuse: refuse, silent: silent)
        return Health(
            seen, minISR: topics.mapValues { _ in minISR }, controlPlane: plane, expected: expected, topics: names,
            groups: groups, thresholds: thresholds)
    }

    @Test("all is well") func well() {
        let health = health(["tripclick-logs": clickLogs, "__consumer_offsets": offsets])
        #expect(health.verdict == .ok)
        #expect(health.findings.isEmpty)
        #expect(health.checks.map(\.name) == ["brokers", "controller", "leaders", "replication", "min-isr", "spread"])
        #expect(
            health.checks.map(\.text)[0...2] == [
                "3 of 3 answer", "broker 1", "5 partitions, each led by a broker that answers",
            ])
        #expect(health.faultBudget.text == "one more broker may fail")
    }

    @Test("a broker killed a second ago is never healthy") func killed() {
        let health = health(["tripclick-logs": clickLogs], refuse: [3])
        #expect(health.verdict == .critical)
        #expect(health.checks.map(\.verdict) == [.critical, .ok, .critical, .warning, .ok, .ok])
        #expect(health.findings.codes == ["TC102", "TC202", "TC211"])
        #expect(
            health.checks[2].text == "topic tripclick-logs partition 2: its leader, broker 3, refuses connections "
                + "(connection refused): metadata has yet to notice")
    }

    @Test("off the list: a warning, and one copy left") func gone() {
        let short = [
            partition(0, [1, 2]), partition(1, [2, 3], isr: [2]), partition(2, [3, 1], isr: [1], leader: 1),
        ]
        let health = health(["tripclick-logs": short], brokers: [1, 2])
        #expect(health.verdict == .warning)
        #expect(Set(health.findings.codes) == ["TC101", "TC106", "TC206", "TC209"])
        #expect(health.checks[3].text.hasSuffix(" (1 more finding)"))
        #expect(health.checks[5].verdict == .ok)
        #expect(health.checks[5].text == "1 partition led by another than the preferred leader")
    }

    @Test("a frozen broker is unknown") func frozen() {
        let health = health(["tripclick-logs": clickLogs], silent: [3])
        #expect(health.verdict == .unknown)
        #expect(Set(health.findings.codes) == ["TC103", "TC203", "TC211"])
    }

    @Test("fewer brokers than replicas, below min ISR, __consumer_offsets counts") func critical() {
        let triple = [partition(0, [1, 2, 3], isr: [1, 2])]
        #expect(health(["t": triple], brokers: [1, 2]).findings.codes.contains("TC107"))
        #expect(health(["t": triple], brokers: [1, 2]).verdict == .critical)
        let low = health(["t": [partition(0, [1, 2], isr: [1])]], minISR: 2)
        #expect(low.checks[4].verdict == .critical)
        let hidden = health(["__consumer_offsets": [partition(0, [1, 2], leader: .some(nil))]])
        #expect(hidden.verdict == .critical)
    }

    @Test("what could not be learned is unknown") func unknown() {
        let health = health(["a": clickLogs, "b": clickLogs], minISR: nil)
        #expect(health.findings.codes == ["TC214"])
        #expect(health.verdict == .unknown)
        #expect(health.findings[0].text.contains("a and b"))
    }

    @Test("--topic limits what is judged, and a topic that is absent is a warning") func topics() {
        let all = ["tripclick-logs": clickLogs, "bad": [partition(0, [1, 2], isr: [1])]]
        #expect(health(all).verdict == .warning)
        #expect(health(all, names: ["tripclick-logs"]).verdict == .ok)
        let absent = health(all, names: ["tripclick-logz"])
        #expect(absent.findings.codes == ["TC210"])
        #expect(absent.checks.map(\.name).contains("topics"))
        #expect(absent.verdict == .warning)
    }

    @Test("replication below the specification, where there are brokers for it") func belowSpec() {
        #expect(health(["t": [partition(0, [1])]]).findings.codes == ["TC207"])
        #expect(health(["t": [partition(0, [1])]], brokers: [1], expected: 1).findings.isEmpty)
    }

    @Test("leaders badly spread") func spread() {
        func finding(_ leaders: [Int32], brokers: [Int32] = [1, 2, 3], name: String = "t") -> Finding? {
            let partitions = leaders.enumerated().map { partition(Int32($0), [$1]) }
            return LeaderSpread([TopicMetadata(name: name, partitions: partitions)], brokers: brokers).finding
        }
        #expect(finding([1, 2, 3]) == nil)
        #expect(finding([1, 1, 2]) == nil)
        #expect(finding([1, 1, 1])?.subject == .broker(1))
        #expect(finding([1, 1, 1])?.severity == .warning)
        #expect(finding([3, 3, 3, 3, 3, 1, 2]) != nil)
        #expect(finding([3, 3, 3, 3, 1, 2]) == nil)
        #expect(finding([1, 1]) == nil)
        #expect(finding([1, 1, 1], brokers: [1, 2]) == nil)
        #expect(finding([1, 1, 1], brokers: [1, 2, 3, 4]) == nil)
        #expect(finding([1, 1, 1], name: "__consumer_offsets") == nil)
        #expect(health(["t": (0..<3).map { partition($0, [1, 2]) }]).checks[5].verdict == .warning)
    }

    @Test("a group that has stalled, one that is too far behind") func groups() {
        let at = TopicPartition("tripclick-logs", 0)
        func lag(_ members: [GroupMember], written: Int64) -> GroupLag {
            GroupLag(
                observation: GroupObservation(
                    group: "orders", state: members.isEmpty ? .empty : .stable, members: members, committed: [at: 60]),
                metadata: metadata(["tripclick-logs": clickLogs]), ranges: [at: .success(LogRange(start: 0, end: 100))],
                times: [at: .success(.at(milliseconds: written))], now: 1_000_000)
        }
        let member = GroupMember(id: "m", clientID: "c", host: "h", assignment: [at])
        let topics = ["tripclick-logs": clickLogs]
        let stalled = health(topics, groups: [lag([member], written: 600_000)])
        #expect(stalled.findings.codes == ["TC312"])
        #expect(stalled.verdict == .warning)
        #expect(stalled.checks.last?.name == "group orders")
        #expect(health(topics, groups: [lag([member], written: 700_000)]).findings.isEmpty)
        #expect(health(topics, groups: [lag([], written: 600_000)]).findings.isEmpty)
        #expect(health(topics, groups: [lag([], written: 999_000)]).checks.last?.text == "lag 40, oldest record 1 s")
        let over = health(
            topics, groups: [lag([], written: 0)], thresholds: LagThresholds(critical: LagThreshold(lag: 40)))
        #expect(over.verdict == .critical)
    }
}
