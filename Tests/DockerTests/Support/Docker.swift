import Foundation
import TripTestSupport

/// The Docker Engine, asked and told through the docker program: never through tripctl, which is what is tested.
enum Docker {
    /// What names the engine, for every program that tests run: DOCKER_HOST and DOCKER_CONFIG, where they are set.
    static var environment: [String: String?] {
        var environment: [String: String?] = [:]
        for name in ["DOCKER_HOST", "DOCKER_CONFIG"] {
            let value = ProcessInfo.processInfo.environment[name] ?? ""
            if !value.isEmpty { environment[name] = value }
        }
        return environment
    }

    /// Runs the docker program and returns what it did, failures included.
    static func run(_ arguments: [String], input: String? = nil, deadline: Double = 60) async throws -> Outcome {
        try await Binary(path: "docker").run(arguments, environment: environment, input: input, deadline: deadline)
    }

    /// Runs the docker program for its standard output; throws what it complains of.
    @discardableResult
    static func said(_ arguments: String..., input: String? = nil, deadline: Double = 60) async throws -> String {
        try await said(arguments, input: input, deadline: deadline)
    }

    /// The same, with the arguments in an array.
    @discardableResult
    static func said(_ arguments: [String], input: String? = nil, deadline: Double = 60) async throws -> String {
        let outcome = try await run(arguments, input: input, deadline: deadline)
        guard outcome.status == 0 else { throw DockerRefused(arguments: arguments, outcome: outcome) }
        return outcome.output
    }

    /// The lines of standard output, empty ones left out.
    static func lines(_ arguments: [String]) async throws -> [String] {
        try await said(arguments).split(separator: "\n").map { String($0) }
    }

    /// The names of containers, stopped ones included; with `project`, only those of that Compose project.
    static func containers(project: String? = nil) async throws -> [String] {
        let filter = project.map { ["--filter", "label=com.docker.compose.project=\($0)"] } ?? []
        return try await lines(["ps", "--all", "--format", "{{.Names}}"] + filter).sorted()
    }

    /// What the engine knows of a container; throws when there is none.
    static func inspect(_ container: String) async throws -> ContainerState {
        let text = try await said("container", "inspect", container)
        guard let state = try JSONDecoder().decode([ContainerState].self, from: Data(text.utf8)).first else {
            throw DockerRefused(description: "docker container inspect \(container) gives an empty list")
        }
        return state
    }

    /// Both outputs of a container, or their last lines.
    static func logs(_ container: String, tail: Int? = nil) async throws -> String {
        let outcome = try await run(["logs", container] + (tail.map { ["--tail", "\($0)"] } ?? []))
        return outcome.output + outcome.errors
    }

    /// Runs a program inside a container, and returns what it did.
    static func exec(
        _ container: String, _ command: [String], user: String? = nil, input: String? = nil, deadline: Double = 60
    ) async throws -> Outcome {
        let options = (user.map { ["--user", $0] } ?? []) + (input == nil ? [] : ["--interactive"])
        return try await run(["exec"] + options + [container] + command, input: input, deadline: deadline)
    }

    /// Names of the volumes, of `project` alone where given.
    static func volumes(project: String? = nil) async throws -> [String] {
        let filter = project.map { ["--filter", "label=com.docker.compose.project=\($0)"] } ?? []
        return try await lines(["volume", "ls", "--quiet"] + filter).sorted()
    }

    /// Names of the networks, of `project` alone where given.
    static func networks(project: String? = nil) async throws -> [String] {
        let filter = project.map { ["--filter", "label=com.docker.compose.project=\($0)"] } ?? []
        return try await lines(["network", "ls", "--format", "{{.Name}}"] + filter).sorted()
    }
}

/// The docker program did not do what it was told.
struct DockerRefused: Error, CustomStringConvertible {
    let description: String

    init(description: String) { self.description = description }

    init(arguments: [String], outcome: Outcome) {
        description =
            "docker \(arguments.joined(separator: " ")) "
            + (outcome.hitDeadline ? "hit its deadline" : "\(outcome.ending)") + ": \(outcome.output)\(outcome.errors)"
    }
}
