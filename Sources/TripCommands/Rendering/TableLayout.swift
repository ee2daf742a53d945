import TripCore

/// A table on its way to text: every cell as it is shown, and how wide the columns are.
struct TableLayout {
    private let table: Table
    private let titles: [Shown]
    private let rows: [[Shown]]
    private var widths: [Int]

    /// A cell as it is shown, before it is cut.
    private struct Shown {
        var text: String
        var width: Int
        var style: Style

        init(_ text: String, _ style: Style) {
            self.text = text
            self.style = style
            width = text.terminalWidth
        }

        init(_ cell: Cell) {
            if let text = cell.text { self.init(text.escaped, cell.style) } else { self.init("-", .dim) }
        }
    }

    /// Lays a table out, so that it fits a terminal of that width where it can.
    init(_ table: Table, width: Int?) {
        self.table = table
        titles = table.columns.map { Shown($0.title, .strong) }
        rows = table.rows.map { $0.prefix(table.columns.count).map { Shown($0) } }
        widths = titles.map(\.width)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
        }
        if let width { fit(width) }
    }

    /// Cuts the longest flexible columns first: all of them to one common width, but none below its minimum.
    private mutating func fit(_ width: Int) {
        let excess = widths.reduce(0, +) + TableLayout.gap * max(0, widths.count - 1) - width
        let flexible = widths.indices.filter { table.columns[$0].flexible }
        guard excess > 0, let widest = flexible.map({ widths[$0] }).max() else { return }
        let floors = flexible.map { min(widths[$0], max(titles[$0].width, table.columns[$0].minimum)) }
        var cut = widths
        var saved = 0
        for common in stride(from: widest, through: 0, by: -1) where saved < excess {
            for (index, floor) in zip(flexible, floors) where cut[index] > max(common, floor) && saved < excess {
                cut[index] -= 1
                saved += 1
            }
        }
        widths = cut
    }

    /// The table as lines, each with its newline, none with blanks at its end.
    func append(to text: inout String, color: Bool) {
        if titles.contains(where: { $0.width > 0 }) { append(titles, to: &text, color: color) }
        for row in rows { append(row, to: &text, color: color) }
    }

    private func append(_ row: [Shown], to text: inout String, color: Bool) {
        var blanks = 0
        for (index, cell) in row.enumerated() {
            let cut = cell.width > widths[index]
            let shown = cut ? cell.text.cut(to: widths[index]) : cell.text
            let padding = widths[index] - (cut ? shown.terminalWidth : cell.width)
            if table.columns[index].alignment == .right { blanks += padding }
            if !shown.isEmpty {
                text += TableLayout.blanks(blanks)
                blanks = 0
                text += cell.style.paint(shown, color)
            }
            if table.columns[index].alignment == .left { blanks += padding }
            blanks += TableLayout.gap
        }
        text.append("\n")
    }

    /// So many blanks in one piece: appended one by one they take a large table's time.
    private static func blanks(_ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { bytes in
            bytes.initialize(repeating: UInt8(ascii: " "))
            return count
        }
    }

    /// Blanks between columns.
    private static let gap = 2
}
