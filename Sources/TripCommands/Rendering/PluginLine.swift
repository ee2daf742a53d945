internal import TripCore

extension Report {
    /// One line by the guidelines for monitoring plugins: the state, why, and performance data behind a bar. The exit
    /// statuses of plugins are those of the verdicts.
    var pluginLine: String {
        var words: String
        let worst = findings.filter { Verdict($0.severity) == verdict && verdict != .ok }
        if error == nil, let first = worst.first {
            words = first.sentence + worst.othersInWords
        } else {
            words = summary
        }
        if words.isEmpty { words = verdict == .ok ? "all is well" : "a part is not known" }
        var line = "KAFKA \(verdict.pluginState) - \(words.escaped.withoutBars)"
        let numbers = error == nil ? judgement.performance : []
        if !numbers.isEmpty { line += " | " + numbers.map(\.text).joined(separator: " ") }
        return line + "\n"
    }
}

extension Verdict {
    /// What the state is called in the words of monitoring plugins.
    fileprivate var pluginState: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }
}

extension Performance {
    /// `'label'=value[unit];[warning];[critical];0[;most]`; `U` stands for what is not known.
    fileprivate var text: String {
        // An equals sign would end the label; a quote is written twice.
        let name = label.escaped.withoutBars.replacing("=", with: "_").replacing("'", with: "''")
        let amount = value.map { Self.number($0) + unit } ?? "U"
        let limits = [warning, critical].map { limit in limit.map(Self.number) ?? "" }
        return "'\(name)'=\(amount);\(limits[0]);\(limits[1]);0" + (most.map { ";\(Self.number($0))" } ?? "")
    }

    private static func number(_ value: Double) -> String {
        // Whole up to where a double is exact; else in thousandths, without an exponent.
        guard value.isFinite, value.magnitude < 0x1p53 else { return "U" }
        let thousandths = Int64((value * 1_000).rounded())
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        if rest == 0 { return String(whole) }
        let digits = String(1_000 + rest).dropFirst()
        return "\(whole).\(digits)"
    }
}

extension String {
    /// The text without what would begin the performance data.
    fileprivate var withoutBars: String { replacing("|", with: "/") }
}
