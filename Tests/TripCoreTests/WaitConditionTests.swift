import Testing
import TripCore

@Suite("Conditions to wait for") struct WaitConditionTests {
    @Test(
        "They are read",
        arguments: [
            ("brokers=3", WaitCondition.Demand.brokers(3, orMore: false)), ("brokers>=2", .brokers(2, orMore: true)),
            (" brokers = 3 ", .brokers(3, orMore: false)), ("isr=full", .fullISR), ("topic=a.b_c-1", .topic("a.b_c-1")),
            ("lag(g)<100", .lag(group: "g", .init(100))), ("lag(g)<=0", .lag(group: "g", .init(0, isInclusive: true))),
            ("lag(a(b)<c) < 7", .lag(group: "a(b)<c", .init(7))), ("lag(여행)<1", .lag(group: "여행", .init(1))),
            ("lag( g )<1", .lag(group: " g ", .init(1))), ("age(g)<1m30s", .age(group: "g", .init(.seconds(90)))),
            ("age(g)<=500ms", .age(group: "g", .init(.milliseconds(500), isInclusive: true))),
            ("health=OK", .health(.ok)), ("health=warn", .health(.warning)), ("controller", .controller),
        ])
    func read(text: String, demand: WaitCondition.Demand) throws {
        #expect(try WaitCondition.parse(text) == WaitCondition(text.trimmed, demand))
    }

    @Test(
        "What cannot be read is a wrong command line, with what may have been meant",
        arguments: [
            ("broker=3", "did you mean brokers=3?"), ("Brokers=3", "did you mean brokers=3?"),
            ("isrs=full", "did you mean isr=full?"), ("topics=x", "did you mean topic=tripclick-logs?"),
            ("lags(g)<3", "did you mean 'lag(tripclick-consumer)<100'?"), ("healt=OK", "did you mean health=OK?"),
            ("controler", "did you mean controller?"), ("", "conditions are brokers=3"), ("=3", "conditions are"),
            ("brokers==3", "write brokers=3"), ("brokers=３", "write brokers=3"), ("lag(g)=3", "write 'lag("),
            ("lag(g<3", "write 'lag("), ("age(g)<30", "write 'age("), ("isr=FULL", "write isr=full"),
        ])
    func refused(text: String, hint: String) throws {
        let failure = try #require(throws: Failure.self) { try WaitCondition.parse(text) }
        #expect(failure.kind == .usage)
        #expect(failure.doing == "read --for '\(text)'")
        #expect(failure.hint?.hasPrefix(hint) == true, "\(failure.hint ?? "")")
    }

    @Test("Bounds are what their signs say") func bounds() {
        #expect(WaitCondition.Bound(3).allows(2) && !WaitCondition.Bound(3).allows(3))
        let inclusive = WaitCondition.Bound(3, isInclusive: true)
        #expect(inclusive.allows(3) && !inclusive.allows(4))
    }

    @Test("Where nothing answered, nothing is known and nothing holds") func nobody() throws {
        let evidence = WaitEvidence(Failure(.timedOut, doing: "reach Kafka", reason: "nothing answered"))
        for text in ["brokers=1", "isr=full", "topic=t", "lag(g)<1", "age(g)<1s", "health=WARN", "controller"] {
            let state = try WaitCondition.parse(text).state(in: evidence)
            #expect(state == WaitState(state.condition, holds: false, seen: nil, reason: "nothing answered"))
        }
    }

    @Test("One that says nothing may be a broker too") func silence() throws {
        let brokers = [1, 2].map { ListedBroker(id: $0, host: "h", port: 9091 + Int($0)) }
        let snapshot = ClusterSnapshot(
            metadata: ClusterMetadata(brokers: brokers),
            reach: [1: .answers(latency: nil), 2: .silent(reason: "no answer")])
        let evidence = WaitEvidence(snapshot)
        let exact = try WaitCondition.parse("brokers=1").state(in: evidence)
        #expect(!exact.holds && exact.seen == "1" && exact.reason == "broker 2 does not answer")
        #expect(try WaitCondition.parse("brokers>=1").state(in: evidence).holds)
    }
}
