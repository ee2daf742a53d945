/// How bad one finding is.
public enum Severity: String, Sendable, CaseIterable {
    /// Worth knowing; nothing is wrong.
    case info
    /// Something is not as it should be, and the service goes on.
    case warning
    /// A part could not be known.
    case unknown
    /// The service is broken, or about to be.
    case critical
}

/// What a command concludes. The exit status is the verdict, and the verdict is the worst finding.
public enum Verdict: String, Sendable, CaseIterable, Comparable {
    /// Well, done, or nothing to do.
    case ok = "OK"
    /// A warning, a failure, a refusal, a difference, or a thing not found.
    case warning = "WARN"
    /// Nothing answered, a part is unknown, or the deadline passed.
    case unknown = "UNKNOWN"
    /// Critical.
    case critical = "CRIT"

    /// Critical beats unknown, unknown beats warning, information counts as OK.
    public static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .ok: 0
        case .warning: 1
        case .unknown: 2
        case .critical: 3
        }
    }

    /// The exit status of a process that ends with this verdict.
    public var exitStatus: Int32 {
        switch self {
        case .ok: 0
        case .warning: 1
        case .critical: 2
        case .unknown: 3
        }
    }

    /// The verdict that a finding of this severity forces.
    public init(_ severity: Severity) {
        switch severity {
        case .info: self = .ok
        case .warning: self = .warning
        case .unknown: self = .unknown
        case .critical: self = .critical
        }
    }

    /// The worst of the findings; OK when there are none.
    public init(of findings: some Sequence<Finding>) {
        self = findings.lazy.map { Verdict($0.severity) }.max() ?? .ok
    }
}
