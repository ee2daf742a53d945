internal import TripCore

/// Writes a report as the XML that began with JUnit and Ant: a suite, and a test case for each check.
///
/// There are several schemas of it, none of them official. This keeps to what all of them take: the attributes and the
/// order of elements of the strictest, and one failure or error a case. A warning or worse is a failure, what is not
/// known is an error, as JUnit has it of a test that could not be run to its end.
struct JUnitWriter {
    private var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    /// In seconds, of the suite and of each case: they are all answered by the same questions, so each has taken as long
    /// as the whole.
    private let seconds: String

    private init(taking elapsed: Duration) {
        let milliseconds = max(0, elapsed.milliseconds)
        seconds = "\(milliseconds / 1_000).\(String(milliseconds % 1_000 + 1_000).dropFirst())"
    }

    /// The report as one document. `time` is when it was made, in seconds since 1970, and `elapsed` how long it took.
    static func text(_ report: Report, time: Double, elapsed: Duration) -> String {
        var writer = JUnitWriter(taking: elapsed)
        writer.write(report, time: time)
        return writer.text
    }

    private mutating func write(_ report: Report, time: Double) {
        let checks = report.checks
        let name = "tripctl \(report.command)"
        let moment = Timestamp.text(time).prefix { $0 != "." }
        text += "<testsuites>\n"
        open(
            "testsuite",
            [
                ("name", name), ("package", "tripctl"), ("id", "0"), ("hostname", "localhost"),
                // The schema has no place for a zone: it is UTC.
                ("timestamp", String(moment)), ("tests", "\(checks.count)"),
                ("failures", "\(checks.count { $0.verdict == .warning || $0.verdict == .critical })"),
                ("errors", "\(checks.count { $0.verdict == .unknown })"), ("skipped", "0"), ("time", seconds),
            ], indent: 2)
        text += ">\n    <properties>\n"
        property("cluster.id", report.cluster?.id ?? "")
        property("bootstrap", report.cluster?.bootstrap.joined(separator: ",") ?? "")
        property("verdict", report.verdict.rawValue)
        text += "    </properties>\n"
        for check in checks { write(check, of: report) }
        text += "    <system-out>"
        append(([report.summary] + Self.notes(report.findings)).joined(separator: "\n"))
        text += "</system-out>\n    <system-err></system-err>\n  </testsuite>\n</testsuites>\n"
    }

    private mutating func property(_ name: String, _ value: String) {
        open("property", [("name", name), ("value", value)], indent: 6)
        text += "/>\n"
    }

    private mutating func write(_ check: JudgedCheck, of report: Report) {
        let package = "tripctl.\(report.command.split(separator: " ").joined(separator: "."))"
        open("testcase", [("name", check.name), ("classname", package), ("time", seconds)], indent: 4)
        guard check.verdict != .ok else {
            text += "/>\n"
            return
        }
        let element = check.verdict == .unknown ? "error" : "failure"
        text += ">\n"
        open(element, [("message", check.text), ("type", check.verdict.rawValue)], indent: 6)
        text += ">"
        let findings = check.findings.filter { $0.severity != .info }
        let hint = report.error?.hint.map { ["hint: \($0.escaped)"] } ?? []
        append((findings.isEmpty ? [check.text] + hint : Self.lines(of: findings)).joined(separator: "\n"))
        text += "</\(element)>\n    </testcase>\n"
    }

    /// What is only worth knowing.
    private static func notes(_ findings: [Finding]) -> [String] { lines(of: findings.filter { $0.severity == .info }) }

    /// Each finding and its next step, many of one kind as one.
    private static func lines(of findings: [Finding]) -> [String] {
        FoldedFinding.fold(findings).flatMap { entry in
            let finding = entry.finding
            let hint = finding.hint.map { ["hint: \($0.escaped)"] } ?? []
            return ["\(finding.code.rawValue) \(entry.sentence)"] + hint
        }
    }

    /// The beginning of an element, up to where `>` or `/>` follows.
    private mutating func open(_ element: String, _ attributes: [(String, String)], indent: Int) {
        text += String(repeating: " ", count: indent) + "<\(element)"
        for (name, value) in attributes {
            text += " \(name)=\""
            append(value.escaped)
            text += "\""
        }
    }

    /// Text as both elements and attributes take it. What XML 1.0 has no place for at all is left out.
    private mutating func append(_ value: String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            case "\n", "\t": text.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension FoldedFinding {
    /// The finding in one line, with the other partitions that the same is true of. Shown escaped.
    var sentence: String {
        let more = partitions.isEmpty ? "" : "; and \(partitions.count) more partitions: \(list)"
        return finding.sentence.escaped + more
    }
}
