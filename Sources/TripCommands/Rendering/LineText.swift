internal import TripCore

extension Line {
    /// The line as it is shown. One that is wider than the terminal is broken between words, and the rest is indented.
    func text(width: Int?, color: Bool) -> String {
        let shown = spans.map { Span(text: $0.text.escaped, style: $0.style) }
        guard let width, width >= 24, shown.map(\.text.terminalWidth).reduce(0, +) > width else {
            return shown.map { $0.style.paint($0.text, color) }.joined()
        }
        // Under a line that is indented already, the rest is indented further.
        let blanks = (shown.first?.text ?? "").prefix { $0 == " " }
        let indent = blanks + Self.indent
        var text = ""
        var used = 0
        for span in shown {
            for (index, word) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                let cells = String(word).terminalWidth
                if index > 0, used + 1 + cells > width {
                    text += "\n" + indent
                    used = indent.utf8.count
                } else if index > 0 {
                    text += " "
                    used += 1
                }
                text += span.style.paint(String(word), color)
                used += cells
            }
        }
        return text
    }

    private static let indent = "  "
}
