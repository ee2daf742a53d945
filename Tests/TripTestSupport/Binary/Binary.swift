import Foundation
import TestProcesses

/// A built program, run from outside as a user would: the only way to see its real exit status, output and speed.
public struct Binary: Sendable {
    /// The program's path.
    public let path: String

    /// The program at `path`.
    public init(path: String) { self.path = path }

    /// tripctl: TRIPCTL_BINARY, else what was built beside the tests.
    public static var tripctl: Binary {
        let given = ProcessInfo.processInfo.environment["TRIPCTL_BINARY"] ?? ""
        return Binary(path: given.isEmpty ? BuiltProducts.path("tripctl") : given)
    }

    /// A signal to send to the running program, a time after its start.
    public struct TimedSignal: Sendable {
        let number: Int32
        let seconds: Double

        /// `number` (SIGINT …), `seconds` after the start.
        public init(_ number: Int32, after seconds: Double) {
            self.number = number
            self.seconds = seconds
        }
    }

    /// What a terminal is and what the person at it types.
    public struct Terminal: Sendable {
        let rows: Int
        let columns: Int
        let typing: [(prompt: String, keys: String)]

        /// A terminal of this size in cells; `typing` are keys pressed each after its prompt has appeared, in order.
        public init(rows: Int = 24, columns: Int = 80, typing: [(prompt: String, keys: String)] = []) {
            self.rows = rows
            self.columns = columns
            self.typing = typing
        }
    }

    /// Runs the program with standard output and error in pipes, and returns what it did.
    ///
    /// `environment` is laid over a clean one: PATH, HOME (an empty folder, gone afterwards) and LANG=C.UTF-8; a nil
    /// value takes a variable away. Without `input`, standard input is /dev/null. After `deadline` seconds the
    /// program's whole group is killed, and the outcome says so. Throws only when it cannot be started.
    public func run(
        _ arguments: [String], environment: [String: String?] = [:], input: String? = nil,
        signal: TimedSignal? = nil, deadline: Double = 30
    ) async throws -> Outcome {
        try await run(arguments, environment, deadline) { spawn in
            let output = try closeOnExecPipe()
            let errors = try closeOnExecPipe()
            spawn.descriptors = [1: output.write, 2: errors.write]
            spawn.standing = .ownGroup
            var streams = Streams(output: output.read, errors: errors.read, childEnds: [output.write, errors.write])
            if let input {
                let ends = try closeOnExecPipe()
                spawn.descriptors[0] = ends.read
                streams.childEnds.append(ends.read)
                streams.input = ends.write
                streams.unsent = Array(input.utf8)
            }
            streams.signal = signal
            return streams
        }
    }

    /// Runs the program at a terminal of its own, which is its standard input, output and error; the outcome's output
    /// is everything that the terminal got, line ends as `\r\n` and echoed keys included.
    public func run(
        at terminal: Terminal, _ arguments: [String], environment: [String: String?] = [:],
        signal: TimedSignal? = nil, deadline: Double = 30
    ) async throws -> Outcome {
        var environment = environment
        environment["TERM"] = environment["TERM"] ?? "xterm-256color"
        return try await run(arguments, environment, deadline) { spawn in
            let pair = try openTerminal(rows: terminal.rows, columns: terminal.columns)
            spawn.standing = .ownSession(terminal: pair.path)
            var streams = Streams(output: pair.master, errors: nil, childEnds: [])
            streams.typing = terminal.typing[...]
            streams.signal = signal
            return streams
        }
    }

    private func run(
        _ arguments: [String], _ overrides: [String: String?], _ deadline: Double,
        connect: @escaping @Sendable (inout Spawn) throws -> Streams
    ) async throws -> Outcome {
        let path = path
        return try await onOwnThread {
            ignoreBrokenPipes()
            let home = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-home-\(UUID())")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: home) }
            var environment = [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home.path,
                "LANG": "C.UTF-8",
            ]
            for (name, value) in overrides { environment[name] = value }
            var spawn = Spawn(path, arguments, environment: environment)
            var streams = try connect(&spawn)
            defer { streams.closeAll() }
            let began = monotonicSeconds()
            let pid = try spawn.start()
            return try streams.follow(pid, since: began, deadline: deadline)
        }
    }
}
