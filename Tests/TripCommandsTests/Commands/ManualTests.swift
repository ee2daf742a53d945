import Testing

@testable import TripCommands

/// `tripctl manual`: a page for every command that the help lists.
@Suite("Manual") struct ManualTests {
    @Test("A page is printed for each command", arguments: HelpTests.commands) func pages(command: String) {
        let words = command.split(separator: " ").map { String($0) }
        let run = runTripctl(["manual", "--date", "2026-11-24"] + words)
        #expect(run.status == 0 && run.errors == "")
        let name = (["tripctl"] + words).joined(separator: "-").uppercased()
        #expect(run.output.hasPrefix(".TH \(name) 1 \"2026-11-24\" \"tripctl \(Tripctl.version)\" "))
        var headings = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO"]
        if runTripctl(words + ["--help"]).output.contains("(env: ") { headings.append("ENVIRONMENT") }
        for heading in headings { #expect(run.output.contains("\n.SH \(heading)\n"), "\(heading)") }
        #expect(run.output.hasSuffix(" (1)\n"))
    }

    @Test("All pages are written to a folder") func folder() {
        let run = runTripctl(["manual", "--out", "man1", "--date", "2026-11-24", "-q"])
        #expect(run.status == 0)
        let names = run.output.split(separator: "\n").map { String($0) }
        #expect(Set(names) == Set(run.files.keys))
        #expect(names.first == "man1/tripctl.1")
        for command in HelpTests.commands where !command.isEmpty {
            #expect(names.contains("man1/tripctl-\(command.replacing(" ", with: "-")).1"))
        }
        #expect(run.files["man1/tripctl-lag.1"]?.text == runTripctl(["manual", "lag", "--date", "2026-11-24"]).output)
        #expect(run.files.values.allSatisfy { $0.mode == 0o644 })
    }

    @Test("A folder that is not there, an unknown command, and both at once are told") func wrong() {
        #expect(runTripctl(["manual", "--out", "missing"]).status == 1)
        let unknown = runTripctl(["manual", "lags"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.hasPrefix("tripctl: cannot print the page of lags: there is no such command\n"))
        #expect(runTripctl(["manual", "lag", "--out", "man1"]).status == 64)
    }

    @Test("It is for packers: no list names it") func hidden() {
        #expect(!runTripctl(["--help"]).output.contains("\n  manual "))
        #expect(!runTripctl(["manual", "--out", "man1"]).files.keys.contains { $0.contains("tripctl-manual") })
    }
}
