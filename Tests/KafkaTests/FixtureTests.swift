import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// The bench itself: does it start, do what it is told, and leave nothing behind?
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(5)))
struct FixtureTests {
    @Test func `a cluster is ready when its start returns, and gone when its quit returns`() async throws {
        let cluster = try await KafkaCluster.start()
        #expect(cluster.brokers.map(\.id) == [1, 2, 3])
        #expect(cluster.bootstrap == cluster.brokers.map { "127.0.0.1:\($0.port)" }.joined(separator: ","))
        let processes = try await cluster.processes()
        #expect(processes.map(\.name) == ["zookeeper", "broker-1", "broker-2", "broker-3"])
        #expect(processes.allSatisfy { $0.state == "running" && isRunning($0.pid) })
        #expect(processes.dropFirst().map(\.pid) == cluster.brokers.map(\.pid))
        #expect(FileManager.default.fileExists(atPath: cluster.dataDirectory))
        try await cluster.quit()
        #expect(try await whatIsLeft(of: cluster, processes) == [])
    }

    @Test(.slow) func `brokers are killed, stopped, frozen, thawed and started again`() async throws {
        let cluster = try await KafkaCluster.start(["--set", "zookeeper.session.timeout.ms=6000"])
        let client = TestClient(cluster)
        try await client.createTopic("t", assignment: [[1, 2, 3]])

        try await cluster.kill(1)
        #expect(try await states(cluster) == ["running", "ended", "running", "running"])
        try await eventually("broker 1 has lost its lead") { try await client.topics()["t"]?.first?.leader != 1 }
        try await cluster.start(1)
        try await eventually("broker 1 is in sync again") {
            try await client.topics()["t"]?.first?.inSync == [1, 2, 3]
        }

        try await cluster.stop(2)
        #expect(try await states(cluster) == ["running", "running", "ended", "running"])
        try await cluster.start(2)
        #expect(try await states(cluster) == ["running", "running", "running", "running"])
        await #expect(throws: FixtureError.self) { try await cluster.start(2) }

        try await cluster.freeze(3)
        try await cluster.freezeZooKeeper()
        #expect(try await states(cluster) == ["frozen", "running", "running", "frozen"])
        try await cluster.thaw(3)
        try await cluster.thawZooKeeper()
        try await eventually("all are in sync after the thaw") {
            try await client.topics()["t"]?.first?.inSync == [1, 2, 3]
        }

        try await cluster.killZooKeeper()
        #expect(try await states(cluster).first == "ended")
        try await cluster.startZooKeeper()
        #expect(try await states(cluster).first == "running")
        await #expect(throws: FixtureError.self) { try await cluster.kill(4) }
        try await cluster.quit()
    }

    @Test func `a fixture that is killed leaves nothing, frozen brokers included`() async throws {
        let cluster = try await KafkaCluster.start()
        let processes = try await cluster.processes()
        try await cluster.freeze(2)
        kill(cluster.fixturePID, SIGKILL)
        try await eventually("nothing is left", within: 10) { try await whatIsLeft(of: cluster, processes) == [] }
        await #expect(throws: (any Error).self) { try await cluster.processes() }
    }

    @Test func `a parent that is killed leaves nothing`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-parent-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The shell stands for a test process: it holds the other end of the fixture's standard input.
        let script = """
            cd "$1" && mkfifo commands && "$2" --brokers 1 <commands >ready &
            cd "$1" && until [ -p commands ]; do :; done
            exec 3>commands
            printf 'freeze 1\\npids\\n' >&3
            wait
            """
        let fixture = try #require(Bundle.main.executableURL).deletingLastPathComponent()
            .appendingPathComponent("kafka-fixture").path
        let parent = Spawn(
            "/bin/sh", ["-c", script, "sh", folder.path, fixture], environment: ProcessInfo.processInfo.environment)
        let pid = try parent.start()
        var isEnded = false
        func endParent() {
            guard !isEnded else { return }
            isEnded = true
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        defer { endParent() }
        func lines() -> [Substring] {
            let text = try? String(contentsOf: folder.appendingPathComponent("ready"), encoding: .utf8)
            return text?.split(separator: "\n") ?? []
        }
        try await eventually("ready, frozen, and pids known") { lines().count == 3 }
        let said = lines().joined(separator: "\n")
        let pids = said.matches(of: /"pid":([0-9]+)/).compactMap { Int32($0.1) }
        let data = try #require(said.firstMatch(of: /"dataDirectory":"([^"]+)"/)).1
        #expect(Set(pids).count == 2 && pids.allSatisfy(isRunning))

        endParent()
        try await eventually("nothing is left", within: 10) {
            !pids.contains(where: isRunning) && !FileManager.default.fileExists(atPath: String(data))
        }
    }

    @Test func `a cluster that nobody holds any more ends`() async throws {
        var cluster: KafkaCluster? = try await KafkaCluster.start(["--brokers", "1"])
        let pids = try await cluster?.processes().map(\.pid) ?? []
        #expect(pids.count == 2)
        cluster = nil
        try await eventually("nothing is left", within: 10) { !pids.contains(where: isRunning) }
    }

    @Test func `a start that fails says why`() async throws {
        let error = await #expect(throws: FixtureError.self) {
            try await KafkaCluster.start(["--brokers", "1", "--set", "1:num.partitions=many"])
        }
        #expect(error?.description.contains("Invalid value many for configuration num.partitions") == true)
    }

    @Test func `KRaft, and a login on the external listeners`() async throws {
        let cluster = try await KafkaCluster.start(["--kraft", "--sasl"])
        #expect(cluster.zooKeeperPort == nil)
        #expect(cluster.credentials?.user.isEmpty == false)
        let client = TestClient(cluster)
        try await client.createTopic("t", assignment: [[1], [2]])
        let wrong = TestClient(
            bootstrap: cluster.bootstrap, settings: client.settings.merging(["sasl.password": "wrong"]) { $1 })
        await #expect(throws: KafkaError.self) { try await wrong.topics(within: 2) }
        try await cluster.quit()
    }

    @Test func `settings are laid over those of the cluster, for all and for one`() async throws {
        let cluster = try await KafkaCluster.start(
            [
                "--brokers", "2", "--advertise", "2=elsewhere.example:9093", "--rack", "1=r1",
                "--set", "num.partitions=5", "--set", "2:num.partitions=6",
            ])
        #expect(
            try await TestClient(cluster).brokers() == [
                1: "127.0.0.1:\(try cluster.broker(1).port)", 2: "elsewhere.example:9093",
            ])
        func settings(_ id: Int) throws -> String {
            try String(contentsOfFile: "\(cluster.dataDirectory)/broker-\(id).properties", encoding: .utf8)
        }
        #expect(try settings(1).contains("broker.rack=r1\n"))
        #expect(try settings(1).hasSuffix("num.partitions=5\n"))
        #expect(try settings(2).hasSuffix("num.partitions=5\nnum.partitions=6\n"))
        try await cluster.quit()
    }

    private func states(_ cluster: KafkaCluster) async throws -> [String] {
        try await cluster.processes().map(\.state)
    }

    private func whatIsLeft(
        of cluster: KafkaCluster, _ processes: [KafkaCluster.ServerProcess]
    ) async throws -> [String] {
        let folder = FileManager.default.fileExists(atPath: cluster.dataDirectory) ? [cluster.dataDirectory] : []
        return processes.filter { isRunning($0.pid) }.map(\.name) + folder
    }
}
