public import TripCore
internal import TripSystem

/// The compose program of this machine.
public struct ComposeProgram: ComposePort {
    /// Which program it is.
    public let program: ComposeProgramKind

    private let command: [String]
    private let environment: [String: String?]

    /// Looks for the program: first for the plugin of docker, where docker itself looks for it, then for
    /// `docker-compose` in PATH, which may be of version 1, or the plugin's program by itself.
    ///
    /// - Parameters:
    ///   - variable: the value of an environment variable.
    ///   - host: where programs are looked for.
    ///   - engine: the engine that it is to talk to.
    ///   - folders: where the plugins of all users are.
    ///   - deadline: how long an unknown `docker-compose` may take to say its version.
    /// - Returns: `nil` when there is none.
    public static func find(
        environment variable: (String) -> String?, host: any HostPort, engine: EngineAddress?,
        folders: [String] = systemFolders, deadline: Deadline = Deadline(after: .seconds(10))
    ) -> ComposeProgram? {
        let environment = changes(for: engine)
        let docker = DockerFolder(environment: variable)
        let own = docker.map { $0.pluginFolders + [$0.path + "/cli-plugins"] } ?? []
        let home = variable("HOME").map { [$0 + "/.docker/cli-plugins"] } ?? []
        for plugin in (own + home + folders).map({ $0 + "/docker-compose" }) where Paths.isProgram(plugin) {
            // Without docker the plugin is a program like another.
            let command = host.program("docker").map { [$0, "compose"] } ?? [plugin]
            return ComposeProgram(
                program: .plugin(path: plugin), command: command + ["--ansi", "never"], environment: environment)
        }
        guard let path = host.program("docker-compose") else { return nil }
        if let version = majorVersion(of: path, deadline), version >= 2 {
            return ComposeProgram(
                program: .plugin(path: path), command: [path, "--ansi", "never"], environment: environment)
        }
        return ComposeProgram(program: .standalone(path: path), command: [path, "--no-ansi"], environment: environment)
    }

    /// Where docker looks for plugins that all users have.
    public static let systemFolders = [
        "/usr/local/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
        "/usr/libexec/docker/cli-plugins",
    ]

    private init(program: ComposeProgramKind, command: [String], environment: [String: String?]) {
        self.program = program
        self.command = command
        self.environment = environment
    }

    /// Runs `compose -p PROJECT -f FILE ARGUMENTS…` to its end.
    public func run(
        _ arguments: [String], project: String, file: String, deadline: Deadline, each: (String) -> Void
    ) throws(Failure) -> ProgramEnd {
        try ChildProcess.run(
            command[0], Array(command.dropFirst()) + ["-p", project, "-f", file] + arguments, environment: environment,
            doing: "run compose \(arguments.first ?? "")", deadline: deadline, each: each)
    }

    /// What the program's environment has other than tripctl's.
    ///
    /// The old program knows no contexts, and the new one must not choose another engine than tripctl did. Progress is
    /// set here and not by a flag, which the first programs of version 2 do not have.
    private static func changes(for engine: EngineAddress?) -> [String: String?] {
        var changes: [String: String?] = ["COMPOSE_PROGRESS": "plain"]
        guard let engine, engine.origin != .variable else { return changes }
        switch engine.way {
        case .socket, .tcp:
            changes["DOCKER_HOST"] = .some(engine.written)
            changes["DOCKER_CONTEXT"] = .some(nil)
        case .unusable: break
        }
        return changes
    }

    /// The first number of the version that a program says it has; `nil` when it says none.
    private static func majorVersion(of path: String, _ deadline: Deadline) -> Int? {
        let end = try? ChildProcess.run(
            path, ["version", "--short"], doing: "ask compose's version", deadline: deadline)
        guard let end, end.status == 0 else { return nil }
        // Deprecation warnings may stand around it.
        return end.lines.lazy.compactMap { line in
            let text = line.hasPrefix("v") ? line.dropFirst() : line[...]
            return text.split(separator: ".").first.flatMap { Int($0) }
        }.first
    }
}
