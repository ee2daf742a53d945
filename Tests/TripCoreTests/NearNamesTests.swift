import Testing
import TripCore

@Suite("Near names") struct NearNamesTests {
    let topics = ["tripclick-logs", "tripclick-logs-dlq", "orders", "payments", "orders.v2"]

    @Test(
        "what was meant",
        arguments: [
            ("tripclick-log", ["tripclick-logs", "tripclick-logs-dlq"]), ("tripclik-logs", ["tripclick-logs"]),
            ("Orders", ["orders", "orders.v2"]), ("ordres", ["orders"]), ("pay", ["payments"]), ("zebra", []), ("", []),
            ("orders", ["orders.v2"]), ("x", []),
        ]) func near(_ name: String, _ expected: [String])
    {
        #expect(NearNames.of(name, in: topics) == expected)
    }

    @Test("three at most, the nearest first") func bound() {
        #expect(NearNames.of("group-0", in: (1...9).map { "group-\($0)" }) == ["group-1", "group-2", "group-3"])
        #expect(NearNames.of("g", in: []).isEmpty)
        #expect(NearNames.of("ab", in: ["", "a", "b"]) == ["a", "b"])
    }
}
