import Foundation
import Testing
import TripCore

@testable import TripCommands

/// `--watch` over a fake cluster and a fake clock; it ends when nobody reads any more.
@Suite("Watching") struct WatchTests {
    private func watch(
        _ arguments: [String], rounds: Int = 3, at terminal: Context.Terminal = .person,
        _ environment: [String: String] = [:], parts: FakeCluster.Parts = .healthy,
        meanwhile: @escaping @Sendable (inout FakeCluster.Parts) -> Void = { _ in }
    ) -> Run {
        runTripctl(
            arguments, on: FakeCluster(parts.with { $0.meanwhile = meanwhile }),
            Outside(
                terminal: terminal, environment: environment.merging(["NO_COLOR": "1"]) { $1 }, readsOnly: rounds))
    }

    @Test("It asks again on the same connections, the interval between") func rounds() {
        let run = watch(["isr", "--watch", "200ms"]) { $0.kill(1) }
        #expect(run.writes.count == 3)
        #expect(run.pauses == Array(repeating: .milliseconds(200), count: 3))
        #expect(run.writes[0].contains("OK  6 partitions"))
        #expect(run.writes[1].contains("CRIT  5 findings: a leader refuses connections, …; 5 of 6 partitions"))
        #expect(run.status == 1, "the reader has gone, and that is an error")
    }

    @Test(
        "The interval may be left out, stand behind a blank or an equals sign",
        arguments: [
            (["isr", "--watch"], Duration.seconds(2)), (["isr", "--watch", "3s"], .seconds(3)),
            (["isr", "--watch=1m"], .seconds(60)), (["isr", "--watch", "--problems"], .seconds(2)),
        ])
    func interval(arguments: [String], length: Duration) {
        #expect(watch(arguments, rounds: 1).pauses == [length])
    }

    @Test("A terminal is drawn over, never cleared, and left as it was") func frames() throws {
        let run = watch(["brokers", "--watch"], rounds: 2)
        for frame in run.writes {
            #expect(frame.hasPrefix("\u{1b}[?25l\u{1b}[?7l\u{1b}[H"))
            #expect(frame.hasSuffix("\u{1b}[J\u{1b}[?7h\u{1b}[?25h"))
            #expect(!frame.contains("\u{1b}[2J"))
            let lines = frame.split(separator: "\n").dropLast()
            #expect(lines.allSatisfy { $0.hasSuffix("\u{1b}[K") })
        }
        let first = try #require(run.writes.first?.split(separator: "\n").first)
        #expect(first.contains("tripctl brokers · every 2 s · 2026-11-24T06:00:00.123Z"))
        #expect(run.writes.last?.contains("2026-11-24T06:00:02.123Z") == true)
    }

    @Test("What is higher than the terminal is cut, and counted") func height() {
        let parts = FakeCluster.Parts.healthy.with { $0.add(.spread("wide", partitions: 100)) }
        let frame = watch(["isr", "--watch"], rounds: 1, parts: parts).output
        let lines = frame.split(separator: "\n", omittingEmptySubsequences: false)
        // The cursor stands in the last of the 24 lines.
        #expect(lines.count == 24)
        #expect(lines[21].hasPrefix("… 86 lines more"))
        #expect(lines[22].hasPrefix("OK  106 partitions"))
        let small = Context.Terminal(output: true, error: true)
        #expect(watch(["isr", "--watch"], rounds: 1, at: small, parts: parts).output.contains("OK  106 partitions"))
    }

    @Test("An error stands in the frame, and the next round comes") func errors() {
        let down = Case.unreachable
        let run = watch(["brokers", "--watch"], rounds: 2, parts: down)
        #expect(run.writes.count == 2)
        #expect(run.writes[0].contains("tripctl: cannot reach Kafka: localhost:9092"))
        // The last words are about the reader that has gone.
        #expect(run.errors.split(separator: "\n") == ["tripctl: cannot write the output: nobody reads it"])
        let piped = watch(["brokers", "--watch"], rounds: 2, at: .pipe, parts: down)
        #expect(piped.errors.contains("cannot reach Kafka"))
    }

    @Test("In a pipe, and on a terminal that cannot be drawn on, reports follow each other") func plain() {
        for (terminal, environment) in [(Context.Terminal.pipe, [:]), (.person, ["TERM": "dumb"])] {
            let run = watch(["brokers", "--watch"], rounds: 2, at: terminal, environment)
            #expect(!run.output.contains("\u{1b}"))
            #expect(run.output.components(separatedBy: "OK  3 of 3 brokers answer").count == 3)
        }
        let quiet = watch(["brokers", "--watch", "-q"], rounds: 2).output
        #expect(
            quiet == "localhost:9092\nlocalhost:9093\nlocalhost:9094\nlocalhost:9092\nlocalhost:9093\nlocalhost:9094\n")
    }

    @Test("JSON is one object a line, YAML one document a round") func machine() throws {
        let json = watch(["isr", "--watch", "-o", "json"]).output
        let lines = json.split(separator: "\n")
        #expect(lines.count == 3)
        let times = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["time"] as? String
        }
        #expect(times == ["2026-11-24T06:00:00.123Z", "2026-11-24T06:00:02.123Z", "2026-11-24T06:00:04.123Z"])
        let yaml = watch(["isr", "--watch", "-o", "yaml"]).output
        #expect(yaml.split(separator: "\n").count { $0 == "---" } == 3)
    }

    @Test("What is done once is not watched", arguments: [["topic", "create"], ["topic", "delete", "x"]])
    func once(arguments: [String]) {
        let run = runTripctl(arguments + ["--watch"])
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("tripctl: cannot watch topic "))
    }
}
