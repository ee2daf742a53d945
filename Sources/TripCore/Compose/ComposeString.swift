/// A text in a compose file: words as they are, and variables that compose fills in from the shell.
public struct ComposeString: Sendable, Equatable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// A piece of it.
    public enum Piece: Sendable, Equatable {
        /// Words as they are, dollar signs too.
        case text(String)
        /// A variable of the shell or of `.env`, and what stands in its place when it is empty or not set.
        case variable(String, fallback: String)
    }

    /// The pieces, in order.
    public var pieces: [Piece]

    /// A text of pieces.
    public init(_ pieces: [Piece]) {
        self.pieces = pieces
    }

    /// Words as they are.
    public init(_ text: String) {
        pieces = [.text(text)]
    }

    /// Words as they are.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// One text after the other.
    public static func + (first: ComposeString, second: ComposeString) -> ComposeString {
        ComposeString(first.pieces + second.pieces)
    }

    /// The text when no variable is set.
    public var description: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(_, let fallback): fallback
            }
        }.joined()
    }

    /// The text as a compose file holds it: a dollar sign doubled, so that compose does not take it for a variable.
    var interpolation: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
            case .variable(let name, let fallback): "${\(name):-\(fallback)}"
            }
        }.joined()
    }
}
