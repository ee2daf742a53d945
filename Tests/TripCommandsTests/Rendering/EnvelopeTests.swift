import Foundation
import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

@Suite("The envelope") struct EnvelopeTests {
    @Test("JSON, YAML and Prometheus are held by golden files", arguments: OutputFormat.allCases)
    func golden(format: OutputFormat) throws {
        let text = Renderer.text(Specimen.partial, as: format, options: Specimen.options())
        Golden.rendering.check(text, "partial.\(format.rawValue)")
    }

    @Test("An error is an envelope too, and its data is null") func error() throws {
        var report = Specimen.unreachable
        report.command = "topic create"
        report.data = ["left": "over"]
        Golden.rendering.check(Renderer.text(report, as: .json, options: Specimen.options()), "error.json")
        #expect(report.envelope(version: "1", time: 0)["data"] == .null)
    }

    @Test("In a row, a report is one line of JSON and one document of YAML") func compact() throws {
        let json = Renderer.text(Specimen.partial, as: .json, options: Specimen.options(compact: true))
        #expect(json.hasPrefix(#"{"schema":1,"command":"isr","version":"0.1.0","time":"2026-11-24T06:00:00.123Z","#))
        #expect(json.filter(\.isNewline) == "\n")
        let yaml = Renderer.text(Specimen.partial, as: .yaml, options: Specimen.options(compact: true))
        #expect(yaml.hasPrefix("---\nschema: 1\n"))
    }

    @Test("JSON reads back as it was, whether pretty or in one line", arguments: [true, false])
    func readsBack(pretty: Bool) throws {
        let value: JSONValue = ["names": .list(NastyNames.all), "numbers": [1, -2, 1.5, 1e-7, 1e300, true, nil]]
        let text = JSONWriter.text(value, pretty: pretty)
        let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(read["names"] as? [String] == NastyNames.all)
        let numbers = try #require(read["numbers"] as? [Any])
        #expect(numbers[3] as? Double == 1e-7)
        #expect(numbers[4] as? Double == 1e300)
        #expect(numbers[6] is NSNull)
    }

    @Test("Numbers are shortest, and what is not finite is null")
    func numbers() {
        let value: JSONValue = [
            0.1, 100.0, 1e16, .number(.leastNonzeroMagnitude), 1e-5, -2.5e-9, .number(.nan), .number(-.infinity),
            .integer(.min),
        ]
        #expect(
            JSONWriter.text(value, pretty: false)
                == "[0.1,100.0,1.0e+16,5.0e-324,1.0e-05,-2.5e-09,null,null,-9223372036854775808]\n")
    }

    @Test("Characters that no terminal should see raw are escaped in JSON")
    func escapes() {
        let value = JSONValue.string("\u{0}\u{8}\u{c}\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{feff}/é한😀\\\"")
        #expect(
            JSONWriter.text(value, pretty: true)
                == #""\u0000\b\f\u001b[2J\u007f\u009b\u202e\u2028\ufeff/é한😀\\\"""# + "\n")
    }

    @Test(
        "Times are UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199.9996, "2024-03-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
            (4_107_542_399.5, "2100-02-28T23:59:59.500Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
            (Double.nan, "1970-01-01T00:00:00.000Z"),
        ])
    func times(seconds: Double, text: String) {
        #expect(Timestamp.text(seconds) == text)
    }

    @Test("Times agree with the system's calendar") func calendar() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for day in stride(from: -100_000, to: 400_000, by: 97) {
            let seconds = Double(day) * 86_400 + Double(day & 0xFFFF)
            #expect(Timestamp.text(seconds) == Date(timeIntervalSince1970: seconds).formatted(style))
        }
    }

    @Test("The verdict is the worst of findings, error and what is missing") func verdict() {
        func finding(_ severity: Severity) -> Finding { Finding(.noLeader, severity, .cluster, "") }
        let failure = Failure(.refused, doing: "", reason: "")
        #expect(Report().verdict == .ok)
        #expect(Report(findings: [finding(.info)]).verdict == .ok)
        #expect(Report(findings: [finding(.warning)], complete: false).verdict == .unknown)
        #expect(Report(findings: [finding(.critical)], complete: false).verdict == .critical)
        #expect(Report(findings: [finding(.info)], error: failure).verdict == .warning)
        #expect(Specimen.unreachable.verdict == .unknown)
    }

    @Test("What is unknown is never complete, whoever says so") func complete() {
        let unknown = Finding(.controllerUnknown, .unknown, .cluster, "")
        let silent = Failure(.timedOut, doing: "", reason: "")
        let refused = Failure(.refused, doing: "", reason: "")
        let reports: [(Report, Bool)] = [
            (Report(), true), (Report(findings: [Finding(.noLeader, .critical, .cluster, "")]), true),
            (Report(findings: [unknown]), false), (Report(error: silent), false), (Report(error: refused), true),
            (Report(complete: false), false),
        ]
        for (report, expected) in reports {
            #expect(report.envelope(version: "1", time: 0)["complete"] == .bool(expected), "\(report.verdict)")
        }
    }

    @Test("Names in Prometheus' labels are escaped as everywhere, with the backslashes doubled")
    func labels() {
        let name = "a\\\"\u{1b}[31mb\t\n한\u{202e}"
        let report = Report(samples: [Sample(.groupLag, .group(name), 1)])
        let text = Renderer.text(report, as: .prometheus, options: Specimen.options())
        #expect(text.contains(#"group="a\\\"\\u{1b}[31mb\\t\n한\\u{202e}""#), "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isShownEscaped })
    }

    @Test("Prometheus always gets the verdict, and nothing of what is unknown") func prometheus() {
        let text = Renderer.text(Report(), as: .prometheus, options: Specimen.options(quiet: true))
        #expect(text.hasSuffix("# TYPE tripctl_verdict gauge\ntripctl_verdict 0\n"))
        #expect(text.split(separator: "\n").count == 3)
    }
}
