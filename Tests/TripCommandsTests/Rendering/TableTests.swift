import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

@Suite("Tables and text for people") struct TableTests {
    private func render(
        _ view: [Block], width: Int? = nil, color: Bool = false, findings: [Finding] = []
    ) -> String {
        let report = Report(view: view, findings: findings)
        return Renderer.text(report, as: .table, options: Specimen.options(width: width, color: color))
    }

    @Test(
        "A terminal's cells are counted, not bytes",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("한국어", 6), ("\u{1112}\u{1161}\u{11ab}", 2), ("日本", 4),
            ("ｱ", 1), ("ＡＢ", 4), ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇰🇷", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2), ("✅", 2),
            ("⚠", 1), ("a\u{200d}b", 2), ("…", 1), ("ä\u{fe00}", 1), ("क्ष", 2), ("𠀀", 2), ("→", 1), ("─", 1),
        ])
    func width(text: String, cells: Int) {
        #expect(text.terminalWidth == cells)
    }

    @Test(
        "What is cut fits, and says so",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("한국어", 5, "한국…"),
            ("한국어", 4, "한…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("a👨‍👩‍👧b", 3, "a…"),
        ])
    func cutting(text: String, width: Int, result: String) {
        #expect(text.cut(to: width) == result)
        #expect(text.cut(to: width).terminalWidth <= width)
    }

    @Test(
        "Nothing from outside reaches a terminal raw",
        arguments: [
            ("a\nb", "a\\nb"), ("a\r\tb", "a\\r\\tb"), ("\u{1b}[2J", "\\u{1b}[2J"), ("\u{0}", "\\u{0}"),
            ("\u{7f}", "\\u{7f}"),
            ("\u{9b}31m", "\\u{9b}31m"), ("\u{202e}gnp", "\\u{202e}gnp"), ("\u{2066}", "\\u{2066}"),
            ("\u{feff}", "\\u{feff}"),
            ("\u{2028}", "\\u{2028}"), ("한국어 \\ é 👨‍👩‍👧", "한국어 \\ é 👨‍👩‍👧"),
        ])
    func escaping(text: String, shown: String) {
        #expect(text.escaped == shown)
        let failure = Failure(.kafka, doing: text, reason: text, hint: text)
        let finding = Finding(.groupNotFound, .warning, .group(text), text, hint: text)
        var report = Report(
            view: [
                .table(Table([Column("X")], [[Cell(text)]])), .line(Line(text)), .heading(text), .verdict(.ok, text),
                .fields([(text, Cell(text))]),
            ], quiet: [text], findings: [finding], error: failure)
        for color in [false, true] {
            report.findings[0].severity = color ? .info : .warning
            let texts = [
                Renderer.text(report, as: .table, options: Specimen.options(width: 200, color: color)),
                Renderer.text(report, as: .table, options: Specimen.options(quiet: true)),
                Renderer.errorText(report, color: color),
            ]
            for rendered in texts {
                #expect(rendered.contains(shown))
                let raw = rendered.unicodeScalars.filter {
                    $0.isShownEscaped && $0 != "\n" && !(color && $0 == "\u{1b}")
                }
                #expect(raw.isEmpty)
            }
        }
    }

    private let wide = Table(
        [
            Column("GROUP", flexible: true), Column("LAG", .right), Column("CLIENT", flexible: true), Column("HOST"),
        ],
        [
            ["orders", Cell(12), "consumer-orders-1-0e7b6f9c-54a2-4a8e-9b1d-1f2e3d4c5b6a", "/10.0.0.1"],
            ["주문-처리-그룹-이름이-아주-긴-것", Cell(Int?.none), "short", ""],
            ["x", Cell(1_234_567), .unknown],
        ])

    @Test("Columns align, a pipe gets them whole, and lines end where their text does")
    func aligned() throws {
        let text = render([.table(wide)])
        Golden.rendering.check(text, "wide.txt")
        #expect(!text.contains(" \n"))
    }

    @Test("On a terminal the longest flexible columns give way", arguments: [80, 72, 60, 40])
    func fitted(width: Int) throws {
        let text = render([.table(wide)], width: width)
        Golden.rendering.check(text, "wide-\(width).txt")
        let longest = text.split(separator: "\n").map { String($0).terminalWidth }.max() ?? 0
        // Below the minimum of its columns a table stays as wide as it must.
        #expect(longest <= max(width, 12 + 2 + 7 + 2 + 12 + 2 + 9))
        #expect(width == 40 || longest == width)
    }

    @Test("What says the same in every row is said once, where that makes the table fit")
    func takenOut() {
        let columns = [
            Column("TOPIC", flexible: true, minimum: 12), Column("PARTITION", .right), Column("LAG", .right),
            Column("IN/S", .right), Column("NOTE", flexible: true, minimum: 12),
        ]
        let table = Table(
            columns,
            [
                ["tripclick-logs", "0", "1200", .unknown, "before the log start"],
                ["tripclick-logs", "1", "7", .unknown, "before the log start"],
            ])
        // Cutting is enough.
        #expect(!render([.table(table)], width: 50).contains("every row"))
        // What says nothing goes first, then names, and never more than it takes.
        #expect(
            render([.table(table)], width: 44) == """
                in every row: IN/S -
                TOPIC         PARTITION   LAG  NOTE
                tripclick-l…          0  1200  before the l…
                tripclick-l…          1     7  before the l…

                """)
        #expect(
            render([.table(table)], width: 40) == """
                in every row: TOPIC tripclick-logs, IN/S
                  -
                PARTITION   LAG  NOTE
                        0  1200  before the log start
                        1     7  before the log start

                """)
        // In a pipe nothing is.
        #expect(render([.table(table)]).hasPrefix("TOPIC           PARTITION   LAG  IN/S  NOTE\n"))
        let mixed = Table(columns, [["a", "0", "1", "1", "x"], ["b", "1", "2", "2", "y"]])
        #expect(!render([.table(mixed)], width: 24).contains("every row"))
    }

    @Test("What a table can do without goes in the last resort, and a single row keeps its name")
    func yielding() {
        let columns = [
            Column("GROUP", flexible: true, minimum: 8), Column("LAG", .right), Column("MEMBERS", .right, yields: true),
            Column("COORDINATOR", .right, yields: true),
        ]
        let one = Table(columns, [["orders", "5", "1", "2"]])
        #expect(render([.table(one)], width: 26) == "also: COORDINATOR 2\nGROUP   LAG  MEMBERS\norders    5        1\n")
        let two = Table(columns, [["orders", "5", "1", "2"], ["billing", "50", "2", "3"]])
        #expect(
            render([.table(two)], width: 26) == """
                a wider terminal shows
                  COORDINATOR too
                GROUP    LAG  MEMBERS
                orders     5        1
                billing   50        2

                """)
        #expect(render([.table(two)]).hasPrefix("GROUP    LAG  MEMBERS  COORDINATOR\n"))
    }

    @Test("Colour changes no width") func coloured() throws {
        let table = Table(
            [Column("NAME"), Column("STATE", .right), Column("NOTE")],
            [["a", Cell("up", .good), "x"], ["bb", Cell("down", .critical), ""], ["c", .unknown, Cell("y", .dim)]])
        let text = render([.table(table), .blank, .line(Line("so ").then("bad", .warning).then("!"))], color: true)
        Golden.rendering.check(text, "colour.txt")
        let plain = text.replacing(/\u{1b}\[[0-9;]*m/, with: "")
        #expect(plain == render([.table(table), .blank, .line(Line("so ").then("bad", .warning).then("!"))]))
    }

    @Test("Without titles there is no line for them, and a short row is no mistake") func fields() {
        let text = render([.fields([("Cluster", "Kf3"), ("Controller id", .unknown)]), .verbatim("a: b\n")])
        #expect(text == "Cluster        Kf3\nController id  -\na: b\n")
        #expect(render([.table(Table([Column("A"), Column("B")], [[], ["1", "2", "3"]]))]) == "A  B\n\n1  2\n")
        #expect(render([.table(Table([], [])), .table(Table([Column("A")], []))]) == "A\n")
    }

    @Test("Quiet prints what a script wants, and the envelope stays") func quiet() {
        let quiet = Specimen.options(quiet: true)
        #expect(Renderer.text(Specimen.partial, as: .table, options: quiet) == "clicks\n")
        for format in [OutputFormat.json, .yaml, .prometheus] {
            let loud = Renderer.text(Specimen.partial, as: format, options: Specimen.options())
            #expect(Renderer.text(Specimen.partial, as: format, options: quiet) == loud)
        }
    }

    @Test("Colour is for terminals that show it, or for those who insist") func colourChoice() {
        for (choice, terminal, noColor, term, on) in [
            (ColorChoice.auto, true, nil, "xterm", true), (.auto, false, nil, "xterm", false),
            (.auto, true, "1", "xterm", false), (.auto, true, "", "xterm", true), (.auto, true, nil, "dumb", false),
            (.auto, true, nil, nil, true), (.always, false, "1", "dumb", true), (.never, true, nil, "xterm", false),
        ] as [(ColorChoice, Bool, String?, String?, Bool)] {
            #expect(choice.isOn(terminal: terminal, noColor: noColor, term: term) == on)
        }
    }
}
