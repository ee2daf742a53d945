import Foundation
import Testing
import TripTestSupport

/// The machine's one cluster of containers, for one test: tripctl with a state folder of its own, and the engine.
struct Deployment: Sendable {
    /// tripctl's Compose project.
    static let project = "tripclick"
    /// The network that its containers share.
    static let network = "tripclick_default"
    /// The containers, as product and page name them.
    static let containers = ["kafka-1", "kafka-2", "kafka-3", "kafka-ui", "zookeeper"]

    /// A folder for the test's own files, gone afterwards.
    let folder: String
    /// What was on the engine before the test.
    let before: Inventory

    /// XDG_STATE_HOME: tripctl keeps its file and lock in `tripctl` below.
    var stateHome: String { "\(folder)/state" }

    /// What tripctl gets beside PATH, HOME and LANG. There is no KAFKA_HOST.
    var environment: [String: String?] { Docker.environment.merging(["XDG_STATE_HOME": stateHome]) { $1 } }

    /// Runs tripctl to its end, or kills it after `deadline` seconds, which the outcome then says.
    func run(
        _ arguments: [String], environment more: [String: String?] = [:], input: String? = nil, deadline: Double = 180
    ) async throws -> Outcome {
        try await Binary.tripctl.run(
            arguments, environment: environment.merging(more) { $1 }, input: input, deadline: deadline)
    }

    /// Runs tripctl at a terminal.
    func run(
        at terminal: Binary.Terminal, _ arguments: [String], environment more: [String: String?] = [:],
        deadline: Double = 180
    ) async throws -> Outcome {
        try await Binary.tripctl.run(
            at: terminal, arguments, environment: environment.merging(more) { $1 }, deadline: deadline)
    }

    /// Starts tripctl in the background.
    func start(_ arguments: [String], environment more: [String: String?] = [:]) throws -> RunningProgram {
        var variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8",
        ]
        for (name, value) in environment.merging(more, uniquingKeysWith: { $1 }) { variables[name] = value }
        return try RunningProgram(Binary.tripctl.path, arguments, environment: variables)
    }

    /// Writes a file of the test's, and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Waits until these containers run and, where they have a check, are healthy.
    func healthy(_ containers: [String] = Deployment.containers, within seconds: Double = 120) async throws {
        for container in containers {
            try await eventually("\(container) is healthy", within: seconds) {
                let state = try await Docker.inspect(container).state
                return state.status == "running" && (state.health?.status ?? "healthy") == "healthy"
            }
        }
    }

    /// One of Kafka's own tools, run inside a broker's container against the brokers' inner addresses.
    func kafkaTool(
        _ tool: String, _ arguments: [String], in container: String = "kafka-1", input: String? = nil
    ) async throws -> String {
        let command = [tool, "--bootstrap-server", "kafka-1:29092,kafka-2:29092,kafka-3:29092"] + arguments
        let outcome = try await Docker.exec(container, command, input: input, deadline: 120)
        guard outcome.status == 0 else {
            throw DockerRefused(arguments: ["exec", container] + command, outcome: outcome)
        }
        return outcome.output
    }
}

/// Lends the machine's cluster to `body`: nobody else has it meanwhile, nothing of it is there before, and nothing after.
///
/// What is left over from a run that was killed goes first. `projects` are Compose projects that the test uses beside
/// tripctl's; what it makes with the docker program itself must carry `Cleaning.label`. When the test fails, the
/// containers' last words go to standard error.
func withDeployment(projects: [String] = [], _ body: (Deployment) async throws -> Void) async throws {
    let lock = try await MachineLock.taken(within: 900)
    defer { withExtendedLifetime(lock) {} }
    let cleaning = Cleaning(projects: [Deployment.project] + projects)
    try await cleaning.removeLeftovers()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-docker-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let deployment = Deployment(folder: folder, before: try await Inventory.taken())
    let failures = FailureNote()
    do {
        try await FailureNote.$current.withValue(failures) { try await body(deployment) }
    } catch {
        await cleaning.showLogs(because: "\(error)")
        try? await cleaning.removeAll(since: deployment.before)
        throw error
    }
    if failures.isSet { await cleaning.showLogs(because: "an expectation failed") }
    try await cleaning.removeAll(since: deployment.before)
    let remains = try await cleaning.remains()
    #expect(remains.isEmpty, "left on the engine: \(remains)")
}
