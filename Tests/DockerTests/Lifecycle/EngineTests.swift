import Foundation
import Synchronization
import Testing
import TripCore
import TripDocker
import TripTestSupport

/// What is read from a real engine, against what a container was made with.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct EngineTests {
    private static let name = "tripctl-test-everything"
    private static let image = "confluentinc/cp-kafka:7.5.1"

    private func engine(_ seconds: Int = 60) throws -> DockerEngine {
        let address = try EngineAddress(environment: { ProcessInfo.processInfo.environment[$0] })
        return DockerEngine(address, deadline: Deadline(after: .seconds(seconds)))
    }

    /// A container made with everything that is read back; it says three lines and stays.
    private func make() async throws {
        let label = ["--label", Cleaning.label]
        try await Docker.said(["network", "create"] + label + ["tripctl-test-net"])
        try await Docker.said(["volume", "create"] + label + ["tripctl-test-data"])
        try await Docker.said(
            ["run", "--detach", "--name", Self.name, "--label", "sentence=a=b, c"] + label + [
                "--hostname", "odd", "--network", "tripctl-test-net", "--network-alias", "also",
                "--publish", "127.0.0.1::9000", "--memory", "67108864", "--env", "EQUAL=1=2", "--env", "EMPTY=",
                "--volume", "tripctl-test-data:/data", "--tmpfs", "/scratch:size=1m", "--restart", "unless-stopped",
                "--stop-timeout", "3", "--log-driver", "json-file", "--log-opt", "max-size=1m", "--health-cmd",
                "echo well", "--health-interval", "1s", "--health-timeout", "20s", "--health-retries", "4",
                "--health-start-period", "5s", Self.image, "bash", "-c",
                "echo one; echo 'two, Größe' >&2; printf three; echo; exec sleep 86400",
            ])
    }

    @Test func `a container made with everything reads as it was made`() async throws {
        try await withDeployment { _ in
            try await make()
            let engine = try engine()
            guard case .answers = engine.reach() else {
                Issue.record("\(engine.reach())")
                return
            }
            try await eventually("it is healthy", within: 90) {
                try engine.container(Self.name)?.health == .healthy
            }
            let told = try await Docker.inspect(Self.name)
            let container = try #require(try engine.container(Self.name))
            #expect(container.id == told.id)
            #expect(container.name == Self.name)
            #expect(container.image == Self.image)
            #expect(container.imageID == told.image)
            #expect(container.imageID == (try engine.image(Self.image)))
            #expect(container.labels["sentence"] == "a=b, c")
            #expect(container.state == .running)
            #expect(container.healthOutput?.contains("well") == true)
            #expect(container.exitCode == nil)
            #expect(!container.wasOutOfMemory)
            #expect(container.pid == told.state.pid)
            let started = try #require(container.startedAt)
            let created = try #require(container.createdAt)
            #expect(created <= started)
            #expect(abs(Double(started) / 1000 - Date.now.timeIntervalSince1970) < 600)
            #expect(container.networks["tripctl-test-net"]?.contains("also") == true)
            let port = try #require(container.ports.first)
            #expect(container.ports.count == 1 && port.address == "127.0.0.1" && port.containerPort == 9000)
            #expect(port.port != nil)
            #expect(container.wantedPorts == [PublishedPort(address: "127.0.0.1", port: nil, containerPort: 9000)])
            #expect(container.memoryLimit == 67_108_864)
            #expect(container.environment["EQUAL"] == "1=2")
            #expect(container.environment["EMPTY"] == "")
            #expect(
                container.mounts.contains(
                    Container.Mount(kind: "volume", source: "tripctl-test-data", destination: "/data")))
            #expect(container.temporaryFolders["/scratch"] == "size=1m")
            #expect(container.hostname == "odd")
            #expect(container.restartPolicy == "unless-stopped")
            #expect(container.stopTimeout == 3)
            #expect(container.logDriver == "json-file")
            #expect(container.logOptions["max-size"] == "1m")
            #expect(
                container.healthCheck
                    == Container.HealthCheck(
                        test: ["CMD-SHELL", "echo well"], interval: 1, timeout: 20, retries: 4, startPeriod: 5))
            #expect(!container.hasTerminal)
            let used = try #require(engine.memoryUsed(by: container))
            #expect((1...67_108_864).contains(used))

            let listed = try #require(try engine.containers().first { $0.id == told.id })
            #expect(listed.name == Self.name && listed.state == .running)
            #expect(listed.volumes.contains("tripctl-test-data"))
            #expect(listed.ports.map(\.containerPort).contains(9000))
            #expect(try engine.containers([told.id, String(repeating: "0", count: 64)]).map(\.id) == [told.id])
            #expect(try engine.volumes().contains { $0.name == "tripctl-test-data" })
            #expect(try engine.networks().contains { $0.name == "tripctl-test-net" })
            #expect(try engine.container("tripctl-test-absent") == nil)
            #expect(try engine.image("tripctl/absent:1") == nil)
            let information = try engine.information()
            #expect(information.processors > 0 && information.memory > 0 && information.dataFolder.hasPrefix("/"))
            try await Docker.said("kill", Self.name)
            try await eventually("it has ended", within: 60) { try engine.container(Self.name)?.state == .exited }
            let ended = try #require(try engine.container(Self.name))
            #expect(ended.exitCode == 137 && ended.pid == nil)
            #expect(ended.ports.isEmpty && ended.wantedPorts.count == 1)
            #expect(engine.memoryUsed(by: ended) == nil)
        }
    }

    @Test func `a container's log is read in parts and followed to its end`() async throws {
        try await withDeployment { _ in
            try await make()
            let engine = try engine(180)
            let container = try #require(try engine.container(Self.name))
            try await eventually("it has said three lines", within: 60) {
                try engine.log(of: container, LogPart()).count == 3
            }
            let lines = try engine.log(of: container, LogPart())
            // Two streams may overtake each other.
            #expect(Set(lines.map(\.text)) == ["one", "two, Größe", "three"])
            #expect(lines.filter(\.isError).map(\.text) == ["two, Größe"])
            let times = lines.compactMap(\.time)
            #expect(times.count == 3)
            #expect(try engine.log(of: container, LogPart(tail: 1)).count == 1)
            #expect(try engine.log(of: container, LogPart(tail: 0)).isEmpty)
            let last = try #require(times.max())
            #expect(try engine.log(of: container, LogPart(since: last)).count < 3)
            #expect(try engine.log(of: container, LogPart(since: last + 3_600_000_000_000)).isEmpty)

            let seen = Mutex<[String]>([])
            async let following: Void = onOwnThread {
                try engine.follow(container, LogPart(tail: 3), until: nil) { line in
                    seen.withLock { $0.append(line.text) }
                    return true
                }
            }
            try await eventually("what was said is handed over", within: 60) { seen.withLock { $0.count == 3 } }
            try await Docker.said("kill", Self.name)
            try await following
            // Whoever has seen enough says so.
            let count = Mutex(0)
            try await onOwnThread {
                try engine.follow(container, LogPart(), until: nil) { _ in
                    count.withLock { $0 += 1 }
                    return false
                }
            }
            #expect(count.withLock { $0 } == 1)
        }
    }
}
