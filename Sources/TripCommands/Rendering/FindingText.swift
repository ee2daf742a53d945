import TripCore

/// Findings as people see them: the worst first, and many of one kind as one.
struct FindingText {
    let width: Int?
    let color: Bool

    /// Where the sentences start: after `UNKNOWN`, `TC201` and two blanks behind each.
    private static let margin = 16
    /// Of the entries of one code this many are shown, and the rest is counted.
    private static let most = 10

    /// All findings as lines, each with its newline.
    func append(_ findings: [Finding], to text: inout String) {
        let entries = FoldedFinding.fold(findings)
        let alike = Dictionary(grouping: entries, by: \.kind)
        var shown: [FoldedFinding.Kind: Int] = [:]
        for (index, entry) in entries.enumerated() {
            shown[entry.kind, default: 0] += 1
            let count = shown[entry.kind, default: 0]
            // One next step for all that stand together and share it.
            let next = count < FindingText.most ? entries.dropFirst(index + 1).first : nil
            let isShared = next.map { $0.kind == entry.kind && $0.finding.hint == entry.finding.hint } ?? false
            if count <= FindingText.most { append(entry, withHint: !isShared, to: &text) }
            if count == FindingText.most {
                append(rest: alike[entry.kind, default: []].dropFirst(FindingText.most), to: &text)
            }
        }
    }

    private func append(rest: ArraySlice<FoldedFinding>, to text: inout String) {
        guard let first = rest.first?.finding else { return }
        let subjects = rest.prefix(FindingText.most).map(\.finding.subject.words.escaped)
        let list = subjects.joined(separator: ", ") + (rest.count > subjects.count ? " …" : "")
        append(first, "and \(rest.count) more: \(list)", to: &text)
    }

    private func append(_ entry: FoldedFinding, withHint: Bool, to text: inout String) {
        let finding = entry.finding
        append(finding, finding.sentence.escaped, to: &text)
        let indent = String(repeating: " ", count: FindingText.margin)
        if !entry.partitions.isEmpty {
            let list = "and \(entry.partitions.count) more partitions: \(entry.list)"
            text += indent + wrapped(list, at: FindingText.margin) + "\n"
        }
        if withHint, let hint = finding.hint {
            let start = FindingText.margin + 6
            text += indent + Style.dim.paint("hint:", color) + " " + wrapped(hint.escaped, at: start) + "\n"
        }
    }

    private func append(_ finding: Finding, _ sentence: String, to text: inout String) {
        let word = finding.severity == .info ? "INFO" : Verdict(finding.severity).rawValue
        let style = finding.severity == .info ? Style.dim : Style(Verdict(finding.severity))
        let blanks = String(repeating: " ", count: max(0, 9 - word.utf8.count))
        text += "\(style.paint(word, color))\(blanks)\(finding.code.rawValue)  "
        text += wrapped(sentence, at: FindingText.margin) + "\n"
    }

    /// The text in lines that end before the terminal does, all but the first indented as far as it starts.
    func wrapped(_ text: String, at indent: Int) -> String {
        // In a terminal too narrow for the margin, its own wrapping reads better.
        guard let width, width >= indent + 24, text.terminalWidth > width - indent else { return text }
        var lines = [""]
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let length = String(word).terminalWidth
            if used > 0, used + 1 + length > width - indent {
                lines.append(String(word))
                used = length
            } else {
                lines[lines.count - 1] += (used > 0 ? " " : "") + word
                used += (used > 0 ? 1 : 0) + length
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
