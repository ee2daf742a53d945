import Testing
import TripCore

@Suite("Names of topics") struct TopicNameTests {
    @Test("legal", arguments: ["a", "tripclick-logs", "a.b_c-9", "...", String(repeating: "x", count: 249)])
    func legal(_ name: String) throws {
        try TopicName.check(name, doing: "create topic")
    }

    @Test(
        "illegal",
        arguments: [
            ("", "empty"), (".", "'.'"), ("..", "'..'"), ("a b", "' '"), ("a/b", "'/'"), ("클릭", "'클'"), ("é", "'é'"),
            ("a\n", "cannot hold"), ("a:b", "':'"), (String(repeating: "x", count: 250), "250"),
        ]) func illegal(_ name: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try TopicName.check(name, doing: "create topic x") }
        #expect(failure.kind == .usage)
        #expect(failure.reason.contains(reason))
    }

    @Test("collisions") func collisions() {
        #expect(TopicName.collision(of: "a_b", with: ["x", "a.b"]) == "a.b")
        #expect(TopicName.collision(of: "a_b", with: ["a_b"]) == nil)
        #expect(TopicName.collision(of: "a_b", with: ["a-b"]) == nil)
    }
}
