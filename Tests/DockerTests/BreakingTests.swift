import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Do the bench's ways of breaking things break what they say, and nothing else?
///
/// On containers that start at once: the stand-in of the web page, under brokers' names.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(10)))
struct BreakingTests {
    private let image = "provectuslabs/kafka-ui:latest"

    /// Lends two containers, kafka-1 and kafka-2, in a network of the cluster's name; kafka-1 has a small disk.
    private func withTwoContainers(_ body: (Deployment) async throws -> Void) async throws {
        try await withDeployment { deployment in
            try await Docker.said("network", "create", "--label", Cleaning.label, Deployment.network)
            try await Breaking.makeSmallVolume("tripclick_kafka-1-data", megabytes: 4)
            for name in ["kafka-1", "kafka-2"] {
                let disk = name == "kafka-1" ? ["--volume", "tripclick_kafka-1-data:/var/lib/kafka/data"] : []
                let options = [
                    "--label", Cleaning.label, "--name", name, "--network", Deployment.network, "--restart",
                    "unless-stopped",
                ]
                try await Docker.said(["run", "--detach"] + options + disk + [image])
            }
            try await eventually("both answer") {
                guard try await answers("kafka-1", from: "kafka-2") else { return false }
                return try await answers("kafka-2", from: "kafka-1")
            }
            try await body(deployment)
        }
    }

    private func answers(_ other: String, from container: String) async throws -> Bool {
        let question = ["timeout", "2", "wget", "-q", "-O", "-", "http://\(other):8080/actuator/health"]
        return try await Docker.exec(container, question).output.contains("UP")
    }

    @Test func `a container is killed, with and without its restart`() async throws {
        try await withTwoContainers { _ in
            let before = try await Docker.inspect("kafka-1").state.pid
            try await Breaking.killMainProcess(of: "kafka-1")
            try await eventually("the engine starts it again") {
                let now = try await Docker.inspect("kafka-1")
                return now.restartCount == 1 && now.state.status == "running" && now.state.pid != before
            }
            try await Breaking.kill(container: "kafka-2")
            try await eventually("kafka-2 is gone") { try await Docker.inspect("kafka-2").state.status == "exited" }
            let killed = try await Docker.inspect("kafka-2")
            #expect(killed.state.exitCode == 137)
            #expect(killed.restartCount == 0)
            #expect(killed.isStandIn)
        }
    }

    @Test func `a container is frozen or off the network`() async throws {
        try await withTwoContainers { _ in
            try await Breaking.pause("kafka-1")
            #expect(try await Docker.inspect("kafka-1").state.status == "paused")
            #expect(try await !answers("kafka-1", from: "kafka-2"))
            try await Docker.said("unpause", "kafka-1")
            try await eventually("kafka-1 answers") { try await answers("kafka-1", from: "kafka-2") }
            try await Breaking.disconnect("kafka-1")
            #expect(try await Docker.inspect("kafka-1").network.networks.isEmpty)
            #expect(try await Docker.inspect("kafka-1").state.status == "running")
        }
    }

    @Test func `packets are lost one way, until that is mended`() async throws {
        try await withTwoContainers { _ in
            try await Breaking.cut(from: "kafka-1", to: "kafka-2")
            #expect(try await !answers("kafka-2", from: "kafka-1"))
            // kafka-1's answers are lost as well, but it still reaches itself.
            try await eventually("kafka-1 answers itself") { try await answers("kafka-1", from: "kafka-1") }
            try await Breaking.mend(from: "kafka-1", to: "kafka-2")
            try await eventually("kafka-2 answers") { try await answers("kafka-2", from: "kafka-1") }
        }
    }

    @Test func `a disk is filled and wiped`() async throws {
        try await withTwoContainers { _ in
            let file = try await Breaking.fillDisk(of: "kafka-1")
            let more = try await Docker.exec(
                "kafka-1", ["dd", "if=/dev/zero", "of=/var/lib/kafka/data/more", "count=1"])
            #expect(more.errors.contains("No space left"))
            #expect(try await Docker.exec("kafka-1", ["rm", file]).status == 0)
            // A volume in memory is empty once no container uses it: what is wiped must be one on disk.
            try await Docker.said("volume", "create", "--label", Cleaning.label, "tripctl-wiped")
            let wiped = ["run", "--rm", "--user", "0", "--volume", "tripctl-wiped:/kept", image]
            try await Docker.said(wiped + ["mkdir", "-p", "/kept/.hidden/below"])
            #expect(try await Docker.said(wiped + ["find", "/kept"]).contains("below"))
            try await Breaking.wipe(volume: "tripctl-wiped")
            #expect(try await Docker.said(wiped + ["find", "/kept"]) == "/kept\n")
        }
    }

    @Test func `tripctl runs in the background, is read and interrupted`() async throws {
        try await withDeployment { deployment in
            let silent = try ListenerDouble(.silent)
            let program = try deployment.start(["brokers", "--timeout", "60s", "-b", silent.address])
            #expect(isRunning(program.pid))
            #expect(program.ending == nil)
            program.signal(SIGINT)
            let ending = try await program.ended(within: 20)
            #expect([.exited(130), .signalled(SIGINT)].contains(ending))
            let help = try deployment.start(["--help"])
            #expect(try await help.line(containing: "USAGE", within: 20).contains("tripctl"))
            #expect(try await help.ended(within: 20) == .exited(0))
        }
    }

    @Test func `what a test leaves is taken away, and what others have stays`() async throws {
        let foreign = "tripctl-foreign-\(UUID().uuidString.lowercased())"
        try await Docker.said("volume", "create", foreign)
        do {
            var made: Set<String> = []
            try await withTwoContainers { deployment in
                let new = try await Inventory.taken().beyond(deployment.before)
                made = new.containers.union(new.networks).filter { $0.hasPrefix("kafka-") || $0.hasPrefix("tripclick") }
                #expect(new.volumes.contains("tripclick_kafka-1-data"))
            }
            #expect(made.count == 3, "\(made)")
            // The lock is free again: names may be another's by now, identities are not.
            let now = try await Inventory.taken()
            #expect(made.isDisjoint(with: now.containers) && made.isDisjoint(with: now.networks))
            #expect(now.volumes.contains(foreign))
        } catch {
            _ = try? await Docker.said("volume", "rm", foreign)
            throw error
        }
        try await Docker.said("volume", "rm", foreign)
    }
}
