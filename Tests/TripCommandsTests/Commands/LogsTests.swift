import Foundation
import Testing
import TripCore

@testable import TripCommands

/// `tripctl logs` over an engine of values.
@Suite("Logs command") struct LogsTests {
    /// What three services wrote, a second apart.
    private static let engine = FakeEngine.Parts.healthy.with { parts in
        parts.write("kafka-1", ["[2026-11-24 06:00:00,000] INFO first (a.B)"], secondsAgo: 9)
        parts.write(
            "kafka-2",
            ["[2026-11-24 06:00:01,000] ERROR second (a.B)", "java.lang.Exception: \u{1b}[31mno", "\tat x.Y"],
            secondsAgo: 8)
        parts.write(
            "kafka-1", ["[2026-11-24 06:00:02,000] TRACE noise (state.change.logger)", "of two lines"], secondsAgo: 7)
        parts.write("zookeeper", ["[2026-11-24 06:00:03,000] INFO third (a.B)"], secondsAgo: 6)
        parts.write("kafka-1", ["[2026-11-24 06:00:04,000] INFO fourth (a.B)"], secondsAgo: 5)
    }

    private func run(
        _ line: String, _ engine: FakeEngine.Parts = engine, at terminal: Context.Terminal = .pipe,
        readsOnly: Int = .max
    ) -> Run {
        runTripctl(
            line.split(separator: " ").map { String($0) }, on: nil,
            Outside(terminal: terminal, machine: .with(engine), readsOnly: readsOnly))
    }

    @Test("Logs are merged by time, TRACE and what belongs to it left out") func merged() {
        let run = run("logs")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(
            run.output == """
                kafka-1   | [2026-11-24 06:00:00,000] INFO first (a.B)
                kafka-2   | [2026-11-24 06:00:01,000] ERROR second (a.B)
                kafka-2   | java.lang.Exception: no
                kafka-2   |     at x.Y
                zookeeper | [2026-11-24 06:00:03,000] INFO third (a.B)
                kafka-1   | [2026-11-24 06:00:04,000] INFO fourth (a.B)

                """)
        #expect(self.run("logs --trace kafka-1").output.split(separator: "\n").count == 4)
        #expect(
            self.run("logs -q zookeeper").output == "[2026-11-24 06:00:03,000] INFO third (a.B)\n",
            "without names for a script")
    }

    @Test("The last lines, or what is not older than a time") func parts() {
        #expect(
            run("logs --tail 1 kafka-1").output == "kafka-1 | [2026-11-24 06:00:04,000] INFO fourth (a.B)\n")
        #expect(run("logs --tail 0").output == "")
        #expect(run("logs --since 6500ms").output.split(separator: "\n").count == 2)
        #expect(run("logs --tail 1 kafka-2").output.split(separator: "\n").count == 3, "no stack trace is cut")
        let many = FakeEngine.Parts.healthy.with { parts in
            parts.write("kafka-1", (0..<500).map { "[2026-11-24 06:00:00,000] INFO line \($0) (a.B)" })
        }
        #expect(run("logs kafka-1", many).output.split(separator: "\n").count == 200)
        #expect(run("logs --tail all kafka-1", many).output.split(separator: "\n").count == 500)
    }

    @Test("Each service has a colour of its own on a terminal") func colours() {
        let output = run("logs --tail 1", at: .person).output
        let names = output.split(separator: "\n").compactMap { $0.firstMatch(of: /\u{1b}\[(\d+)m(\S+) +\|/) }
        #expect(Set(names.map { $0.1 }).count == Set(names.map { $0.2 }).count)
        #expect(names.count >= 3)
    }

    @Test("JSON is one object a line") func json() throws {
        let lines = run("logs -o json kafka-2").output.split(separator: "\n")
        #expect(lines.count == 3)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: String])
        #expect(first["service"] == "kafka-2")
        #expect(first["time"] == "2026-11-24T05:59:52.123Z")
        #expect(first["text"] == "[2026-11-24 06:00:01,000] ERROR second (a.B)")
        #expect(run("logs -o prometheus").output.hasSuffix("\ntripctl_verdict 0\n"))
    }

    @Test("A service that is not there is not found, with near names") func notFound() throws {
        let wrong = run("logs kafka1")
        #expect(wrong.status == 1)
        #expect(wrong.output == "")
        #expect(
            wrong.errors == """
                tripctl: cannot read the log of kafka1: there is no such service
                hint: did you mean kafka-1?

                """)
        let none = run("logs", FakeEngine.Parts())
        #expect(none.status == 1)
        #expect(none.errors.contains("there is no cluster on this engine"))
        #expect(try envelope(run("logs -o json", FakeEngine.Parts()))["error"] is [String: Any])
    }

    @Test("Trouble with the engine, and with one log, is said") func trouble() {
        let down = run("logs", .healthy.with { $0.reach = .notRunning(reason: "no such file or directory") })
        #expect(down.status == 3)
        #expect(down.errors.contains("the Docker engine is not running at unix:///var/run/docker.sock"))
        let gone = run(
            "logs",
            .healthy.with {
                $0.logFailures["kafka-2"] = Failure(.system, doing: "read the log of kafka-2", reason: "no such driver")
            })
        #expect(gone.status == 1)
        #expect(gone.errors == "tripctl: cannot read the log of kafka-2: no such driver\n")
    }

    @Test("Following goes on where the history ended, and through a restart") func follow() {
        let time = (beginning - 5_000) * 1_000_000
        let parts = Self.engine.with { parts in
            parts.followed["kafka-1"] = [
                [
                    LogLine(time: time, text: "[2026-11-24 06:00:04,000] INFO fourth (a.B)"),
                    LogLine(time: time + 1_000_000_000, text: "[2026-11-24 06:00:05,000] INFO fifth (a.B)"),
                    LogLine(time: time + 2_000_000_000, text: "[2026-11-24 06:00:06,000] DEBUG noise (a.B)"),
                ]
            ]
            parts.followed["kafka-2"] = [
                [LogLine(time: time + 1_500_000_000, text: "[2026-11-24 06:00:05,500] INFO sixth (a.B)")]
            ]
        }
        let run = run("logs -f --tail 1 --timeout 1s kafka-1 kafka-2", parts)
        #expect(run.status == 0)
        #expect(
            run.output.split(separator: "\n").suffix(3) == [
                "kafka-1 | [2026-11-24 06:00:04,000] INFO fourth (a.B)",
                "kafka-1 | [2026-11-24 06:00:05,000] INFO fifth (a.B)",
                "kafka-2 | [2026-11-24 06:00:05,500] INFO sixth (a.B)",
            ], "each line once")
    }

    @Test("Following takes the container up again that has ended and started") func restarted() {
        let time = (beginning - 1_000) * 1_000_000
        let parts = FakeEngine.Parts.healthy.with { parts in
            parts.followed["kafka-1"] = (1...3).map { round in
                [LogLine(time: time + Int64(round) * 1_000_000_000, text: "round \(round)")]
            }
            parts.followEnds["kafka-1"] = Failure(
                .system, doing: "follow the log of kafka-1", reason: "the engine has gone")
        }
        let run = runTripctl(["logs", "-f", "kafka-1"], on: nil, Outside(machine: .with(parts), hasTime: true))
        #expect(run.status == 1)
        #expect(run.output == "kafka-1 | round 1\nkafka-1 | round 2\nkafka-1 | round 3\n")
        #expect(run.errors == "tripctl: cannot follow the log of kafka-1: the engine has gone\n")
    }

    @Test(
        "Mistakes on the command line are said before anything is asked",
        arguments: ["--tail x", "--tail -1", "--since 5"])
    func mistakes(options: String) {
        let run = runTripctl(["logs"] + options.split(separator: " ").map { String($0) }, on: nil)
        #expect(run.status == 64)
        #expect(run.output == "")
    }
}
