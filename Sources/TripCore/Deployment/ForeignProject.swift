/// The cluster, where another compose project than tripctl's runs it, such as the users' page's file started by hand.
public struct ForeignProject: Sendable {
    private let deployment: Deployment
    /// Its name, as it is typed at a shell.
    private let name: String

    /// The project that is not tripctl's; `nil` when the cluster is, or there is none.
    public init?(_ deployment: Deployment) {
        guard let project = deployment.project, project != MessagingLayer.project else { return nil }
        self.deployment = deployment
        name = project.shellWord
    }

    /// Why a command that changes the cluster leaves it alone.
    public var untouched: Finding {
        finding(
            "the cluster was started by hand, as the compose project \(name): tripctl does not touch it",
            hint: "\(stop) stops it; -v would remove its records too")
    }

    /// Why no cluster is started beside it, how to move over, and what becomes of its records.
    func inTheWay(of file: ComposeFile) -> Finding {
        let volumes = deployment.containers.values.flatMap(\.mounts).filter { $0.kind == "volume" }
            .filter { $0.destination.hasPrefix("/var/lib/") }.map(\.source).sorted()
        // A file that was rendered for other hands names its volumes as the one that `up` uses does.
        let areShared = Set(volumes).isSubset(of: file.volumes.map(\.name))
        let kept =
            volumes.isEmpty
            ? "its records go with its containers"
            : "its records stay in its volumes, \(volumes.inWords(limit: 2)), and the new cluster "
                + (areShared ? "goes on with them" : "begins without them")
        return finding(
            "a cluster with these container names runs as the compose project \(name), started by hand; to move over, stop it first: \(kept)",
            hint: "\(stop) without -v, then `tripctl up`")
    }

    private var stop: String { "`docker compose -p \(name) down`" }

    private func finding(_ text: String, hint: String) -> Finding {
        Finding(.foreignProject, .warning, .cluster, text, hint: hint)
    }
}

extension Deployment {
    /// Whether the cluster that is there belongs to another project than tripctl's, or others have its names.
    public var isForeign: Bool { ForeignProject(self) != nil || !strangers.isEmpty }
}
