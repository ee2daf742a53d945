import Foundation
import Testing
import TripTestSupport

/// What a person sees on a terminal of 80 columns, and what a pipe gets, of a real cluster.
@Suite(.requires(.kafka), .requires(.shells), .serialized, .timeLimit(.minutes(5)))
struct ScreenTests {
    private static let golden = Golden("../Golden/terminal")
    private static let topic = "screen-clicks"
    private static let group = "screen-여행자"
    /// Long enough that what the coordinator adds to it is cut off on a screen.
    private static let client = "reader-of-all-clicks-in-seoul"

    /// Commands whose answers depend on nothing but this suite's own topic and group.
    private static let commands: [(name: String, line: String, rows: Int)] = [
        ("brokers", "brokers", 24), ("isr", "isr \(topic)", 24), ("describe", "topic describe \(topic)", 24),
        ("lag", "lag '\(group)'", 24), ("members", "lag '\(group)' --members --time", 24),
        ("health", "health --topic \(topic)", 24), ("not-found", "isr screen-click", 24),
        ("lag-not-found", "lag screen-nobody", 24),
    ]

    /// The topic and what the group has committed of it: all.
    private static let prepared = Task {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic(
            topic, assignment: [[1, 2], [2, 3], [3, 1]], configs: ["retention.ms": "604800000"])
        for partition: Int32 in 0..<3 { try await client.produce(1_000, to: topic, partition) }
        try await client.commit((0..<3).map { .init(topic, $0, 1_000) }, for: group)
        return cluster
    }

    private func client() async throws -> (KafkaCluster, GroupMember) {
        let cluster = try await Self.prepared.value
        let member = try GroupMember(
            TestClient(cluster), group: Self.group, topics: [Self.topic], clientID: Self.client)
        try await member.waitForAssignment(3)
        return (cluster, member)
    }

    @Test func `a screen and a pipe show what they should`() async throws {
        let (cluster, member) = try await client()
        for (name, line, rows) in Self.commands {
            let terminal = try await Tmux(
                rows: rows, environment: ["B": cluster.bootstrap, "NO_COLOR": "1"],
                "\"$T\" \(line) -b \"$B\"; echo \"[$?]\"")
            let screen = try await terminal.whenDone()
            try await terminal.close()
            for shown in screen.split(separator: "\n") {
                #expect(Self.cells(shown) <= 80, "\(shown)")
            }
            Self.golden.check(Self.stable(screen, name), "\(name).screen")
            let piped = try await Binary(path: "/bin/sh").run(
                ["-c", "\"$T\" \(line) -b \"$B\" 2>&1; echo \"[$?]\""],
                environment: ["T": Binary.tripctl.path, "B": cluster.bootstrap])
            #expect(!piped.output.contains("\u{1b}"))
            Self.golden.check(Self.stable(piped.output, name), "\(name).pipe")
        }
        try await member.close()
    }

    @Test func `an error and the help fit a screen`() async throws {
        let closed = try ListenerDouble(.closed)
        let commands = [
            (
                "refused",
                "lag \(Self.group) -b \(closed.address),\(closed.address.replacing("127.0.0.1", with: "localhost"))", 24
            ),
            ("wrong", "brokers -b localhost:99999", 24), ("unknown-option", "lag --membrs", 24),
            ("help", "--help", 60), ("help-lag", "lag --help", 80),
        ]
        for (name, line, rows) in commands {
            let terminal = try await Tmux(rows: rows, environment: ["NO_COLOR": "1"], "\"$T\" \(line); echo \"[$?]\"")
            let screen = try await terminal.whenDone()
            try await terminal.close()
            Self.golden.check(Self.stable(screen, name), "\(name).screen")
        }
    }

    @Test func `colour reaches a screen, and Korean is aligned there`() async throws {
        let (cluster, member) = try await client()
        let terminal = try await Tmux(
            environment: ["B": cluster.bootstrap, "TERM": "xterm-256color"],
            "\"$T\" lag '\(Self.group)' -b \"$B\"; \"$T\" isr nothing -b \"$B\"; echo \"[$?]\"")
        let plain = try await terminal.whenDone()
        let styled = try await terminal.whenDone(styled: true)
        try await terminal.close()
        #expect(styled.contains("\u{1b}[1m\(Self.group)"), "\(styled)")
        #expect(styled.contains("\u{1b}[33mWARN"))
        #expect(!plain.contains("\u{1b}"))
        #expect(plain.contains("screen-여행자: stable, 1 member"))
        try await member.close()
    }

    @Test func `every file belongs to a screen`() {
        let names = Self.commands.flatMap { ["\($0.name).screen", "\($0.name).pipe"] }
        let others = ["refused", "wrong", "unknown-option", "help", "help-lag"].map { "\($0).screen" }
        #expect(Self.golden.unclaimed(by: names + others) == [])
    }

    /// What changes from run to run, by something of the same width where the width is the same.
    private static func stable(_ text: String, _ name: String) -> String {
        var text = text.replacing(/\r/, with: "")
            .replacing(/(127\.0\.0\.1|localhost):\d{5}/) { "\($0.output.1):PORT." }
            .replacing(
                /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: String(repeating: "u", count: 36)
            )
            .replacing(/coordinator \d/, with: "coordinator N")
            .replacing(/(controller +OK +broker) \d/) { "\($0.output.1) N" }
        guard name == "brokers" else { return text }
        // Other suites' topics lie on the same brokers, and answers take their time.
        text = text.replacing(/yes, <?[0-9.]+ m?s/, with: "yes, N ms").replacing(#/ +controller/#, with: "")
        return text.replacing(#/  +\d+  +\d+  +\d+/#, with: "  N  N  N").replacing(#/   +/#, with: "  ")
    }

    /// Wide characters of these tests' names are Korean.
    private static func cells(_ line: Substring) -> Int {
        line.unicodeScalars.reduce(0) { $0 + ((0xAC00...0xD7A3).contains($1.value) ? 2 : 1) }
    }
}
