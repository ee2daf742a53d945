import TripCore

/// A table on its way to text: every cell as it is shown, and how wide the columns are.
struct TableLayout {
    private let table: Table
    private let titles: [Shown]
    private let rows: [[Shown]]
    private var widths: [Int]
    /// The columns that stand in the table, in order. What is the same in every row may be told above it instead.
    private var columns: [Int]
    private let terminal: Int?

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
        terminal = width
        titles = table.columns.map { Shown($0.title, .strong) }
        rows = table.rows.map { $0.prefix(table.columns.count).map { Shown($0) } }
        widths = titles.map(\.width)
        columns = Array(widths.indices)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
        }
        if let width {
            takeOut(toFit: width)
            fit(width)
        }
    }

    /// How far a column may be cut.
    private func floor(_ index: Int) -> Int {
        guard table.columns[index].flexible else { return widths[index] }
        return min(widths[index], max(titles[index].width, table.columns[index].minimum))
    }

    /// How wide a table of the columns that are left is.
    private func total(_ width: (Int) -> Int) -> Int {
        columns.reduce(0) { $0 + width($1) } + TableLayout.gap * max(0, columns.count - 1)
    }

    /// Takes columns out, as many as it takes, when cutting alone does not help: those that say the same in every row,
    /// and in the last resort those that others can do without.
    private mutating func takeOut(toFit width: Int) {
        while total(floor) > width, columns.count > 1, let next = leastNeeded {
            columns.removeAll { $0 == next }
        }
    }

    /// The column to take out next: what says nothing goes first, and names before numbers. In a single row everything
    /// is the same, and there its name stays for as long as it can.
    private var leastNeeded: Int? {
        let alike = columns.filter { text(inEveryRowOf: $0) != nil }
        if let empty = alike.first(where: { ["", "-"].contains(text(inEveryRowOf: $0)) }) { return empty }
        let yielding = columns.filter { table.columns[$0].yields }
        let name = alike.first { table.columns[$0].flexible }
        return (rows.count > 1 ? name : nil) ?? yielding.last(where: alike.contains) ?? name ?? alike.first
            ?? yielding.last
    }

    /// What a column with a title says, when that is the same in all rows.
    private func text(inEveryRowOf index: Int) -> String? {
        guard titles[index].width > 0, let first = rows.first, index < first.count else { return nil }
        let text = first[index].text
        return rows.allSatisfy { index < $0.count && $0[index].text == text } ? text : nil
    }

    /// Cuts the longest flexible columns first: all of them to one common width, but none below its minimum.
    private mutating func fit(_ width: Int) {
        let excess = total { widths[$0] } - width
        let flexible = columns.filter { table.columns[$0].flexible }
        guard excess > 0, let widest = flexible.map({ widths[$0] }).max() else { return }
        let floors = flexible.map(floor)
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
        for line in takenOut { text += Line(line, .dim).text(width: terminal, color: color) + "\n" }
        if titles.contains(where: { $0.width > 0 }) { append(titles, to: &text, color: color) }
        for row in rows { append(row, to: &text, color: color) }
    }

    /// What the columns say that were taken out, and which say more than one thing.
    private var takenOut: [String] {
        let out = titles.indices.filter { !columns.contains($0) }
        let said = out.compactMap { index in
            text(inEveryRowOf: index).map { $0.isEmpty ? "no \(titles[index].text)" : "\(titles[index].text) \($0)" }
        }
        let missing = out.filter { text(inEveryRowOf: $0) == nil }.map { titles[$0].text }
        return (said.isEmpty ? [] : ["\(rows.count > 1 ? "in every row" : "also"): \(said.joined(separator: ", "))"])
            + (missing.isEmpty ? [] : ["a wider terminal shows \(missing.inWords()) too"])
    }

    private func append(_ row: [Shown], to text: inout String, color: Bool) {
        var blanks = 0
        for index in columns where index < row.count {
            let cell = row[index]
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
