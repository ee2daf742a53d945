public import TripCore

/// What a command found out, in the one shape that every output format is made from. A command returns it and prints
/// nothing; ``Renderer`` turns it into text.
public struct Report: Sendable {
    /// The command's path in words, `topic create`; the runner fills it in.
    public var command: String
    /// Which cluster was asked; `nil` when none was.
    public var cluster: ClusterStamp?
    /// What the command promises under `data` in JSON; written as null when there is an error.
    public var data: JSONValue?
    /// What a person sees, in order. The findings are added by the renderer: before a verdict, else at the end.
    public var view: [Block]
    /// What Prometheus gets; the verdict is added by the renderer.
    public var samples: [Sample]
    /// What `--quiet` prints: lines, and the fields of each, to be set apart by tabs.
    public var quiet: [[String]]
    /// What was judged, in the order of the command; tables show the worst first.
    public var findings: [Finding]
    /// False when a part is unknown.
    public var complete: Bool
    /// Why there is no answer; `nil` when there is one.
    public var error: Failure?

    /// A report of the parts that apply.
    public init(
        command: String = "", cluster: ClusterStamp? = nil, data: JSONValue? = nil, view: [Block] = [],
        samples: [Sample] = [], quiet: [String] = [], findings: [Finding] = [], complete: Bool = true,
        error: Failure? = nil
    ) {
        self.command = command
        self.cluster = cluster
        self.data = data
        self.view = view
        self.samples = samples
        self.quiet = quiet.map { [$0] }
        self.findings = findings
        self.complete = complete
        self.error = error
    }

    /// The report of a command that could not do what it was asked.
    public init(_ failure: Failure, cluster: ClusterStamp? = nil) {
        self.init(cluster: cluster, error: failure)
    }

    /// The worst of the findings and the error; at least unknown when a part is.
    public var verdict: Verdict {
        // A wrong command line never becomes a report; if it did, it would not be well.
        let failed = error.map { $0.verdict ?? .warning } ?? .ok
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
