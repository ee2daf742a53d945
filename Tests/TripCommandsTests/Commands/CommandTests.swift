import Foundation
import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

/// Whole commands over fakes: what they say in every form, and that the exit status is the verdict.
@Suite("Commands") struct CommandTests {
    @Test("Every form is held by golden files, and every status is the verdict", arguments: Case.all)
    func golden(item: Case) throws {
        let screen = item.run(at: .person, ["NO_COLOR": "1"])
        let pipe = item.run()
        let quiet = item.run(["--quiet"])
        let transcripts = [("at a terminal of 80 columns", screen), ("in a pipe", pipe), ("quiet", quiet)]
        Golden.commands.check(
            transcripts.map { Self.transcript($0, item.arguments, $1) }.joined(separator: "\n"), "\(item.name).txt")

        // What a person may be asked, a pipe is refused.
        let expected = item.isInteractive ? Verdict.warning : item.verdict
        #expect(screen.status == item.verdict.exitStatus)
        #expect(pipe.status == expected.exitStatus)
        #expect(quiet.status == expected.exitStatus)
        for (format, ending) in [("json", "json"), ("yaml", "yaml"), ("prometheus", "prom")] {
            let run = item.run(["-o", format])
            Golden.commands.check(run.output, "\(item.name).\(ending)")
            #expect(run.status == expected.exitStatus, "\(format)")
            #expect(run.errors == pipe.errors, "errors are text in every format")
            if format == "prometheus" { #expect(run.output.hasSuffix("\ntripctl_verdict \(run.status)\n")) }
        }
        let json = try envelope(item.run(["-o", "json"]))
        #expect(json["verdict"] as? String == expected.rawValue)
        #expect(json["command"] as? String == Self.path(item.arguments))
        #expect((json["data"] is NSNull) == (json["error"] is [String: Any]), "either data or an error")
    }

    @Test("Nothing is wider than the terminal", arguments: Case.all)
    func width(item: Case) {
        // Settings and sentences of one line are not broken: they are there to be copied.
        guard !["config/", "render/"].contains(where: item.name.hasPrefix), !item.name.hasPrefix("topic-create/many")
        else { return }
        let output = item.run(at: .person, ["NO_COLOR": "1"]).output
        for line in output.split(separator: "\n") {
            #expect(String(line).terminalWidth <= 80 || Self.isWhole(line), "\(line)")
        }
    }

    /// Whether a line has but one word that a blank could end before the margin: nothing to break it at.
    private static func isWhole(_ line: Substring) -> Bool {
        line.drop { $0 == " " }.split(separator: " ").contains { $0.count > 60 }
    }

    @Test("Colour is on a terminal that can show it, changes no letter, and goes where it is told to")
    func colour() throws {
        let item = try #require(Case.isr.first { $0.name == "isr/leader-just-killed" })
        let plain = item.run(at: .person, ["NO_COLOR": "1"])
        let colour = item.run(at: .person)
        Golden.commands.check(colour.output.replacing("\u{1b}", with: "␛"), "colour.txt")
        #expect(colour.output.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.output)
        #expect(item.run(at: .person, ["TERM": "dumb"]).output == plain.output)
        #expect(item.run(["--color", "never"], at: .person).output == plain.output)
        #expect(!item.run().output.contains("\u{1b}"))
        #expect(
            item.run(["--color", "always"], at: .pipe, ["NO_COLOR": "1", "TERM": "dumb"]).output.contains(
                "\u{1b}[1;31m"))
        let screenless = Context.Terminal(error: true)
        let run = Case("", "topic delete nothing --yes", .warning, .healthy).run(at: screenless)
        #expect(run.errors.hasPrefix("\u{1b}[1mtripctl:\u{1b}[0m "), "standard error is judged by itself")
        #expect(!run.output.contains("\u{1b}"))
    }

    @Test("A completion script is the output with --quiet too", arguments: ["bash", "zsh", "fish"])
    func quietCompletion(shell: String) {
        let script = runTripctl(["completion", shell]).output
        #expect(script.count > 100)
        #expect(runTripctl(["completion", shell, "-q"]).output == script)
    }

    @Test("What topic create waits for is said as it changes, in a pipe too", arguments: [false, true])
    func waiting(isQuiet: Bool) {
        let cluster = FakeCluster.Parts.healthy.with { parts in
            parts.kill(2)
            parts.create = { _, _ throws(Failure) in throw Failure(.refused, doing: "create", reason: "no") }
            parts.meanwhile = { parts in
                // As many as there were pauses.
                parts.bootstrapProblems?.append(AddressProblem(address: "localhost:9092", reason: "a pause"))
                switch parts.bootstrapProblems?.count {
                case 2: parts.kill(2, reason: "still starting")
                case 4:
                    parts.reach?[2] = .answers(latency: 0.001)
                    parts.kill(3)
                case 5: parts.reach?[3] = .answers(latency: 0.001)
                default: break
                }
            }
        }
        let run = runTripctl(
            ["topic", "create", "orders"] + (isQuiet ? ["-q"] : []), on: FakeCluster(cluster), Outside(hasTime: true))
        let waits = run.errors.split(separator: "\n").filter { $0.hasPrefix("waiting") }
        let missing = ["broker 2: connection refused", "broker 2: still starting", "broker 3: connection refused"]
        #expect(waits.map { String($0) } == (isQuiet ? [] : missing.map { "waiting to create topic orders: \($0)" }))
    }

    @Test("Every file belongs to a case") func unclaimed() {
        let names = Case.all.flatMap { item in ["txt", "json", "yaml", "prom"].map { "\(item.name).\($0)" } }
        #expect(Golden.commands.unclaimed(by: names + ["colour.txt"]) == [])
    }

    private static func path(_ arguments: [String]) -> String {
        arguments.prefix(arguments.first == "topic" ? 2 : 1).joined(separator: " ")
    }

    private static func transcript(_ how: String, _ arguments: [String], _ run: Run) -> String {
        let command = (["tripctl"] + arguments + (how == "quiet" ? ["--quiet"] : [])).joined(separator: " ")
        var text = "$ \(command)    # \(how)\n\(run.output)"
        if !run.errors.isEmpty {
            text += "--- standard error\n\(run.errors)"
            if !run.errors.hasSuffix("\n") { text += "\n" }
        }
        return text + "--- status \(run.status)\n"
    }
}

/// The one JSON object on standard output.
func envelope(_ run: Run) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
}
