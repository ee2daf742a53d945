import Foundation
import Testing
import TripTestSupport

/// What a cluster that is started and stopped again and again leaves behind.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct RoundsTests {
    /// A round is about 16 s; TRIPCTL_ROUNDS=10 takes the time for ten.
    private static let rounds = ProcessInfo.processInfo.environment["TRIPCTL_ROUNDS"].flatMap { Int($0) } ?? 2

    @Test func `two rounds of up and down through a docker context leave no volume but the named five`() async throws {
        try await withDeployment { deployment in
            let stranger = try await Stranger()
            let context = try await DockerContext(in: deployment)
            for round in 1...Self.rounds {
                let up = try await deployment.envelope(["up"], environment: context.environment)
                #expect(up["data"]["outcome"] == "started", "round \(round)")
                let down = try await deployment.envelope(["down"], environment: context.environment)
                #expect(down["data"]["outcome"] == "stopped", "round \(round)")
                let left = try await Inventory.taken().beyond(stranger.inventory)
                #expect(left.anonymousVolumes == [], "round \(round)")
                #expect(left.volumes.count == 5, "round \(round): \(left)")
                #expect(left.containers.isEmpty && left.networks.isEmpty, "round \(round): \(left)")
            }
            let differences = try await stranger.differences()
            #expect(differences.isEmpty, "\(differences)")
        }
    }
}

/// A folder of docker's settings whose context in use is the tests' engine, with DOCKER_HOST out of the way.
struct DockerContext: Sendable {
    /// What a program is given.
    let environment: [String: String?]

    /// Writes it by docker itself, and puts Compose into it.
    init(in deployment: Deployment) async throws {
        let folder = "\(deployment.folder)/docker-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let host = (Docker.environment["DOCKER_HOST"] ?? nil) ?? "unix:///var/run/docker.sock"
        for arguments in [["create", "elsewhere", "--docker", "host=\(host)"], ["use", "elsewhere"]] {
            let outcome = try await Binary(path: "docker").run(
                ["context"] + arguments, environment: ["DOCKER_CONFIG": folder])
            guard outcome.status == 0 else { throw DockerRefused(arguments: arguments, outcome: outcome) }
        }
        if let own = Docker.environment["DOCKER_CONFIG"] ?? nil {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/cli-plugins", withDestinationPath: "\(own)/cli-plugins")
        }
        environment = ["DOCKER_HOST": nil, "DOCKER_CONFIG": folder]
    }
}
