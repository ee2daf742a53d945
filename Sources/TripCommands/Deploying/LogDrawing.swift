internal import TripCore

/// How log entries look.
struct LogDrawing: Sendable {
    /// The services, for the width of their names and a colour for each.
    var services: [String]
    /// The form: a table is plain text.
    var format: OutputFormat
    /// Whether names are coloured.
    var color: Bool
    /// Whether names are left out.
    var quiet: Bool

    /// Colours that differ, and none of the two that mean trouble where it can be helped.
    private static let colors = ["36", "32", "34", "35", "33", "96", "92", "94", "95", "93"]

    /// The entry as it goes out, each line with its end.
    func text(_ entry: LogEntry) -> String {
        switch format {
        case .table: entry.lines.map { name(entry.service) + $0.text.withoutColors.escapedLine + "\n" }.joined()
        case .json: entry.lines.map { JSONWriter.text(Self.json(entry, $0), pretty: false) }.joined()
        case .yaml: entry.lines.map { "---\n" + YAMLWriter.text(Self.json(entry, $0)) }.joined()
        case .prometheus, .junit, .github, .nagios: ""
        }
    }

    private func name(_ service: String) -> String {
        if quiet { return "" }
        let width = services.map(\.terminalWidth).max() ?? 0
        let blanks = String(repeating: " ", count: max(0, width - service.terminalWidth))
        let text = service.escaped + blanks + " | "
        guard color, let place = services.firstIndex(of: service) else { return text }
        return "\u{1b}[\(Self.colors[place % Self.colors.count])m\(text)\u{1b}[0m"
    }

    private static func json(_ entry: LogEntry, _ line: LogLine) -> JSONValue {
        [
            "service": .from(entry.service),
            "time": .from(line.time.map { Timestamp.text(Double($0 / 1_000) / 1e6) }),
            "text": .from(line.text.withoutColors),
        ]
    }
}

extension String {
    /// The text without the commands by which a program colours its own words: they would reach beyond the line.
    fileprivate var withoutColors: String {
        guard utf8.contains(0x1B) else { return self }
        var result = ""
        var rest = unicodeScalars[...]
        while let first = rest.first {
            rest = rest.dropFirst()
            guard first == "\u{1b}", rest.first == "[" else {
                result.unicodeScalars.append(first)
                continue
            }
            // Parameters and intermediate characters, then the one that ends it (ECMA-48, 5.4).
            rest = rest.dropFirst().drop { (0x20...0x3F).contains($0.value) }.dropFirst()
        }
        return result
    }

    /// Escaped as everything from outside, but for tabs, which stack traces begin with.
    fileprivate var escapedLine: String {
        guard utf8.contains(0x09) else { return escaped }
        return split(separator: "\t", omittingEmptySubsequences: false).map { String($0).escaped }.joined(
            separator: "    ")
    }
}
