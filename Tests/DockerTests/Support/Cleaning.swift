import Foundation
import TripTestSupport

/// What a test has put on the engine, and taking it off again: stand-in containers under the cluster's names, all that
/// belongs to the test's Compose projects, and whatever carries the tests' label. Others may be at work on the engine.
struct Cleaning: Sendable {
    /// The label that a test gives to what it makes with the docker program itself: NAME or NAME=VALUE.
    static let label = "io.tripctl.test"

    /// Compose projects that belong to the test.
    let projects: [String]

    /// Removes what a run that was killed has left.
    ///
    /// Throws when a container of the cluster's names or project is no stand-in: it may be somebody's cluster.
    func removeLeftovers() async throws {
        let foreign = try await Set(ownContainers()).subtracting(standIns())
        guard foreign.isEmpty else {
            throw DockerRefused(description: "no stand-ins, so tests stay away from them: \(foreign.sorted())")
        }
        try await removeAll(since: Inventory.taken())
    }

    /// Removes all that is the test's, and new anonymous volumes that no container has.
    func removeAll(since before: Inventory) async throws {
        let containers = try await ownContainers()
        // With a container go its anonymous volumes.
        if !containers.isEmpty { try await Docker.said(["rm", "--force", "--volumes"] + containers, deadline: 120) }
        let networks = try await labelled(["network", "ls", "--format", "{{.Name}}"])
        if !networks.isEmpty { try await Docker.said(["network", "rm"] + networks) }
        let volumes = try await labelled(["volume", "ls", "--quiet"])
        if !volumes.isEmpty { try await Docker.said(["volume", "rm", "--force"] + volumes) }
        var loose = Inventory(containers: [], networks: [], volumes: [])
        loose.volumes = Set(try await Docker.lines(["volume", "ls", "--quiet", "--filter", "dangling=true"]))
        let anonymous = loose.beyond(before).anonymousVolumes
        // Such a one may have found a container of somebody else's meanwhile: then it stays.
        if !anonymous.isEmpty { _ = try await Docker.run(["volume", "rm"] + anonymous) }
    }

    /// What is still there of what is the test's, in words; empty when nothing is.
    func remains() async throws -> [String] {
        try await ownContainers().map { "container \($0)" }
            + labelled(["network", "ls", "--format", "{{.Name}}"]).map { "network \($0)" }
            + labelled(["volume", "ls", "--quiet"]).map { "volume \($0)" }
    }

    private func ownContainers() async throws -> [String] {
        let listing = ["ps", "--all", "--format", "{{.Names}}"]
        let named = try await Set(Docker.lines(listing)).intersection(Deployment.containers)
        return try await named.union(labelled(listing)).sorted()
    }

    private func standIns() async throws -> [String] {
        try await Docker.lines(["ps", "--all", "--format", "{{.Names}}", "--filter", "label=io.tripctl.standin"])
    }

    /// The names in a listing that a project's label or the tests' own marks.
    private func labelled(_ listing: [String]) async throws -> [String] {
        var names: Set<String> = []
        for label in projects.map({ "com.docker.compose.project=\($0)" }) + [Self.label] {
            names.formUnion(try await Docker.lines(listing + ["--filter", "label=\(label)"]))
        }
        return names.sorted()
    }

    /// Writes the state and last words of the test's containers to standard error.
    func showLogs(because reason: String) async {
        var text = "\nthe containers, because \(reason)\n"
        for container in (try? await ownContainers()) ?? [] {
            let state = try? await Docker.run(["container", "inspect", "--format", "{{json .State}}", container])
            let logs = (try? await Docker.logs(container, tail: 400)) ?? ""
            // The controller's diary would be most of it.
            let told = logs.split(separator: "\n").filter { !$0.contains(" TRACE ") }
            text += "--- \(container): \(state?.output ?? "")\(told.suffix(40).joined(separator: "\n"))\n"
        }
        FileHandle.standardError.write(Data(text.utf8))
    }
}
