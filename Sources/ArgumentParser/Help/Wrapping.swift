/// `text` in lines of at most `width` cells, each indented by `indent` blanks.
///
/// A line that begins with a blank stays as it is, for it is an example or a list. A word that is wider than a line
/// stays whole.
func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
    let room = max(width - indent, 1)
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.first == " " || line.first == "\t" || line.cells <= room {
            lines.append(String(line))
            continue
        }
        var current = ""
        var used = 0
        for word in line.split(separator: " ") {
            let cells = word.cells
            if used > 0, used + 1 + cells > room {
                lines.append(current)
                current = ""
                used = 0
            }
            if used > 0 {
                current += " "
                used += 1
            }
            current += word
            used += cells
        }
        lines.append(current)
    }
    return lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
}

/// How wide lines may be that shall fit into `columns`, nil for those of the terminal: lines of prose of more than 100
/// cells are hard to read, and less than 20 is no use to anyone.
func screenWidth(_ columns: Int?) -> Int {
    min(max(columns ?? terminalWidth(), 20), 100)
}
