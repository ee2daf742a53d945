import Foundation
import Testing
import TripTestSupport

/// Clusters and containers that tripctl did not make.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct ForeignClusterTests {
    /// The file in the repository.
    private static let pageFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../compose/kafka-compose.yaml").standardized.path

    @Test func `a cluster started by hand is shown, and neither taken over nor stopped`() async throws {
        try await withDeployment(projects: ["messaging"]) { deployment in
            let folder = "\(deployment.folder)/messaging"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: Self.pageFile, toPath: "\(folder)/kafka-compose.yaml")
            let byHand = try await Binary(path: "docker").run(
                ["compose", "--project-directory", folder, "-f", "\(folder)/kafka-compose.yaml", "up", "-d"],
                environment: Docker.environment, deadline: 180)
            #expect(byHand.status == 0, "\(byHand.output)\(byHand.errors)")
            try #require(try await Docker.containers(project: "messaging") == Deployment.containers)
            let before = try await deployment.processes()

            try await eventually("status finds three brokers", within: 120) {
                let status = try await deployment.run(["status", "-o", "json"], deadline: 60)
                let data = try JSONTree(status.output)["data"]
                return data["project"] == "messaging"
                    && data["kafka"]["brokers"].elements.count { $0["reachable"] == true } == 3
            }
            let logs = try await deployment.run(["logs", "--tail", "1", "zookeeper"])
            #expect(logs.status == 0, "\(logs.errors)")
            #expect(logs.output.hasPrefix("zookeeper | "))

            let up = try await deployment.envelope(["up"], status: 1)
            #expect(up["data"]["outcome"] == "refused")
            #expect(up.codes == ["TC430"])
            let finding = up["findings"][0]
            #expect(finding["text"].text?.contains("compose project messaging") == true, "\(finding)")
            #expect(finding["text"].text?.contains("goes on with them") == true, "\(finding)")
            #expect(finding["hint"].text?.contains("docker compose -p messaging down") == true, "\(finding)")
            for command in [["down"], ["down", "--volumes", "--yes"], ["restart", "kafka-1"]] {
                let refused = try await deployment.envelope(command, status: 1)
                #expect(refused.codes == ["TC430"], "\(command)")
            }
            #expect(try await deployment.processes() == before)
            #expect(try await Docker.volumes(project: "messaging").count == 5)
            try await movesOver(deployment)
        }
    }

    /// Does what `up` has said, and holds what it has said of the records against what comes of them.
    private func movesOver(_ deployment: Deployment) async throws {
        let client = TestClient(bootstrap: Deployment.bootstrap())
        try await client.createTopic("kept", partitions: 1)
        try await client.produce(7, to: "kept", 0)
        try await Docker.said("compose", "-p", "messaging", "down", deadline: 180)
        let up = try await deployment.envelope(["up"])
        #expect(up["data"]["outcome"] == "started")
        // The file in the repository names the volumes as tripctl does.
        try await eventually("the records are there", within: 60) {
            try await client.logRange(of: "kept", 0).count == 7
        }
    }

    @Test func `a container that has a broker's name stands in the way, and stays`() async throws {
        try await withDeployment { deployment in
            try await Docker.said(
                "run", "--detach", "--label", Cleaning.label, "--name", "kafka-1", "--network", "none",
                "confluentinc/cp-kafka:7.5.1", "sleep", "86400")
            let before = try await Docker.inspect("kafka-1")
            let inventory = try await Inventory.taken()
            let up = try await deployment.envelope(["up"], status: 1)
            #expect(up["data"]["outcome"] == "refused")
            #expect(up.codes == ["TC407"])
            #expect(up["findings"][0]["subject"]["container"] == "kafka-1")
            _ = try await deployment.run(["down", "--volumes", "--yes"])
            #expect(try await Inventory.taken() == inventory)
            let after = try await Docker.inspect("kafka-1")
            #expect(after.id == before.id && after.state.pid == before.state.pid)
        }
    }
}
