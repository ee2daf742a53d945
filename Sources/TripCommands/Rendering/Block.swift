public import TripCore

/// A piece of what a person sees.
public enum Block: Sendable {
    /// Columns and rows.
    case table(Table)
    /// Lines of text.
    case lines([Line])
    /// An empty line.
    case blank
    /// Text of tripctl's own making that goes out byte for byte, such as a compose file. Never anything from outside:
    /// nothing in it is escaped.
    case verbatim(String)
    /// What it comes to, in a line below the findings.
    case verdict(Verdict, String)

    /// One line.
    public static func line(_ line: Line) -> Block { .lines([line]) }

    /// A line above what belongs to it.
    public static func heading(_ text: String) -> Block { .lines([Line(text, .strong)]) }

    /// Names and values below each other, the values aligned.
    public static func fields(_ pairs: [(String, Cell)]) -> Block {
        let columns = [Column(""), Column("", flexible: true, minimum: 24)]
        return .table(Table(columns, pairs.map { [Cell($0.0, .dim), $0.1] }))
    }
}

/// A line of text in pieces of one style each.
public struct Line: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// Text in one style.
    public struct Span: Sendable, Equatable {
        /// What it says; shown escaped.
        public var text: String
        /// What it means.
        public var style: Style
    }

    /// The pieces, in order.
    public var spans: [Span]

    /// A line in one style.
    public init(_ text: String, _ style: Style = .plain) {
        spans = [Span(text: text, style: style)]
    }

    /// A line in no style.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The line with more text after it.
    public func then(_ text: String, _ style: Style = .plain) -> Line {
        var line = self
        line.spans.append(Span(text: text, style: style))
        return line
    }
}
