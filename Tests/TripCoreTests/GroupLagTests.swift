import Testing
import TripCore

/// One row of a group: what it committed, what the log holds, and what has to come out.
struct LagCase: Sendable, CustomTestStringConvertible {
    var name: String
    var committed: Int64?
    var range: Answer<LogRange>? = .success(LogRange(start: 0, end: 100))
    var assigned = true
    var partition = 0
    var lag: Int64?
    var lost: Int64?
    var note: LagNote?
    var codes: [String] = []
    var verdict = Verdict.ok
    var testDescription: String { name }

    static let all: [LagCase] = [
        LagCase(name: "behind", committed: 60, lag: 40, lost: 0),
        LagCase(name: "caught up", committed: 100, lag: 0, lost: 0),
        LagCase(name: "committed at 0", committed: 0, lag: 100, lost: 0),
        LagCase(name: "committed, unassigned", committed: 60, assigned: false, lag: 40, lost: 0),
        LagCase(
            name: "assigned, never committed", committed: nil, range: .success(LogRange(start: 30, end: 100)), lag: 70,
            lost: 0, note: .neverCommitted, codes: ["TC302"]),
        LagCase(
            name: "-1001 is no commit", committed: -1001, lag: 100, lost: 0, note: .neverCommitted, codes: ["TC302"]),
        LagCase(
            name: "before the start, some can be read", committed: 100, range: .success(LogRange(start: 300, end: 500)),
            lag: 200, lost: 200, note: .beforeStart, codes: ["TC303"], verdict: .warning),
        LagCase(
            name: "below: 500 readable, 490 lost", committed: 10, range: .success(LogRange(start: 500, end: 1000)),
            lag: 500, lost: 490, note: .beforeStart, codes: ["TC303"], verdict: .warning),
        LagCase(
            name: "below an emptied log", committed: 10, range: .success(LogRange(start: 50, end: 50)), lag: 0,
            lost: 40, note: .beforeStart, codes: ["TC303"], verdict: .warning),
        LagCase(
            name: "above: 3,900 beyond the end", committed: 4000, lag: 0, lost: 0, note: .beyondEnd,
            codes: ["TC304"], verdict: .warning),
        LagCase(
            name: "committed 99,999, end 5", committed: 99_999, range: .success(LogRange(start: 0, end: 5)), lag: 0,
            lost: 0, note: .beyondEnd, codes: ["TC304"], verdict: .warning),
        LagCase(
            name: "the leader says nothing", committed: 60, range: .failure(failure()), note: .unreachable,
            codes: ["TC305"], verdict: .unknown),
        LagCase(
            name: "the leader was not asked", committed: 60, range: nil, note: .unreachable, codes: ["TC305"],
            verdict: .unknown),
        LagCase(
            name: "-1 is no offset", committed: 60, range: .success(LogRange(start: -1, end: -1)), note: .unreachable,
            codes: ["TC305"], verdict: .unknown),
        LagCase(
            name: "the topic goes while it is asked", committed: 60, range: .failure(failure(.notFound, "gone")),
            note: .topicDeleted, codes: ["TC305"], verdict: .unknown),
        LagCase(
            name: "no leader", committed: 60, range: nil, partition: 1, note: .noLeader, codes: ["TC305"],
            verdict: .unknown),
        LagCase(
            name: "the topic has fewer partitions now", committed: 60, range: nil, partition: 9, note: .topicDeleted,
            codes: ["TC305"], verdict: .unknown),
    ]
}

@Suite("Lag of a group") struct GroupLagTests {
    let cluster = metadata(["clicks": [partition(0, [1, 2]), partition(1, [2, 3], isr: [2], leader: .some(nil))]])

    func group(
        _ state: GroupState = .stable, assigned: [TopicPartition] = [], committed: [TopicPartition: Int64] = [:],
        problem: Failure? = nil
    ) -> GroupObservation {
        let isLive = state == .stable || state == .rebalancing
        let member = GroupMember(id: "m-1", clientID: "app", host: "127.0.0.1", assignment: assigned)
        return GroupObservation(
            group: "orders", state: state, coordinator: 1, members: isLive ? [member] : [], committed: committed,
            problem: problem)
    }

    @Test("one partition", arguments: LagCase.all) func row(_ expected: LagCase) throws {
        let at = TopicPartition("clicks", Int32(expected.partition))
        let other = TopicPartition("clicks", 0)
        let seen = group(
            assigned: expected.assigned ? [at] : [TopicPartition("elsewhere", 0)],
            committed: expected.committed.map { [at: $0] } ?? [:])
        let lag = GroupLag(
            observation: seen, metadata: cluster, ranges: [at: expected.range].compactMapValues { $0 },
            topics: ["clicks"])
        let row = try #require(lag.partitions.first)
        #expect(lag.partitions.count == 1)
        #expect(row.lag == expected.lag)
        #expect(row.lost == expected.lost)
        #expect(row.note == expected.note)
        #expect(row.age == nil)
        #expect((row.reason != nil) == (expected.lag == nil))
        #expect(row.member?.id == (expected.assigned ? "m-1" : nil))
        #expect(lag.findings.codes == expected.codes)
        #expect(Verdict(of: lag.findings) == expected.verdict)
        #expect(lag.total.lag == expected.lag)
        #expect(lag.total.isComplete == (expected.lag != nil))
        // Whatever one row is, it does not touch the others.
        var both = seen
        both.committed[other] = both.committed[other] ?? 90
        var ranges = [at: expected.range].compactMapValues { $0 }
        ranges[other] = ranges[other] ?? .success(LogRange(start: 0, end: 100))
        let more = GroupLag(observation: both, metadata: cluster, ranges: ranges)
        if at != other { #expect(more.total.lag == 10 + (expected.lag ?? 0)) }
    }

    @Test("the texts name by how many") func texts() throws {
        let at = TopicPartition("clicks", 0)
        let beyond = GroupLag(
            observation: group(.empty, committed: [at: 4000]), metadata: cluster,
            ranges: [at: .success(LogRange(start: 0, end: 100))])
        let finding = try #require(beyond.findings.only(.commitBeyondEnd))
        #expect(finding.text.contains("commit 3,900 beyond the end"))
        #expect(finding.text.contains("rewound or recreated"))
        #expect(finding.subject == .group("orders", at))
        let lost = GroupLag(
            observation: group(.empty, committed: [at: 10]), metadata: cluster,
            ranges: [at: .success(LogRange(start: 500, end: 1000))])
        #expect(lost.findings.only(.recordsLost)?.text.contains("490 records") == true)
    }

    @Test("of a deleted topic only that row is unknown, and the sum is a lower bound") func deletedTopic() throws {
        let gone = TopicPartition("gone", 0)
        let here = TopicPartition("clicks", 0)
        let lag = GroupLag(
            observation: group(.empty, committed: [gone: 5, here: 60]), metadata: cluster,
            ranges: [here: .success(LogRange(start: 0, end: 100))])
        #expect(lag.partitions.map(\.note) == [nil, .topicDeleted])
        #expect(lag.total == LagTotal(lag.partitions, asksAge: false))
        #expect(lag.total.lag == 40)
        #expect(!lag.total.isComplete)
        #expect(Verdict(of: lag.findings) == .unknown)
        #expect(lag.topics.map(\.topic) == ["clicks", "gone"])
        #expect(lag.topics.map(\.total.lag) == [40, nil])
    }

    @Test("an empty group has only what it committed; a live one what it is assigned as well") func union() {
        let all = (0..<3).map { TopicPartition("clicks", $0) }
        let wide = metadata(["clicks": (0..<3).map { partition($0, [1, 2]) }])
        let ranges = Dictionary(uniqueKeysWithValues: all.map { ($0, Answer.success(LogRange(start: 20, end: 100))) })
        let empty = GroupLag(observation: group(.empty, committed: [all[1]: 90]), metadata: wide, ranges: ranges)
        #expect(empty.partitions.map(\.at) == [all[1]])
        #expect(empty.total.lag == 10)
        let live = GroupLag(
            observation: group(assigned: all, committed: [all[1]: 90]), metadata: wide, ranges: ranges)
        #expect(live.partitions.map(\.at) == all)
        #expect(live.partitions.map(\.lag) == [80, 10, 80])
        #expect(live.findings.codes == ["TC302"])
        #expect(live.findings.first?.text.contains("partitions 0 and 2") == true)
        #expect(live.findings.first?.subject == Subject(topic: "clicks", group: "orders"))
    }

    @Test("states") func states() {
        func judged(_ seen: GroupObservation, near: [String] = []) -> GroupLag {
            GroupLag(observation: seen, metadata: cluster, ranges: [:], nearNames: near)
        }
        let absent = judged(group(.notFound), near: ["orders-2"])
        #expect(absent.findings.codes == ["TC301"])
        #expect(absent.findings.first?.severity == .warning)
        #expect(absent.findings.first?.hint?.contains("did you mean orders-2?") == true)
        #expect(absent.total.lag == nil)
        #expect(!absent.total.isComplete, "where the lag is unknown, it is not whole")
        #expect(absent.isAnswered, "that there is none is an answer")
        let unknown = judged(group(.unknown, problem: failure()))
        #expect(unknown.findings.codes == ["TC309"])
        #expect(unknown.findings.first?.severity == .unknown)
        #expect(unknown.findings.first?.text.contains("no answer within 5 s") == true)
        #expect(unknown.total.lag == nil)
        #expect(!unknown.total.isComplete)
        #expect(!unknown.isAnswered)
        #expect(judged(group(.unknown)).findings.codes == ["TC309"])
        #expect(judged(group(.rebalancing)).findings.codes == ["TC306"])
        #expect(Verdict(of: judged(group(.rebalancing)).findings) == .ok)
        #expect(judged(group(.stable)).findings.codes == ["TC307"])
        #expect(Verdict(of: judged(group(.stable)).findings) == .ok)
        // KIP-848: listed as stable, described as dead without members.
        #expect(judged(GroupObservation(group: "orders", state: .stable)).findings.codes == ["TC307"])
        for state in [GroupState.empty, .dead] {
            #expect(judged(group(state)).findings.isEmpty)
            #expect(judged(group(state)).total.lag == 0)
            #expect(judged(group(state)).total.isComplete)
        }
    }

    @Test("commits that could not be read are not taken for none") func commitsUnreadable() {
        let at = TopicPartition("clicks", 0)
        let lag = GroupLag(
            observation: group(assigned: [at], problem: failure()), metadata: cluster,
            ranges: [at: .success(LogRange(start: 0, end: 100))])
        #expect(lag.partitions.map(\.note) == [.unreachable])
        #expect(lag.total.lag == nil)
        #expect(lag.findings.codes == ["TC309"])
    }

    @Test("a topic filter limits rows and questions") func filter() {
        let seen = group(.empty, committed: [TopicPartition("clicks", 0): 1, TopicPartition("other", 0): 1])
        let lag = GroupLag(observation: seen, metadata: cluster, ranges: [:], topics: ["clicks"])
        #expect(lag.partitions.map(\.at.topic) == ["clicks"])
        #expect(GroupLag.logRangeQuestions(of: [seen], in: cluster, topics: []).isEmpty)
    }

    @Test("of a topic that does not exist the lag is unknown, never 0") func absentTopic() {
        let at = TopicPartition("clicks", 0)
        func lag(_ topics: Set<String>, committed: [TopicPartition: Int64]) -> GroupLag {
            GroupLag(
                observation: group(.empty, committed: committed), metadata: cluster,
                ranges: [at: .success(LogRange(start: 0, end: 100))], times: [at: .success(.at(milliseconds: 0))],
                now: 5_000, topics: topics)
        }
        let absent = lag(["nosuch"], committed: [at: 60])
        #expect(absent.total.lag == nil && absent.total.lost == nil && absent.total.age == nil)
        #expect(!absent.total.isComplete && absent.isAnswered)
        let partly = lag(["nosuch", "clicks"], committed: [at: 60])
        #expect(partly.total.lag == 40 && !partly.total.isComplete && partly.isAnswered)
        // The group does not read a topic that is there: nothing waits for it.
        let unread = lag(["clicks"], committed: [:])
        #expect(unread.total.lag == 0 && unread.total.isComplete)
    }

    @Test("the questions: leaders of what has one, positions of what is behind") func questions() {
        let committed: [TopicPartition: Int64] = [
            TopicPartition("clicks", 0): 10, TopicPartition("clicks", 1): 1, TopicPartition("gone", 0): 1,
        ]
        let seen = group(.empty, committed: committed)
        #expect(GroupLag.logRangeQuestions(of: [seen], in: cluster) == [TopicPartition("clicks", 0): 1])
        func asks(_ committed: Int64?, start: Int64, end: Int64) -> [TopicPartition: Int64] {
            let at = TopicPartition("clicks", 0)
            return GroupLag(
                observation: group(assigned: [at], committed: committed.map { [at: $0] } ?? [:]), metadata: cluster,
                ranges: [at: .success(LogRange(start: start, end: end))]
            ).recordTimeQuestions
        }
        #expect(asks(60, start: 0, end: 100).values.map { $0 } == [60])
        #expect(asks(10, start: 50, end: 100).values.map { $0 } == [50])
        #expect(asks(nil, start: 50, end: 100).values.map { $0 } == [50])
        #expect(asks(100, start: 0, end: 100).isEmpty)
        #expect(asks(400, start: 0, end: 100).isEmpty)
    }

    @Test("age: 0 when nothing waits, nil when not asked or unknown") func ages() {
        let at = TopicPartition("clicks", 0)
        func lag(_ committed: Int64, _ time: Answer<RecordTime>?) -> GroupLag {
            GroupLag(
                observation: group(.empty, committed: [at: committed]), metadata: cluster,
                ranges: [at: .success(LogRange(start: 0, end: 100))], times: time.map { [at: $0] } ?? [:], now: 20_000)
        }
        #expect(lag(100, nil).partitions[0].age == 0)
        #expect(lag(60, .success(.at(milliseconds: 7_500))).partitions[0].age == 12.5)
        #expect(lag(60, .success(.at(milliseconds: 7_500))).total.age == 12.5)
        #expect(lag(60, .success(.at(milliseconds: 90_000))).partitions[0].age == 0)
        #expect(lag(60, .success(.nothingWaits)).partitions[0].age == 0)
        for time in [.success(.none), .failure(failure()), nil] as [Answer<RecordTime>?] {
            let unknown = lag(60, time)
            #expect(unknown.partitions[0].age == nil)
            #expect(unknown.total.age == nil)
            #expect(!unknown.total.isAgeComplete)
            #expect(unknown.findings.codes == ["TC314"])
        }
        let empty = GroupLag(observation: group(.empty), metadata: cluster, ranges: [:], times: [:])
        #expect(empty.total.age == 0)
    }
}
