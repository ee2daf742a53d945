public import TripCore

/// The one place where reports become text. Nothing is printed here: who called writes the text in one piece.
public enum Renderer {
    /// What goes to standard output: the report in that format, ending with a newline unless it is empty.
    public static func text(_ report: Report, as format: OutputFormat, options: RenderOptions) -> String {
        switch format {
        case .table where options.quiet:
            report.quiet.map { $0.map(\.escaped).joined(separator: "\t") + "\n" }.joined()
        case .table: people(report, width: options.width, color: options.color)
        case .json: JSONWriter.text(envelope(report, options), pretty: !options.compact)
        case .yaml: (options.compact ? "---\n" : "") + YAMLWriter.text(envelope(report, options))
        case .prometheus: report.exposition
        case .junit: JUnitWriter.text(report, time: options.time, elapsed: options.elapsed)
        case .github: report.workflowCommands
        case .nagios: report.pluginLine
        }
    }

    /// What a job's page on GitHub shows of the report, as Markdown: the checks, the verdict, and the next steps.
    public static func stepSummary(_ report: Report) -> String { report.stepSummary }

    /// What goes to standard error, in every format: why there is no answer, and which of the names that were asked for
    /// do not exist. Empty when there is nothing to say.
    ///
    /// - Parameter isMute: whether standard output gets nothing. No status but 0 comes without a word: then what is
    ///   amiss is said here.
    public static func errorText(_ report: Report, isMute: Bool = false, width: Int? = nil, color: Bool) -> String {
        let absent = report.findings.filter {
            [.topicNotFound, .groupNotFound].contains($0.code) && $0.severity != .info
        }
        // The next step of a finding stands with it.
        let lines = absent.map { says($0.sentence.escaped, hint: nil, width, color) }
        var error = report.error
        if !isMute, report.findings.contains(where: { $0.hint == error?.hint }) { error?.hint = nil }
        let text = lines.joined() + (error.map { errorText($0, width: width, color: color) } ?? "")
        guard isMute, text.isEmpty else { return text }
        return report.findings.filter { Verdict($0.severity) > .ok }.map {
            says($0.sentence.escaped, hint: $0.hint, width, color)
        }.joined()
    }

    /// A failure as text for standard error: one sentence, and the next step where one is known. With a width, in
    /// lines that fit a terminal.
    public static func errorText(_ failure: Failure, width: Int? = nil, color: Bool) -> String {
        says(failure.sentence, hint: failure.hint, width, color)
    }

    /// What the parser says of a wrong command line. With a width, its prose is in lines that fit a terminal; the usage
    /// below it fits by itself.
    static func usageText(_ text: String, width: Int?) -> String {
        let around = FindingText(width: width, color: false)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let start = ["tripctl: ", "Help:  "].first(where: line.hasPrefix) else { return String(line) }
            return start + around.wrapped(String(line.dropFirst(start.count)), at: start.utf8.count)
        }
        return lines.joined(separator: "\n")
    }

    private static func says(_ sentence: String, hint: String?, _ width: Int?, _ color: Bool) -> String {
        let around = FindingText(width: width, color: color)
        let hint = hint.map { "\(Style.dim.paint("hint:", color)) \(around.wrapped($0.escaped, at: 6))\n" }
        return "\(Style.strong.paint("tripctl:", color)) \(around.wrapped(sentence, at: 9))\n\(hint ?? "")"
    }

    private static func envelope(_ report: Report, _ options: RenderOptions) -> JSONValue {
        report.envelope(version: options.version, time: options.time)
    }

    private static func people(_ report: Report, width: Int?, color: Bool) -> String {
        let findings = FindingText(width: width, color: color)
        var text = ""
        let view = report.view
        let start = view.firstIndex { if case .verdict = $0 { true } else { false } } ?? view.endIndex
        for block in view[..<start] { append(block, to: &text, findings) }
        if !report.findings.isEmpty {
            text.separate()
            findings.append(report.findings, to: &text)
        }
        for block in view[start...] { append(block, to: &text, findings) }
        return text
    }

    private static func append(_ block: Block, to text: inout String, _ around: FindingText) {
        switch block {
        case .blank: text += "\n"
        case .verbatim(let verbatim): text += verbatim
        case .table(let table): TableLayout(table, width: around.width).append(to: &text, color: around.color)
        case .lines(let lines):
            for line in lines { text += line.text(width: around.width, color: around.color) + "\n" }
        case .verdict(let verdict, let sentence):
            text.separate()
            let indent = verdict.rawValue.utf8.count + 2
            text += Style(verdict).paint(verdict.rawValue, around.color) + "  "
            text += around.wrapped(sentence.escaped, at: indent) + "\n"
        }
    }
}

extension String {
    /// Ends what is there with an empty line, unless there is nothing or one already.
    fileprivate mutating func separate() {
        if !isEmpty, self != "\n", !hasSuffix("\n\n") { self += "\n" }
    }
}
