import Foundation
import TripTestSupport

/// A Compose program, for what a user does by hand.
enum Compose: Sendable {
    /// The plugin, `docker compose`.
    case plugin
    /// The first version, `docker-compose`.
    case v1

    /// Runs it with this project and file.
    func run(
        _ arguments: [String], project: String, file: String, environment: [String: String?] = [:],
        deadline: Double = 180
    ) async throws -> Outcome {
        let scope = ["-p", project, "-f", file] + arguments
        let variables = Docker.environment.merging(environment) { $1 }
        return switch self {
        case .plugin:
            try await Binary(path: "docker").run(["compose"] + scope, environment: variables, deadline: deadline)
        case .v1: try await Binary(path: "docker-compose").run(scope, environment: variables, deadline: deadline)
        }
    }
}
