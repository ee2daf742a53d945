public import TripCore

/// What a command found out, in the one shape that every output format is made from. A command returns it and prints
/// nothing; ``Renderer`` turns it into text.
public struct Report: Sendable {
    /// The command's path in words, `topic create`; the runner fills it in.
    public var command: String
    /// Whether the command judges, and so knows nothing where it has no answer; the runner fills it in.
    public var judges = false
    /// Which cluster was asked; `nil` when none was.
    public var cluster: ClusterStamp?
    /// What was judged, in the order of the command; tables show the worst first.
    public var findings: [Finding]
    /// False when a part is unknown: a part that the command says so of, a finding, or the whole answer.
    public var complete: Bool {
        hasAllParts && error?.verdict != .unknown && !findings.contains { $0.severity == .unknown }
    }
    /// Why there is no answer; `nil` when there is one.
    public var error: Failure?

    // Whether no part is missing that no finding tells of.
    // One format is printed, and what the others would show is not made: of a thousand partitions it costs
    // milliseconds.
    private let hasAllParts: Bool
    private var makeData: @Sendable () -> JSONValue?
    private var makeView: @Sendable () -> [Block]
    private var makeSamples: @Sendable () -> [Sample]
    private var makeQuiet: @Sendable () -> [[String]]
    private var makeJudgement: @Sendable () -> Judgement

    /// A report of the parts that apply. What one format alone shows is made when it is asked for.
    public init(
        command: String = "", cluster: ClusterStamp? = nil,
        data: @autoclosure @escaping @Sendable () -> JSONValue? = nil,
        view: @autoclosure @escaping @Sendable () -> [Block] = [],
        samples: @autoclosure @escaping @Sendable () -> [Sample] = [],
        quiet: @autoclosure @escaping @Sendable () -> [String] = [],
        judgement: @autoclosure @escaping @Sendable () -> Judgement = Judgement(), findings: [Finding] = [],
        complete: Bool = true, error: Failure? = nil
    ) {
        self.command = command
        self.cluster = cluster
        self.findings = findings
        hasAllParts = complete
        self.error = error
        makeData = data
        makeView = view
        makeSamples = samples
        makeQuiet = { quiet().map { [$0] } }
        makeJudgement = judgement
    }

    /// What the command promises under `data` in JSON; written as null when there is an error.
    public var data: JSONValue? {
        get { makeData() }
        set { makeData = { newValue } }
    }

    /// What a person sees, in order. The findings are added by the renderer: before a verdict, else at the end.
    public var view: [Block] {
        get { makeView() }
        set { makeView = { newValue } }
    }

    /// What Prometheus gets; the verdict is added by the renderer.
    public var samples: [Sample] {
        get { makeSamples() }
        set { makeSamples = { newValue } }
    }

    /// What `--quiet` prints: lines, and the fields of each, to be set apart by tabs.
    public var quiet: [[String]] {
        get { makeQuiet() }
        set { makeQuiet = { newValue } }
    }

    /// What was judged, for the formats of CI and monitors.
    public var judgement: Judgement { makeJudgement() }

    /// The report of a command that could not do what it was asked.
    public init(_ failure: Failure, cluster: ClusterStamp? = nil) {
        self.init(cluster: cluster, error: failure)
    }

    /// The worst of the findings and the error; at least unknown when a part is.
    public var verdict: Verdict {
        // A wrong command line never becomes a report; if it did, it would not be well.
        let failed = error.map { judges ? .unknown : $0.verdict ?? .warning } ?? .ok
        return max(Verdict(of: findings), failed, complete ? .ok : .unknown)
    }
}

/// Which cluster a report is about.
public struct ClusterStamp: Sendable, Equatable {
    /// The cluster's id; `nil` when it could not be learned.
    public var id: String?
    /// The addresses that tripctl started from, `host:port`.
    public var bootstrap: [String]

    /// Names a cluster.
    public init(id: String? = nil, bootstrap: [String]) {
        self.id = id
        self.bootstrap = bootstrap
    }
}
