import Testing
import TripCore

@Suite("Lengths of time") struct TimeSpanTests {
    @Test(
        "read",
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("2m", .seconds(120)),
            ("7d", .seconds(604_800)),
            ("1h30m", .seconds(5400)), ("0s", .zero), ("0", .zero), ("1.5s", .milliseconds(1500)),
            ("0.1s", .milliseconds(100)),
            ("1d2h3m4s5ms", .milliseconds(93_784_005)), (" 5s ", .seconds(5)), ("0.25h", .seconds(900)),
            ("1500ms", .milliseconds(1500)),
        ]) func good(_ text: String, _ expected: Duration) throws
    {
        #expect(try TimeSpan.parse(text) == expected)
    }

    @Test(
        "refused",
        arguments: [
            ("", "empty"), ("5", "no unit"), ("s", "number"), ("-5s", "negative"), ("5x", "'x'"), ("5 s", "' s'"),
            ("5s5s", "large to small"), ("5s1m", "large to small"), ("1.2.3s", "not a number"), ("1.s", "not a number"),
            (".5s", "not a number"), ("99999999999999999999d", "too large"), ("40000d", "hundred years"),
            ("5S", "'S'"), ("٣s", "number"),
        ]) func bad(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try TimeSpan.parse(text, source: "--timeout") }
        #expect(failure.kind == .usage)
        #expect(failure.doing == "read --timeout '\(text)'")
        #expect(failure.reason.contains(reason))
        #expect(failure.hint?.contains("30s") == true)
    }

    @Test(
        "told",
        arguments: [
            (0.0, "0 s"), (0.000_02, "<0.1 ms"), (0.000_06, "0.1 ms"), (0.0004, "0.4 ms"),
            (0.0003, "0.3 ms"), (0.0094, "9.4 ms"), (0.009_9, "9.9 ms"), (0.009_96, "10 ms"),
            (0.012, "12 ms"), (0.32, "320 ms"), (0.9996, "1 s"),
            (3.2, "3.2 s"), (3, "3 s"), (9.96, "10 s"), (45.4, "45 s"), (59.6, "1m"), (125, "2m 5s"), (3599.6, "1h"),
            (3600, "1h"),
            (5400, "1h 30m"), (86_390, "1d"), (86_400, "1d"), (90_000, "1d 1h"), (604_800, "7d"), (-2.5, "-2.5 s"),
        ]) func words(_ seconds: Double, _ expected: String)
    {
        #expect(TimeSpan.words(.seconds(seconds)) == expected)
    }
}
