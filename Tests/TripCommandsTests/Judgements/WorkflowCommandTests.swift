import Foundation
import Testing
import TripCore

@testable import TripCommands

/// What GitHub's runners are told, and the page of a job.
@Suite("GitHub") struct WorkflowCommandTests {
    private static let cases = Case.judging

    /// A line as the runner takes it apart: `::level title=…::message`, percent signs undone.
    private struct Command {
        var level: Substring
        var title: String
        var message: String

        init?(_ line: Substring) {
            guard let match = line.wholeMatch(of: /::(error|warning|notice) title=([^:,]*)::(.*)/) else { return nil }
            level = match.1
            title = Self.plain(match.2, isProperty: true)
            message = Self.plain(match.3, isProperty: false)
        }

        private static func plain(_ text: Substring, isProperty: Bool) -> String {
            var text = text.replacing("%0D", with: "\r").replacing("%0A", with: "\n")
            if isProperty { text = text.replacing("%3A", with: ":").replacing("%2C", with: ",") }
            return String(text.replacing("%25", with: "%"))
        }
    }

    @Test("Every line but the last is a command, and errors and warnings agree with the status", arguments: cases)
    func commands(item: Case) throws {
        let run = item.run(["-o", "github"])
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "" && lines.count >= 2)
        let last = try #require(lines.dropLast().last)
        #expect(last.hasPrefix("tripctl \(item.arguments[0]): \(item.verdict.rawValue)"), "\(last)")
        let commands = try lines.dropLast(2).map { try #require(Command($0), "\($0)") }
        let hasTrouble = commands.contains { $0.level != "notice" }
        #expect(hasTrouble == (run.status != 0))
        #expect(run.files == [:], "no file was named")
    }

    @Test(
        "Names of all kinds stay in their line and their place",
        arguments: NastyNames.all + ["%0A::error::x", "a,b:c%"])
    func names(name: String) throws {
        let finding = Finding(.lagReached, .warning, .group(name), name, hint: name)
        let report = Report(command: "lag", judgement: Judgement(summary: name), findings: [finding])
        let text = Renderer.text(report, as: .github, options: Specimen.options())
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2, "\(text)")
        let command = try #require(Command(lines[0]), "\(lines[0])")
        #expect(command.level == "warning" && command.title == "TC310 The lag has reached its threshold")
        #expect(command.message == "\(finding.sentence.escaped)\nhint: \(name.escaped)")
    }

    @Test("The page of the job gets a section more, and nothing of it is lost") func summary() throws {
        let item = try #require(Case.health.first { $0.verdict == .critical && $0.parts != nil })
        let cluster = FakeCluster(try #require(item.parts))
        let outside = Outside(
            environment: ["GITHUB_STEP_SUMMARY": "summary.md"], files: ["summary.md": "# Before\n"])
        let run = runTripctl(item.arguments + ["-o", "github"], on: cluster, outside)
        let page = try #require(run.files["summary.md"]?.text)
        #expect(page.hasPrefix("# Before\n### ❌ tripctl health: CRIT\n\n"), "\(page)")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count >= 7)
        for row in rows { #expect(Self.bars(row) == 4, "\(row)") }
        #expect(page.contains("\nNext steps:\n\n- TC"))
        #expect(page.hasSuffix("\n\n"))
        for format in ["table", "json", "junit", "nagios"] {
            #expect(
                runTripctl(item.arguments + ["-o", format], on: FakeCluster(item.parts ?? .healthy), outside).files
                    == [:])
        }
    }

    @Test("A page that cannot be written is told, and changes no verdict") func unwritable() {
        let run = runTripctl(
            ["health", "-o", "github"], on: FakeCluster(.healthy),
            Outside(environment: ["GITHUB_STEP_SUMMARY": "missing/summary.md"]))
        #expect(run.status == 0)
        #expect(run.errors.hasPrefix("tripctl: cannot add to missing/summary.md"))
    }

    @Test("Names of all kinds break no table", arguments: NastyNames.all + ["a|b", "a\\|b", "`|`", "<script>"])
    func cells(name: String) {
        let report = Report(
            command: "lag",
            judgement: Judgement(
                checks: [JudgedCheck(name, verdict: .warning, text: name, findings: [])], summary: name))
        let rows = Renderer.stepSummary(report).split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count == 2)
        for row in rows { #expect(Self.bars(row) == 4, "\(row)") }
        #expect(!Renderer.stepSummary(report).contains("<script>"))
    }

    /// The bars that end a cell: those with an even number of backslashes before them.
    private static func bars(_ row: Substring) -> Int {
        var count = 0
        var backslashes = 0
        for character in row {
            if character == "|", backslashes % 2 == 0 { count += 1 }
            backslashes = character == "\\" ? backslashes + 1 : 0
        }
        return count
    }
}
