import Testing
import TripCore

@testable import TripCommands

/// One line as the guidelines for monitoring plugins have it.
@Suite("Nagios") struct PluginLineTests {
    private static let cases = Case.judging

    @Test("One line, whose state is the exit status", arguments: cases)
    func line(item: Case) throws {
        let run = item.run(["-o", "nagios"])
        #expect(run.output.filter(\.isNewline).count == 1 && run.output.hasSuffix("\n"))
        let states: [Int32: String] = [0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"]
        let state = try #require(states[run.status])
        #expect(run.output.hasPrefix("KAFKA \(state) - "), "\(run.output)")
        #expect(run.status == item.verdict.exitStatus)
        let halves = run.output.dropLast().split(separator: "|", omittingEmptySubsequences: false)
        #expect(halves.count <= 2)
        if halves.count == 2 { try Self.check(performance: halves[1]) }
    }

    @Test("Names of all kinds stay in their label", arguments: NastyNames.all + ["a|b", "it's", "a=b", "|"])
    func names(name: String) throws {
        let report = Report(
            command: "lag",
            judgement: Judgement(
                performance: [Performance("lag \(name)", 5, warning: 3, critical: 1.5)], summary: name),
            findings: [Finding(.lagReached, .critical, .group(name), name)])
        let line = Renderer.text(report, as: .nagios, options: Specimen.options())
        #expect(line.filter(\.isNewline) == "\n")
        let halves = line.dropLast().split(separator: "|", omittingEmptySubsequences: false)
        try #require(halves.count == 2, "\(line)")
        #expect(halves[1].hasSuffix("'=5;3;1.500;0"), "\(line)")
        try Self.check(performance: halves[1])
    }

    @Test("What is not known is U, and a failure has no numbers") func unknown() {
        let partial = Renderer.text(Specimen.partial, as: .nagios, options: Specimen.options())
        #expect(
            partial.contains(" | 'brokers'=2;;;0;3 'lag it''s_a/b'=U;10;100;0 'age orders'=12.346s;60;;0\n"),
            "\(partial)")
        let failure = Renderer.text(Specimen.unreachable, as: .nagios, options: Specimen.options())
        #expect(failure.hasPrefix("KAFKA UNKNOWN - cannot reach Kafka: "))
        #expect(!failure.contains("|"))
    }

    /// A monitor would take a warning for one about the cluster, of which nobody has told anything.
    @Test(
        "Where there is no answer at all the state is not known, whatever the reason",
        arguments: [["health"], ["isr"], ["lag", "clicks"]], Failure.Kind.allCases.filter { $0 != .usage })
    func noAnswer(command: [String], kind: Failure.Kind) {
        var parts = FakeCluster.Parts()
        parts.metadata = .failure(Failure(kind, doing: "ask Kafka", reason: "no thread could be started"))
        let run = runTripctl(command + ["-o", "nagios"], on: FakeCluster(parts))
        #expect(run.status == 3)
        #expect(run.output == "KAFKA UNKNOWN - cannot ask Kafka: no thread could be started\n")
        #expect(run.errors == "tripctl: cannot ask Kafka: no thread could be started\n")
    }

    /// `'label'=value[unit];[warn];[crit];[min];[max]`, blanks between.
    private static func check(performance: Substring) throws {
        let datum = /'(?:[^'=]|'')+'=(?:U|[0-9.]+)s?;[0-9.]*;[0-9.]*;0(?:;[0-9.]+)?/
        var rest = performance
        #expect(rest.hasPrefix(" "))
        while !rest.isEmpty {
            rest = rest.dropFirst()
            let match = try #require(rest.prefixMatch(of: datum), "\(rest)")
            rest = rest[match.range.upperBound...]
            #expect(rest.isEmpty || rest.hasPrefix(" "), "\(rest)")
        }
    }
}
