import Testing

import class TripTestSupport.Golden

@testable import TripCommands

/// Every help screen at 80 columns, as a user reads it.
@Suite("Help") struct HelpTests {
    static let commands = [
        "", "up", "down", "restart", "render", "status", "logs", "brokers", "isr", "health", "wait", "topic",
        "topic create", "topic list",
        "topic describe",
        "topic delete",
        "groups",
        "lag", "config", "demo", "version", "completion",
    ]

    @Test("Help screens are held by golden files and fit 80 columns", arguments: commands)
    func screens(command: String) {
        let words = command.split(separator: " ").map { String($0) }
        let run = runTripctl(words + ["--help"], on: nil, Outside(terminal: .person))
        #expect(run.status == 0)
        #expect(run.errors == "")
        let name = (["tripctl"] + words).joined(separator: "-")
        Golden.help.check(run.output, "\(name).txt")
        for line in run.output.split(separator: "\n") { #expect(String(line).terminalWidth <= 80, "\(line)") }
        #expect(runTripctl(["help"] + words).output == run.output, "asked in another way, and in a pipe")
        #expect(runTripctl(words + ["-h"]).output == run.output)
    }

    @Test("Every screen is there, and no other") func unclaimed() {
        let names = Self.commands.map { "tripctl" + ($0.isEmpty ? "" : "-") + $0.replacing(" ", with: "-") + ".txt" }
        #expect(Golden.help.unclaimed(by: names) == [])
        let listed = runTripctl(["--help"]).output.matches(of: #/\n  ([a-z]+)  +/#).map { String($0.output.1) }
        #expect(Set(listed) == Set(Self.commands.filter { !$0.isEmpty && !$0.contains(" ") }))
    }

    @Test("A command that is none has no help", arguments: [["lagg"], ["explode"], ["topic", "creat"]])
    func unknown(words: [String]) {
        for run in [runTripctl(words + ["--help"]), runTripctl(words + ["-h"])] {
            #expect(run.status == 64 && run.output == "")
            #expect(run.errors.hasPrefix("tripctl: Unknown subcommand '\(words.last ?? "")'"))
        }
        #expect(runTripctl(["lagg", "--help"]).errors.contains("Did you mean 'lag'?"))
    }

    @Test("The version is told as a command and as an option") func version() {
        #expect(runTripctl(["--version"]).output == "\(Tripctl.version)\n")
        #expect(runTripctl(["version", "-q"]).output == "\(Tripctl.version)\n")
    }
}
