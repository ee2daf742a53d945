internal import ArgumentParser
internal import TripCore

/// `tripctl down`.
struct Down: TripCommand {
    static let path = "down"
    static let defaultTimeout = Duration.seconds(120)
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Stop the cluster, and keep its records.",
        discussion: """
            Removes the containers and the network. The volumes stay, and `tripctl up` goes on with what is in them. \
            With --volumes they go too, all of them or none; what tripctl did not make is never touched.

            EXAMPLES:
              tripctl down
              tripctl down --volumes             asks first
              tripctl down --volumes --yes       for scripts
            """)

    @Flag(help: "Remove the volumes too, and with them every record.")
    var volumes = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) { try common.refuseWatch("down") }

    func report(in session: Session) throws(Failure) -> Report {
        let work = try LayerWork(session, for: "down", isDry: dryRun)
        defer { work.board.end() }
        if let refusal = work.refusal { return LayerReport.refused(refusal) }
        let deployment = try work.watch.deployment()
        if let foreign = ForeignProject(deployment) { return LayerReport.refused([foreign.untouched]) }
        let doomed = volumes ? try volumesToRemove(work.engine) : []
        let refusals = try refusals(doomed, deployment, work.engine)
        guard refusals.isEmpty else { return LayerReport.refused(refusals) }
        let changes = removals(deployment, doomed)
        if changes.isEmpty {
            return LayerReport.unchanged(
                "nothing to do: there is no cluster" + (volumes ? ", and no volume of one" : ""))
        }
        if dryRun { return LayerReport.planned(changes) }
        if !doomed.isEmpty, !yes {
            try session.confirm(
                "Stop the cluster and remove \(doomed.count.counted("volume")) with every record in them?",
                loss: "every record", doing: "remove the cluster's volumes")
        }
        let compose = try work.composeOrThrow()
        let file = try work.everything(deployment)
        try work.state.writeComposeFile(file.text)
        let run = ComposeRun(
            compose: compose, context: session.context, file: work.state.composeFile, deadline: session.deadline)
        do throws(Failure) {
            try run.run(["down"] + (volumes ? ["--volumes"] : []), doing: "stop the cluster") {
                work.board.show(work.watch)
            }
        } catch {
            return LayerReport.failed(error, [], work)
        }
        work.board.end()
        let left = try work.watch.deployment().containers.values.map(\.name).sorted()
        guard left.isEmpty else {
            return LayerReport.failed(
                Failure(.system, doing: "stop the cluster", reason: "\(left.inWords()) is still there"), [], work)
        }
        return LayerReport.stopped(changes, keepsVolumes: doomed.isEmpty, session)
    }

    /// The cluster's volumes that are there.
    private func volumesToRemove(_ engine: any EnginePort) throws(Failure) -> [Volume] {
        let names = MessagingLayer.volumeNames
        return try engine.volumes().filter { names.contains($0.name) }
    }

    /// Why not all of the volumes can go: then none does.
    private func refusals(
        _ volumes: [Volume], _ deployment: Deployment, _ engine: any EnginePort
    ) throws(Failure) -> [Finding] {
        guard !volumes.isEmpty else { return [] }
        let label = MessagingLayer.layerLabel
        let foreign = volumes.filter { $0.labels[label.name] != label.value }
        var findings = foreign.map { volume in
            Finding(
                .foreignProject, .warning, .cluster,
                "volume \(volume.name) was not made by tripctl, so no volume is removed",
                hint:
                    "`tripctl down` stops the cluster and keeps them; `docker volume rm \(volume.name)` removes that one"
            )
        }
        let own = Set((deployment.containers.values.map(\.id)) + deployment.orphans.map(\.id))
        for other in try engine.containers() where !own.contains(other.id) {
            guard let used = volumes.first(where: { other.volumes.contains($0.name) }) else { continue }
            findings.append(
                Finding(
                    .foreignProject, .warning, .container(other.name),
                    "volume \(used.name) is used by the container \(other.name), so no volume is removed",
                    hint: "remove that container first if you can do without it"))
        }
        return findings
    }

    private func removals(_ deployment: Deployment, _ volumes: [Volume]) -> [UpPlan.Change] {
        let services = MessagingLayer.serviceNames.filter { deployment.containers[$0] != nil }
        return services.map { UpPlan.Change($0, .removed, "the cluster is stopped") }
            + volumes.map { UpPlan.Change($0.name, .removed, "the records are given up") }
    }
}
