import Testing
import TripCore

@Suite("Many findings") struct FindingsTests {
    @Test("every code stands in its series, with a title of its own and a meaning") func codes() {
        #expect(FindingCode.allCases.map(\.rawValue).allSatisfy { $0.hasPrefix("TC") && $0.count == 5 })
        #expect(FindingCode.allCases.map(\.rawValue) == FindingCode.allCases.map(\.rawValue).sorted())
        #expect(Set(FindingCode.allCases.map(\.title)).count == FindingCode.allCases.count)
        #expect(FindingCode.allCases.allSatisfy { $0.meaning.hasSuffix(".") })
    }

    @Test("numbers and lists in words") func words() {
        #expect([0, 999, 1000, 3900, -1_234_567].map(\.grouped) == ["0", "999", "1,000", "3,900", "-1,234,567"])
        #expect([3].inWords(after: "broker") == "broker 3")
        #expect([1, 2, 3].inWords(after: "broker") == "brokers 1, 2 and 3")
        #expect(Array(0..<10).inWords(limit: 2) == "0, 1 and 8 more")
        #expect(["a", "b"].inWords(last: "or") == "a or b")
        #expect(1.counted("replica") == "1 replica")
        #expect(1200.counted("replica") == "1,200 replicas")
        #expect("it's".shellWord == #"'it'\''s'"#)
        #expect("".shellWord == "''")
        #expect("a.b-c_d:1".shellWord == "a.b-c_d:1")
        #expect("$(x)".shellWord == "'$(x)'")
    }
}
