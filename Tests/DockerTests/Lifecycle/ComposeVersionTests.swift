import Foundation
import Testing
import TripTestSupport

/// The first Compose by itself, and both on one cluster.
@Suite(.serialized, .requires(.composeV1), .showingLogs, .timeLimit(.minutes(20)))
struct ComposeVersionTests {
    @Test(.enabled("a plugin is there for all users") { InstalledCompose.plugin == nil })
    func `Compose 1 starts and stops the cluster, and a newer one does not meddle`() async throws {
        try await withDeployment { deployment in
            // Without the plugin, docker-compose in PATH is what is left.
            let first: [String: String?] = ["DOCKER_CONFIG": deployment.folder]
            let began = ContinuousClock.now
            let up = try await deployment.envelope(["up"], environment: first)
            tell(figure: "up with Compose 1: \(rounded(began))")
            #expect(up["data"]["outcome"] == "started")
            let version = try await Docker.inspect("kafka-1").config.labels?["com.docker.compose.version"]
            #expect(version?.hasPrefix("1.") == true, "\(version ?? "-")")
            let before = try await deployment.processes()
            let again = try await deployment.envelope(["up"], environment: first)
            #expect(again["data"]["outcome"] == "unchanged")
            // With nothing to do, it does not matter who would do it.
            let other = try await deployment.envelope(["up"])
            #expect(other["data"]["outcome"] == "unchanged")
            let mixed = try await deployment.envelope(["up", "--host", "127.0.0.1"], status: 1)
            #expect(mixed["data"]["outcome"] == "refused")
            #expect(mixed.codes == ["TC423"])
            #expect(try await deployment.processes() == before)
            let down = try await deployment.envelope(["down"], environment: first)
            #expect(down["data"]["outcome"] == "stopped")
            #expect(try await Docker.containers(project: Deployment.project) == [])
            #expect(try await Inventory.taken().beyond(deployment.before).anonymousVolumes == [])
        }
    }

    @Test(.enabled("a plugin is there for all users") { InstalledCompose.plugin == nil })
    func `Compose 1 does not meddle with what a newer one has made`() async throws {
        try await withDeployment { deployment in
            // Made, not started: who made the containers is all that counts.
            let file = "\(deployment.folder)/cluster.yaml"
            let rendered = try await deployment.run(["render", "--out", file])
            #expect(rendered.status == 0, "\(rendered.errors)")
            let made = try await Compose.plugin.run(["create"], project: Deployment.project, file: file)
            #expect(made.status == 0, "\(made.errors)")
            let inventory = try await Inventory.taken()
            let mixed = try await deployment.envelope(
                ["up"], environment: ["DOCKER_CONFIG": deployment.folder], status: 1)
            #expect(mixed.codes == ["TC423"])
            #expect(try await Inventory.taken() == inventory)
        }
    }
}

/// Compose as the machine's administrator has installed it.
enum InstalledCompose {
    /// The plugin that all users have, which no setting hides; nil when there is none.
    static var plugin: String? {
        [
            "/usr/local/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins",
            "/usr/lib/docker/cli-plugins", "/usr/libexec/docker/cli-plugins",
        ].map { "\($0)/docker-compose" }.first(where: FileManager.default.isExecutableFile)
    }
}
