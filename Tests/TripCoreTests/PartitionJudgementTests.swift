import Testing
import TripCore

/// A partition in some state, and what has to be said of it.
struct PartitionCase: Sendable, CustomTestStringConvertible {
    var name: String
    var replicas: [Int32] = [1, 2]
    var isr: [Int32] = [1, 2]
    var leader: Int32? = 1
    var brokers: [Int32] = [1, 2, 3]
    var refuse: Set<Int32> = []
    var silent: Set<Int32> = []
    var minISR: Int? = 1
    var codes: [String] = []
    var verdict = Verdict.ok
    var says: String?
    var hint: String?
    var unreachable: [Int32] = []
    var testDescription: String { name }

    static let all: [PartitionCase] = [
        PartitionCase(name: "well"),
        PartitionCase(name: "the order of the ISR is nothing", isr: [2, 1]),
        PartitionCase(name: "well, and min.insync.replicas unknown", minISR: nil),
        PartitionCase(
            name: "no leader; the ISR still lists the last that was", isr: [2], leader: nil, brokers: [1, 3],
            codes: ["TC201"], verdict: .critical, says: "the last in sync was broker 2", hint: "start broker 2",
            unreachable: [2]),
        PartitionCase(
            name: "no leader, one replica: the ISR looks full", replicas: [2], isr: [2], leader: nil, brokers: [1, 3],
            codes: ["TC201"], verdict: .critical, hint: "start broker 2", unreachable: [2]),
        PartitionCase(
            name: "no leader and nobody in sync", isr: [], leader: nil, codes: ["TC201"], verdict: .critical,
            says: "no replica in sync"),
        PartitionCase(
            name: "the leader refuses", refuse: [1], codes: ["TC202"], verdict: .critical,
            says: "broker 1, refuses connections (connection refused)", hint: "start broker 1", unreachable: [1]),
        PartitionCase(
            name: "the leader refuses and the ISR is short", isr: [1], refuse: [1], codes: ["TC202"],
            verdict: .critical, unreachable: [1]),
        PartitionCase(
            name: "the leader is silent", silent: [1], codes: ["TC203"], verdict: .unknown,
            says: "broker 1, does not answer", unreachable: [1]),
        PartitionCase(
            name: "the leader is silent and the ISR below its minimum", isr: [1], silent: [1], minISR: 2,
            codes: ["TC203", "TC205"], verdict: .critical, unreachable: [1]),
        PartitionCase(
            name: "the leader is not listed", brokers: [2, 3], codes: ["TC203"], verdict: .unknown, unreachable: [1]),
        PartitionCase(
            name: "below min ISR", isr: [1], brokers: [1, 3], minISR: 2, codes: ["TC205"], verdict: .critical,
            says: "1 of 2 in sync below min.insync.replicas 2", hint: "start broker 2", unreachable: [2]),
        PartitionCase(
            name: "one replica where two are the minimum", replicas: [1], isr: [1], minISR: 2, codes: ["TC205"],
            verdict: .critical),
        PartitionCase(
            name: "one copy left, the other off the list", isr: [1], brokers: [1, 3], codes: ["TC206"],
            verdict: .warning, says: "broker 2 is no longer listed", hint: "start broker 2", unreachable: [2]),
        PartitionCase(
            name: "one copy left, the other refuses", isr: [1], refuse: [2], codes: ["TC206"], verdict: .warning,
            says: "broker 2 refuses connections (connection refused)", hint: "start broker 2", unreachable: [2]),
        PartitionCase(
            name: "one copy left, the other catching up", isr: [1], codes: ["TC206"], verdict: .warning,
            says: "broker 2 answers and has not caught up", hint: "catches up by itself"),
        PartitionCase(
            name: "one copy left, minimum unknown", isr: [1], minISR: nil, codes: ["TC206"], verdict: .warning,
            says: "min.insync.replicas is not known"),
        PartitionCase(name: "one replica is no copy lost", replicas: [1], isr: [1]),
        PartitionCase(
            name: "under-replicated", replicas: [1, 2, 3], isr: [1, 3], minISR: 2, codes: ["TC204"],
            verdict: .warning, says: "2 of 3 in sync"),
        PartitionCase(
            name: "as many in sync as replicas, but not the same", isr: [1, 3], codes: ["TC204"], verdict: .warning,
            says: "1 of 2 in sync"),
        PartitionCase(
            name: "killed a second ago: the ISR looks full", refuse: [2], codes: ["TC211"], verdict: .warning,
            says: "ISR says 2/2 but broker 2 refuses connections", hint: "start broker 2", unreachable: [2]),
        PartitionCase(
            name: "killed a second ago, and two are the minimum", refuse: [2], minISR: 2, codes: ["TC211"],
            verdict: .warning, says: "below min.insync.replicas 2", unreachable: [2]),
        PartitionCase(
            name: "frozen a second ago", silent: [2], codes: ["TC211"], verdict: .unknown,
            says: "ISR says 2/2 but broker 2 does not answer", unreachable: [2]),
        PartitionCase(
            name: "short, and another in it refuses", replicas: [1, 2, 3], isr: [1, 2], refuse: [2],
            codes: ["TC204", "TC211"], verdict: .warning, unreachable: [2]),
        PartitionCase(
            name: "leadership has moved", leader: 2, codes: ["TC209"], says: "broker 2 leads instead of broker 1"),
        PartitionCase(
            name: "moved, and the preferred one is dead", isr: [2], leader: 2, brokers: [2, 3],
            codes: ["TC206", "TC209"], verdict: .warning, unreachable: [1]),
    ]
}

@Suite("A partition judged") struct PartitionJudgementTests {
    @Test("the rules", arguments: PartitionCase.all) func judge(_ expected: PartitionCase) {
        let partition = PartitionMetadata(
            2, leader: expected.leader, replicas: expected.replicas, inSync: expected.isr)
        let seen = snapshot(
            metadata(brokers: expected.brokers, ["clicks": [partition]]), refuse: expected.refuse,
            silent: expected.silent)
        let at = TopicPartition("clicks", 2)
        let judged = PartitionJudgement(at, partition, in: seen, minISR: expected.minISR)
        #expect(judged.findings.codes == expected.codes)
        #expect(judged.verdict == expected.verdict)
        #expect(judged.unreachable == expected.unreachable)
        #expect(judged.findings.allSatisfy { $0.subject == .topic("clicks", 2) })
        let texts = judged.findings.map(\.text).joined(separator: "\n")
        if let says = expected.says { #expect(texts.contains(says)) }
        let hints = judged.findings.compactMap(\.hint).joined(separator: "\n")
        if let hint = expected.hint { #expect(hints.contains(hint)) }
    }

    @Test("a topic's counts and its replicas") func topic() {
        let partitions = [
            partition(0, [1, 2]), partition(1, [2, 3], isr: [2], leader: .some(nil)), partition(2, [3, 1], isr: [3]),
            partition(3, [3]),
        ]
        let seen = snapshot(metadata(["clicks": partitions]))
        let topic = TopicMetadata(name: "clicks", partitions: partitions)
        let judged = TopicJudgement(topic, in: seen, minISR: 1)
        #expect(judged.offline == 1)
        #expect(judged.underReplicated == 2)
        #expect(topic.offline == 1)
        #expect(topic.underReplicated == 2)
        #expect(judged.topicFindings.codes == ["TC207"])
        #expect(judged.topicFindings.first?.text.contains("partition 3: 1 replica") == true)
        #expect(judged.findings.codes == ["TC207", "TC201", "TC206"])
        #expect(judged.verdict == .critical)
        let single = TopicJudgement(
            topic, in: seen, minISR: 1, expectedReplicas: TopicJudgement.expectedReplicas(of: 1))
        #expect(single.topicFindings.isEmpty)
        let hidden = TopicMetadata(name: "t", partitions: [], problem: "TOPIC_AUTHORIZATION_FAILED")
        #expect(TopicJudgement(hidden, in: seen, minISR: nil).findings.codes == ["TC213"])
        #expect(TopicJudgement(hidden, in: seen, minISR: nil).verdict == .unknown)
    }

    @Test("a topic that is absent") func absent() {
        let found = metadata(["tripclick-logs": clickLogs]).absentTopics(of: ["tripclick-logs", "tripclick-log"])
        #expect(found.codes == ["TC210"])
        #expect(found.first?.severity == .warning)
        #expect(found.first?.hint?.contains("did you mean tripclick-logs?") == true)
    }
}
