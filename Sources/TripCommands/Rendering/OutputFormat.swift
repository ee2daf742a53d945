/// The forms that reports take: every report the first four, and those that judge all.
public enum OutputFormat: String, Sendable, CaseIterable {
    /// For people.
    case table
    /// The envelope as JSON.
    case json
    /// The envelope as YAML.
    case yaml
    /// Prometheus' text exposition.
    case prometheus
    /// JUnit's XML, a test case for each check.
    case junit
    /// GitHub's workflow commands, which become annotations.
    case github
    /// One line as Nagios and its kin read it, with performance data.
    case nagios

    /// Whether it shows nothing but judgements, so that only commands that judge have it.
    public var isForJudgements: Bool {
        switch self {
        case .table, .json, .yaml, .prometheus: false
        case .junit, .github, .nagios: true
        }
    }
}

/// What a rendering depends on besides the report.
public struct RenderOptions: Sendable, Equatable {
    /// The terminal's width in cells; `nil` when it is no terminal, and then nothing is cut or wrapped.
    public var width: Int?
    /// Whether text is coloured.
    public var color: Bool
    /// Whether a table gives way to what a script wants.
    public var quiet: Bool
    /// tripctl's version.
    public var version: String
    /// When the report was made, in seconds since 1970, UTC.
    public var time: Double
    /// How long the command has taken for it.
    public var elapsed: Duration
    /// Whether the report is one of many in a row: JSON is then one line, and YAML one document of a stream.
    public var compact: Bool

    /// Options for one rendering.
    public init(
        width: Int? = nil, color: Bool = false, quiet: Bool = false, version: String, time: Double,
        elapsed: Duration = .zero, compact: Bool = false
    ) {
        self.width = width
        self.color = color
        self.quiet = quiet
        self.version = version
        self.time = time
        self.elapsed = elapsed
        self.compact = compact
    }
}
