internal import TripCore

// What GitHub's runners read from a step's output, and what they show of a file of Markdown.

extension Report {
    /// A command for each finding, the worst first, and the verdict as a line of the log. GitHub shows ten annotations
    /// of a kind for a step, so many of one kind are one.
    var workflowCommands: String {
        var text = ""
        if let error {
            let hint = error.hint.map { "\nhint: \($0.escaped)" } ?? ""
            text += Self.command(
                verdict == .warning ? "warning" : "error", title: "tripctl \(command)", error.sentence + hint)
        }
        for entry in FoldedFinding.fold(findings) {
            let finding = entry.finding
            let hint = finding.hint.map { "\nhint: \($0.escaped)" } ?? ""
            text += Self.command(
                Self.level(finding.severity), title: "\(finding.code.rawValue) \(finding.code.title)",
                entry.sentence + hint)
        }
        return text + "tripctl \(command): \(verdict.rawValue)" + (summary.isEmpty ? "" : ", \(summary.escaped)") + "\n"
    }

    /// What is not known fails a job as what is broken does.
    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .info: "notice"
        case .warning: "warning"
        case .unknown, .critical: "error"
        }
    }

    private static func command(_ level: String, title: String, _ message: String) -> String {
        "::\(level) title=\(title.commandData(isProperty: true))::\(message.commandData(isProperty: false))\n"
    }

    /// The report as a section of a job's page: the checks, the verdict, the next steps.
    var stepSummary: String {
        let mark = verdict == .ok ? "✅" : verdict == .warning ? "⚠️" : "❌"
        var text = "### \(mark) tripctl \(command): \(verdict.rawValue)\n\n"
        if !summary.isEmpty { text += summary.escaped.markdown + "\n\n" }
        let shown = checks.prefix(Self.mostRows)
        if !shown.isEmpty {
            text += "| check | verdict | |\n|---|---|---|\n"
            for check in shown {
                text += "| \(check.name.escaped.markdown) | \(check.verdict.rawValue) "
                text += "| \(check.text.escaped.markdown) |\n"
            }
            text += "\n"
            if checks.count > shown.count { text += "and \((checks.count - shown.count).grouped) more\n\n" }
        }
        let steps = nextSteps
        if !steps.isEmpty {
            text += "Next steps:\n\n"
            for step in steps { text += "- \(step)\n" }
            text += "\n"
        }
        return text
    }

    /// A page of a job may have one megabyte.
    private static let mostRows = 200

    /// What to do, each with what it is for, and each once.
    private var nextSteps: [String] {
        var steps: [String] = []
        if let hint = error?.hint { steps.append(hint.escaped.markdown) }
        for entry in FoldedFinding.fold(findings).prefix(Self.mostRows) where entry.finding.severity != .info {
            let hint = entry.finding.hint.map { ": \($0.escaped.markdown)" } ?? ""
            steps.append("\(entry.finding.code.rawValue) \(entry.sentence.markdown)\(hint)")
        }
        return steps.unique
    }
}

extension String {
    /// The text as a workflow command takes it, in its data or in a property of it.
    fileprivate func commandData(isProperty: Bool) -> String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text as a cell of a table or a line of Markdown shows it. What stands between backticks stays code, unless
    /// it holds what ends a cell even there.
    fileprivate var markdown: String {
        let hasCode =
            unicodeScalars.count { $0 == "`" } % 2 == 0 && !unicodeScalars.contains { $0 == "|" || $0 == "\\" }
        var result = ""
        var isCode = false
        for scalar in unicodeScalars {
            switch scalar {
            case "`" where hasCode: isCode.toggle()
            case "|", "\\", "`", "*", "_", "[", "]", "<", ">", "#", "~", "&":
                if !isCode { result += "\\" }
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
