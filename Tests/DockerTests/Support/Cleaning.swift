import Foundation
import TripTestSupport

/// What tests have put on the engine, and taking it off again: stand-in containers, the networks and volumes of the
/// tests' Compose projects, and whatever carries the tests' label.
struct Cleaning: Sendable {
    /// The label of what a test makes with the docker program itself; the stand-in images give containers theirs.
    static let label = "io.tripctl.test"

    /// Compose projects that belong to the test.
    let projects: [String]

    /// Removes what a run that was killed has left.
    ///
    /// Throws when a container of the cluster's names or project is no stand-in: it may be somebody's cluster.
    func removeLeftovers() async throws {
        let standIns = try await standIns()
        let named = Set(try await Docker.containers()).intersection(Deployment.containers)
        var foreign = named.subtracting(standIns)
        for project in projects {
            foreign.formUnion(Set(try await Docker.containers(project: project)).subtracting(standIns))
        }
        guard foreign.isEmpty else {
            throw DockerRefused(description: "no stand-ins, so tests stay away from them: \(foreign.sorted())")
        }
        try await removeAll(since: Inventory.taken())
    }

    /// Removes all that is the tests', and the anonymous volumes without a container that were not there before.
    func removeAll(since before: Inventory) async throws {
        let containers = try await standIns()
        // With a container go its anonymous volumes.
        if !containers.isEmpty { try await Docker.said(["rm", "--force", "--volumes"] + containers, deadline: 120) }
        let networks = try await labelled(["network", "ls", "--format", "{{.Name}}"])
        if !networks.isEmpty { try await Docker.said(["network", "rm"] + networks) }
        let volumes = try await ownVolumes(since: before)
        if !volumes.isEmpty { try await Docker.said(["volume", "rm", "--force"] + volumes) }
    }

    /// What is still there of all that, in words; empty when nothing is.
    func remains(since before: Inventory) async throws -> [String] {
        let containers = try await standIns().map { "container \($0)" }
        let networks = try await labelled(["network", "ls", "--format", "{{.Name}}"]).map { "network \($0)" }
        return try await containers + networks + ownVolumes(since: before).map { "volume \($0)" }
    }

    private func standIns() async throws -> [String] {
        try await Docker.lines(["ps", "--all", "--format", "{{.Names}}", "--filter", "label=io.tripctl.standin"])
    }

    private func ownVolumes(since before: Inventory) async throws -> [String] {
        var now = Inventory(containers: [], networks: [], volumes: [])
        now.volumes = Set(try await Docker.lines(["volume", "ls", "--quiet", "--filter", "dangling=true"]))
        return try await labelled(["volume", "ls", "--quiet"]) + now.beyond(before).anonymousVolumes
    }

    /// The names in a listing that a project's label or the tests' own marks.
    private func labelled(_ listing: [String]) async throws -> [String] {
        var names: Set<String> = []
        for label in projects.map({ "com.docker.compose.project=\($0)" }) + [Self.label] {
            names.formUnion(try await Docker.lines(listing + ["--filter", "label=\(label)"]))
        }
        return names.sorted()
    }

    /// Writes the state and last words of the stand-ins to standard error.
    func showLogs(because reason: String) async {
        var text = "\nthe containers, because \(reason)\n"
        for container in (try? await standIns()) ?? [] {
            let state = try? await Docker.run(["container", "inspect", "--format", "{{json .State}}", container])
            let logs = (try? await Docker.logs(container, tail: 400)) ?? ""
            // The controller's diary would be most of it.
            let told = logs.split(separator: "\n").filter { !$0.contains(" TRACE ") }
            text += "--- \(container): \(state?.output ?? "")\(told.suffix(40).joined(separator: "\n"))\n"
        }
        FileHandle.standardError.write(Data(text.utf8))
    }
}
