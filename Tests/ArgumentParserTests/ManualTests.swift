import Testing

@testable import ArgumentParser

/// The manual pages of `Demo`, as groff and mandoc read them.
struct ManualTests {
    static let pages = Demo.manualPages(date: "2026-11-24")

    static func lines(_ name: String) throws -> [String] {
        let page = try #require(pages.first { $0.name == name })
        return page.text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// The lines under a heading, up to the next one.
    static func section(_ heading: String, of name: String) throws -> [String]? {
        let lines = try lines(name)
        guard let start = lines.firstIndex(of: ".SH \(heading)") else { return nil }
        return Array(lines[(start + 1)...].prefix { !$0.hasPrefix(".SH ") })
    }

    @Test func everyListedCommandHasAPage() {
        #expect(
            Self.pages.map(\.name) == [
                "demo", "demo-lag", "demo-topic", "demo-topic-create", "demo-topic-list", "demo-completion",
                "demo-bare",
            ])
    }

    @Test func theHeadNamesPageAndDate() throws {
        let lines = try Self.lines("demo-topic-create")
        #expect(lines[0].hasPrefix(".TH DEMO-TOPIC-CREATE 1 \"2026-11-24\" \"demo "))
        #expect(try Self.section("NAME", of: "demo-topic-create") == ["demo\\-topic\\-create \\- Create a topic"])
    }

    @Test func aDateThatIsNoneBreaksNothing() {
        let page = Demo.manualPages(date: "\" 1\n.so /etc/passwd")[0]
        #expect(page.text.hasPrefix(".TH DEMO 1 \"1\" "))
    }

    @Test func theSynopsisIsMarked() throws {
        let synopsis = try #require(try Self.section("SYNOPSIS", of: "demo-lag"))
        #expect(synopsis == ["\\fBdemo\\fR \\fBlag\\fR [\\fIoptions\\fR] [\\fIgroups\\fR ...]"])
    }

    @Test func everyOptionOfTheHelpIsThere() throws {
        let options = try #require(try Self.section("OPTIONS", of: "demo-lag"))
        let text = options.joined(separator: "\n")
        #expect(
            text.contains(".TP\n\\fB\\-b\\fR, \\fB\\-\\-bootstrap\\fR \\fIhost:port\\fR\nWhere Kafka is."),
            "\(text)")
        #expect(text.contains(".SS COMMON OPTIONS"))
        #expect(text.contains(".IP\nMay be given many times."))
        #expect(!text.contains("debug"), "a hidden option")
    }

    @Test func theEnvironmentIsWhatTheHelpNames() throws {
        #expect(
            try Self.section("ENVIRONMENT", of: "demo-lag") == [
                ".TP", ".B DEMO_BOOTSTRAP", "Counts where \\fB\\-\\-bootstrap\\fR is not given.",
            ])
        #expect(try Self.section("ENVIRONMENT", of: "demo-topic-create") == nil)
    }

    @Test func pagesNameTheirNeighbours() throws {
        #expect(
            try Self.section("SEE ALSO", of: "demo-topic") == [
                ".BR demo (1),", ".BR demo\\-topic\\-create (1),", ".BR demo\\-topic\\-list (1),",
                ".BR demo\\-lag (1)", "",
            ])
    }

    @Test func examplesStayAsTheyAre() throws {
        let lines = try Self.lines("demo")
        let start = try #require(lines.firstIndex(of: ".EX"))
        #expect(lines[start - 1] == ".RS 4")
        #expect(lines[start + 1].hasPrefix("demo lag orders       # one group, and a comment"))
        #expect(lines[start + 2] == "demo topic create clicks \\-\\-owner me")
        #expect(lines[(start + 3)...].prefix(2) == [".EE", ".RE"])
    }

    @Test func whatRoffWouldTakeForItsOwnIsEscaped() {
        #expect(Roff.line(".SH not a heading") == "\\&.SH not a heading")
        #expect(Roff.line("'so it begins") == "\\(aqso it begins")
        #expect(Roff.line("C:\\new \"x\" `y` a~b^c") == "C:\\(rsnew \\(dqx\\(dq \\(gay\\(ga a\\(tib\\(hac")
        #expect(Roff.line("--out") == "\\-\\-out")
        #expect(Roff.line("host:port,…") == "host:port,\\[u2026]")
        #expect(Roff.line("클릭 🙂") == "\\[uD074]\\[uB9AD] \\[u1F642]")
        #expect(Roff.line("a\u{1B}[31m\u{7F}b") == "a [31m b")
        #expect(Roff.argument("a \"b\"") == "\"a \\(dqb\\(dq\"")
        #expect(
            Roff.synopsis("-o, --output[=<file-name>] a<b")
                == "\\fB\\-o\\fR, \\fB\\-\\-output\\fR[=\\fIfile\\-name\\fR] \\fBa\\fR<\\fBb\\fR")
    }

    @Test func noLineIsAMacroThatWasNotMeant() {
        let known: Set<Substring> = [
            ".TH", ".SH", ".SS", ".TP", ".IP", ".PP", ".RS", ".RE", ".EX", ".EE", ".B", ".BR", ".br", ".nh", ".ad",
        ]
        for page in Self.pages {
            for line in page.text.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
                #expect(known.contains(line.prefix { $0 != " " }), "\(page.name): \(line)")
            }
            #expect(page.text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) }, "\(page.name)")
        }
    }

    @Test func aDiscussionFallsIntoParts() {
        let parts = Discussion("First.\n\nEXAMPLES:\n  a\n\n  b\n\nEXIT STATUS:\n  0 well\n\nNote: not a heading\n")
        #expect(parts.text == "First.")
        #expect(parts.section("EXAMPLES") == "  a\n\n  b")
        #expect(parts.section("EXIT STATUS") == "  0 well\n\nNote: not a heading")
        #expect(
            Discussion.roff("  a\n\n    b\nthen.\n\nlast.") == [
                ".RS 4", ".EX", "a", "\\&", "  b", ".EE", ".RE", ".PP", "then.", ".PP", "last.",
            ])
    }
}
