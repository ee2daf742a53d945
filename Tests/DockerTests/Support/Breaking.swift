import Foundation
import TestProcesses
import TripTestSupport

/// Ways in which containers, networks and disks break.
enum Breaking {
    /// Ends a container's main process by SIGKILL, as the kernel does when memory is short: the engine's restart policy
    /// then acts.
    static func killMainProcess(of container: String) async throws {
        let pid = try await Docker.inspect(container).state.pid
        guard pid > 1, Foundation.kill(pid, SIGKILL) == 0 else {
            throw SystemError("cannot kill process \(pid) of \(container)")
        }
    }

    /// `docker kill`: the engine takes it for wanted and does not restart the container.
    static func kill(container: String) async throws { try await Docker.said("kill", container) }

    /// Freezes a container.
    static func pause(_ container: String) async throws { try await Docker.said("pause", container) }

    /// Takes a container off the cluster's network while it runs.
    static func disconnect(_ container: String, from network: String = Deployment.network) async throws {
        try await Docker.said("network", "disconnect", network, container)
    }

    /// Deletes all that a volume holds; no container may be using it.
    static func wipe(volume: String) async throws {
        try await Docker.said(
            "run", "--rm", "--user", "0", "--network", "none", "--volume", "\(volume):/wiped",
            "confluentinc/cp-kafka:7.5.1", "bash", "-c", "shopt -s dotglob nullglob; rm -rf /wiped/*")
    }

    /// Drops every packet from one container to another, and none else's, until it is restarted or `mend` is called;
    /// with `isRefused` its connections are reset instead.
    static func cut(from container: String, to other: String, isRefused: Bool = false) async throws {
        try await firewall("-A", container, other, isRefused)
    }

    /// Takes back `cut`.
    static func mend(from container: String, to other: String, isRefused: Bool = false) async throws {
        try await firewall("-D", container, other, isRefused)
    }

    /// A rule inside the container's own network, since a bridge's traffic need not pass the machine's.
    private static func firewall(
        _ change: String, _ container: String, _ other: String, _ isRefused: Bool
    ) async throws {
        let pid = try await Docker.inspect(container).state.pid
        guard let address = try await Docker.inspect(other).network.networks[Deployment.network]?.address else {
            throw DockerRefused(description: "\(other) is not in the network \(Deployment.network)")
        }
        let target = isRefused ? ["-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"] : ["-j", "DROP"]
        let rule = ["iptables", "-w", change, "OUTPUT", "-d", address] + target
        let outcome = try await Binary(path: "nsenter").run(["--net=/proc/\(pid)/ns/net"] + rule)
        guard outcome.status == 0 else {
            throw DockerRefused(description: "\(rule.joined(separator: " ")): \(outcome.errors)")
        }
    }

    /// Makes a volume of `megabytes` in memory, which Compose takes for the project's own when it is to have that name.
    static func makeSmallVolume(_ volume: String, of project: String = Deployment.project, megabytes: Int) async throws
    {
        let short = volume.hasPrefix("\(project)_") ? String(volume.dropFirst(project.count + 1)) : volume
        try await Docker.said(
            "volume", "create", "--label", "com.docker.compose.project=\(project)",
            "--label", "com.docker.compose.volume=\(short)", "--opt", "type=tmpfs", "--opt", "device=tmpfs",
            "--opt", "o=size=\(megabytes)m,uid=1000", volume)
    }

    /// Fills the disk behind a broker's data folder to the last byte; returns the file to delete again.
    @discardableResult
    static func fillDisk(of container: String, folder: String = "/var/lib/kafka/data") async throws -> String {
        let file = "\(folder)/filler"
        let outcome = try await Docker.exec(container, ["dd", "if=/dev/zero", "of=\(file)", "bs=65536"])
        guard outcome.errors.contains("No space left") else {
            throw DockerRefused(description: "the disk of \(container) is not full: \(outcome.errors)")
        }
        return file
    }
}
