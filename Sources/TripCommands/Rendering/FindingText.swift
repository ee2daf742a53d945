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
        for alike in FoldedFinding.fold(findings).grouped(by: { $0.kind }) {
            for entry in alike.prefix(FindingText.most) { append(entry, to: &text) }
            let rest = alike.dropFirst(FindingText.most)
            guard let first = rest.first?.finding else { continue }
            let subjects = rest.prefix(FindingText.most).map(\.finding.subject.words.escaped)
            let list = subjects.joined(separator: ", ") + (rest.count > subjects.count ? " …" : "")
            append(first, "and \(rest.count) more: \(list)", to: &text)
        }
    }

    private func append(_ entry: FoldedFinding, to text: inout String) {
        let finding = entry.finding
        append(finding, "\(finding.subject.words): \(finding.text)".escaped, to: &text)
        let indent = String(repeating: " ", count: FindingText.margin)
        if !entry.partitions.isEmpty {
            let list = "and \(entry.partitions.count) more partitions: \(entry.list)"
            text += indent + wrapped(list, at: FindingText.margin) + "\n"
        }
        if let hint = finding.hint {
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

/// A finding, and the other partitions that the same is true of.
struct FoldedFinding {
    var finding: Finding
    /// The partitions besides the finding's own.
    var partitions: [Int32] = []

    /// Up to this many findings about partitions of one topic stay as they are.
    private static let most = 3

    /// What findings have in common whose texts say the same.
    struct Kind: Hashable {
        var code: FindingCode
        var severity: Severity
    }

    /// Its code and severity.
    var kind: Kind { Kind(code: finding.code, severity: finding.severity) }

    /// The findings, worst first and otherwise in their order, those of many partitions of one topic folded.
    static func fold(_ findings: [Finding]) -> [FoldedFinding] {
        let ordered = findings.grouped { Verdict($0.severity) }.sorted {
            Verdict(of: $0.prefix(1)) > Verdict(of: $1.prefix(1))
        }
        return ordered.flatMap { alike in
            alike.grouped { Place($0) }.flatMap { same -> [FoldedFinding] in
                guard same.count > most, let first = same.first else { return same.map { FoldedFinding(finding: $0) } }
                return [FoldedFinding(finding: first, partitions: same.dropFirst().compactMap(\.subject.partition))]
            }
        }
    }

    /// Everything about a finding but its partition; findings without one share no place.
    private struct Place: Hashable {
        var kind: Kind
        var subject: Subject
        var text: String?

        init(_ finding: Finding) {
            kind = Kind(code: finding.code, severity: finding.severity)
            subject = finding.subject
            text = finding.subject.partition == nil ? finding.text : nil
            subject.partition = nil
        }
    }

    /// The other partitions in short: `1-5, 7, 9 …`.
    var list: String {
        var ranges: [ClosedRange<Int32>] = []
        for partition in partitions.sorted() {
            if let last = ranges.last, partition <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...partition
            } else {
                ranges.append(partition...partition)
            }
        }
        let shown = ranges.prefix(10).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
        return shown.joined(separator: ", ") + (ranges.count > shown.count ? " …" : "")
    }
}

extension Sequence {
    /// The elements in groups of one key each, groups and elements in the order in which they first came.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
        var places: [Key: Int] = [:]
        var groups: [[Element]] = []
        for element in self {
            let place = places[key(element), default: groups.count]
            if place == groups.count {
                places[key(element)] = place
                groups.append([])
            }
            groups[place].append(element)
        }
        return groups
    }
}
