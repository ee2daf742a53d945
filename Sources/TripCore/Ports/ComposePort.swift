/// The compose program: everything that changes containers, networks and volumes goes through it.
public protocol ComposePort: Sendable {
    /// Which program it is.
    var program: ComposeProgramKind { get }

    /// Runs `compose -p PROJECT -f FILE ARGUMENTS…` to its end.
    ///
    /// - Parameters:
    ///   - each: gets every line that it writes, on both streams, as it comes.
    ///   - deadline: when it passes, the program is told to stop (SIGTERM, then SIGKILL a second later).
    /// - Returns: how it ended, with the last lines that it wrote.
    /// - Throws: `system` when it could not be started; `timedOut`.
    func run(
        _ arguments: [String], project: String, file: String, deadline: Deadline, each: (String) -> Void
    ) throws(Failure) -> ProgramEnd
}

/// Which compose program was found.
public enum ComposeProgramKind: Sendable, Equatable {
    /// The plugin of the docker program, `docker compose`, version 2 or newer.
    case plugin(path: String)
    /// The old program `docker-compose`, version 1.
    case standalone(path: String)
}

/// How a program ended.
public struct ProgramEnd: Sendable, Equatable {
    /// Its exit status; of one ended by a signal 128 and the signal's number.
    public var status: Int32
    /// The last lines that it wrote, oldest first: at most 50.
    public var lines: [String]

    /// An end.
    public init(status: Int32, lines: [String]) {
        self.status = status
        self.lines = lines
    }
}
