import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// `--watch` on real terminals.
@Suite(.requires(.kafka), .requires(.shells), .timeLimit(.minutes(3)))
struct WatchScreenTests {
    @Test func `it redraws in place and leaves the terminal as it was`() async throws {
        let cluster = try await KafkaCluster.shared
        let terminal = try await Tmux(
            environment: ["B": cluster.bootstrap],
            "stty echo; \"$T\" brokers --watch 0.2s -b \"$B\"; echo \"[$?]\"; stty -a | grep -c -w -e echo -e icanon")
        var headings: Set<String> = []
        try await eventually("three rounds were drawn") {
            let screen = try await terminal.screen()
            let heading = screen.first { $0.hasPrefix("tripctl brokers · every 200 ms · ") }
            if let heading { headings.insert(heading) }
            // In place: there is one heading, at the top, and one verdict.
            #expect(screen.firstIndex { $0.hasPrefix("tripctl brokers") } ?? 0 == 0)
            #expect(screen.count { $0.hasPrefix("tripctl brokers") } <= 1)
            #expect(screen.count { $0.contains("brokers answer") } <= 1)
            return headings.count >= 3
        }
        try await terminal.press("C-c")
        let end = try await terminal.whenDone()
        #expect(end.contains("[130]\n"), "\(end)")
        #expect(try await terminal.showsCursor)
        // Colours are off: what the shell wrote after it has none.
        let styled = try await terminal.screen(styled: true)
        #expect(styled.contains { $0.hasPrefix("[130]") })
        try await terminal.close()
    }

    @Test func `what is higher than the screen is cut, and the verdict stays`() async throws {
        let cluster = try await KafkaCluster.shared
        try await TestClient(cluster).createTopic("watch-high", partitions: 30)
        let terminal = try await Tmux(
            environment: ["B": cluster.bootstrap], "\"$T\" isr watch-high --watch 0.2s -b \"$B\"; echo \"[$?]\"")
        try await eventually("a round was drawn") {
            try await terminal.screen().contains { $0.contains("30 partitions") }
        }
        let screen = try await terminal.screen()
        #expect(screen[0].hasPrefix("tripctl isr · every 200 ms"))
        #expect(screen[21].hasPrefix("… "), "\(screen)")
        #expect(screen[22].hasPrefix("OK  30 partitions"))
        try await terminal.press("C-c")
        #expect(try await terminal.whenDone().contains("[130]\n"))
        try await terminal.close()
    }

    @Test func `in a pipe JSON is one object a line`() async throws {
        let cluster = try await KafkaCluster.shared
        // The reader that has seen three lines goes, and that ends it.
        let outcome = try await Binary(path: "/bin/sh").run(
            ["-c", "\"$T\" brokers --watch=0.2s -o json -b \"$B\" | head -3"],
            environment: ["T": Binary.tripctl.path, "B": cluster.bootstrap])
        #expect(outcome.errors == "")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { #expect(try JSONTree(String(line))["command"] == "brokers") }
    }
}
