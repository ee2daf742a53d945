/// Rows under titled columns.
public struct Table: Sendable, Equatable {
    /// The columns, from left to right. When no column has a title, there is no line of titles.
    public var columns: [Column]
    /// The rows; a row may be shorter than the columns.
    public var rows: [[Cell]]

    /// A table.
    public init(_ columns: [Column], _ rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }
}

/// A column of a table.
public struct Column: Sendable, Equatable {
    /// On which side its text stands.
    public enum Alignment: Sendable {
        /// Words.
        case left
        /// Numbers.
        case right
    }

    /// What stands above it.
    public var title: String
    /// On which side its text stands.
    public var alignment: Alignment
    /// Whether its text may be cut so that the table fits a terminal.
    public var flexible: Bool
    /// The width, in cells, below which it is never cut.
    public var minimum: Int
    /// Whether the table can do without it on a terminal that is too narrow even so.
    public var yields: Bool

    /// A column.
    public init(
        _ title: String, _ alignment: Alignment = .left, flexible: Bool = false, minimum: Int = 12,
        yields: Bool = false
    ) {
        self.yields = yields
        self.title = title
        self.alignment = alignment
        self.flexible = flexible
        self.minimum = minimum
    }
}

/// One value of a table.
public struct Cell: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// What it says, shown escaped; `nil` for unknown, shown as `-`.
    public var text: String?
    /// What it means.
    public var style: Style

    /// A text or a number, or unknown.
    public init(_ value: (some LosslessStringConvertible)?, _ style: Style = .plain) {
        text = value.map { String($0) }
        self.style = style
    }

    /// Whole numbers with commas between them, such as broker ids; `-` when there are none.
    public init(ids: some Sequence<some BinaryInteger>, _ style: Style = .plain) {
        let text = ids.map { String($0) }.joined(separator: ",")
        self.init(text.isEmpty ? nil : text, style)
    }

    /// A text without a style.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// A value that is not known.
    public static let unknown = Cell(String?.none)
}
