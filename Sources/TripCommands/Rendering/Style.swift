public import TripCore

/// What a piece of text means; how that looks is decided here and nowhere else.
public enum Style: Sendable, CaseIterable {
    /// Nothing in particular.
    case plain
    /// As it should be.
    case good
    /// Not as it should be.
    case warning
    /// Broken.
    case critical
    /// Not known.
    case unknown
    /// Of little weight.
    case dim
    /// Of weight: titles, headings.
    case strong

    /// How a verdict looks.
    public init(_ verdict: Verdict) {
        switch verdict {
        case .ok: self = .good
        case .warning: self = .warning
        case .unknown: self = .unknown
        case .critical: self = .critical
        }
    }

    /// The parameters of the terminal's SGR command, `nil` for none. Only the eight colours that every terminal has and
    /// every palette keeps readable.
    private var parameters: String? {
        switch self {
        case .plain: nil
        case .good: "32"
        case .warning: "33"
        case .critical: "1;31"
        case .unknown: "35"
        case .dim: "2"
        case .strong: "1"
        }
    }

    /// The text in this style when colour is on, else the text as it is.
    func paint(_ text: String, _ color: Bool) -> String {
        guard color, let parameters, !text.isEmpty else { return text }
        return "\u{1b}[\(parameters)m\(text)\u{1b}[0m"
    }
}

/// When there is colour.
public enum ColorChoice: String, Sendable, CaseIterable {
    /// On a terminal that can show it, unless the user's environment says no.
    case auto
    /// Whatever the stream is: an option given for one command outweighs the environment.
    case always
    /// Nowhere.
    case never

    /// Whether a stream gets colour. `noColor` and `term` are the variables `NO_COLOR` (any value but the empty one
    /// forbids, by no-color.org) and `TERM`.
    public func isOn(terminal: Bool, noColor: String?, term: String?) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: terminal && (noColor ?? "").isEmpty && term != "dumb"
        }
    }
}
