public import TripCore

/// Everything that a command may touch outside itself. The program fills it with the real things, the tests with fakes.
public struct Context: Sendable {
    /// The value of an environment variable.
    public var environment: @Sendable (_ name: String) -> String?
    /// What the streams are connected to.
    public var terminal: Terminal
    /// Milliseconds since 1970 UTC.
    public var now: @Sendable () -> Int64
    /// When the process began, for its deadline.
    public var start: ContinuousClock.Instant
    /// How long the process has run, for what is told of time.
    public var elapsed: @Sendable () -> Duration
    /// Does nothing for that long.
    public var pause: @Sendable (Duration) -> Void
    /// Starts each piece of work on a thread of its own, all at the same time. What comes back waits until all have ended,
    /// and says false when the deadline passes first; they go on then, and nobody waits for them.
    public var concurrently: @Sendable (_ work: [@Sendable () -> Void]) -> @Sendable (Deadline) -> Bool
    /// The text of a file.
    public var readFile: @Sendable (_ path: String) throws(Failure) -> String
    /// The beginning of a file, whatever it holds, at most 64 KB; `nil` when there is no such file.
    public var peekFile: @Sendable (_ path: String) throws(Failure) -> String?
    /// Writes a file whole or not at all: a reader sees what was there or all of the text. One that is there keeps its
    /// mode, a new one gets `mode` as far as the umask allows.
    public var replaceFile: @Sendable (_ path: String, _ text: String, _ mode: UInt32) throws(Failure) -> Void
    /// Adds text to the end of a file, which is made when it is not there.
    public var appendFile: @Sendable (_ path: String, _ text: String) throws(Failure) -> Void
    /// A line that the user types; `nil` at the end of input.
    public var readLine: @Sendable () -> String?
    /// Starts talking to a cluster.
    public var connect: @Sendable (Connection) throws(Failure) -> any ClusterPort
    /// The engine, the compose program and what else running the cluster here takes.
    public var machine: LocalMachine
    /// Starts the simulated cluster of a scenario; with a port, its brokers listen on it and the two after it.
    public var demo: @Sendable (_ scenario: DemoScenario, _ firstPort: Int?) throws(Failure) -> any DemoPort
    /// The Kafka library in use.
    public var library: @Sendable () -> ClientLibrary
    /// Writes to standard output.
    public var write: @Sendable (String) throws(Failure) -> Void
    /// Writes to standard error.
    public var writeError: @Sendable (String) -> Void
    /// Takes what is written to standard error when a signal ends the process from now on; `nil` for nothing.
    public var sayOnInterrupt: @Sendable (_ text: String?) -> Void

    /// A context of all its parts.
    ///
    /// - Parameter elapsed: `nil` counts from `start`.
    public init(
        environment: @escaping @Sendable (String) -> String?,
        terminal: Terminal,
        now: @escaping @Sendable () -> Int64,
        start: ContinuousClock.Instant,
        elapsed: (@Sendable () -> Duration)? = nil,
        pause: @escaping @Sendable (Duration) -> Void,
        concurrently: @escaping @Sendable ([@Sendable () -> Void]) -> @Sendable (Deadline) -> Bool,
        readFile: @escaping @Sendable (String) throws(Failure) -> String,
        peekFile: @escaping @Sendable (String) throws(Failure) -> String?,
        replaceFile: @escaping @Sendable (String, String, UInt32) throws(Failure) -> Void,
        appendFile: @escaping @Sendable (String, String) throws(Failure) -> Void,
        readLine: @escaping @Sendable () -> String?,
        connect: @escaping @Sendable (Connection) throws(Failure) -> any ClusterPort,
        machine: LocalMachine,
        demo: @escaping @Sendable (DemoScenario, Int?) throws(Failure) -> any DemoPort,
        library: @escaping @Sendable () -> ClientLibrary,
        write: @escaping @Sendable (String) throws(Failure) -> Void,
        writeError: @escaping @Sendable (String) -> Void,
        sayOnInterrupt: @escaping @Sendable (String?) -> Void
    ) {
        self.environment = environment
        self.terminal = terminal
        self.now = now
        self.start = start
        self.elapsed = elapsed ?? { start.duration(to: .now) }
        self.pause = pause
        self.concurrently = concurrently
        self.readFile = readFile
        self.peekFile = peekFile
        self.replaceFile = replaceFile
        self.appendFile = appendFile
        self.readLine = readLine
        self.connect = connect
        self.machine = machine
        self.demo = demo
        self.library = library
        self.write = write
        self.writeError = writeError
        self.sayOnInterrupt = sayOnInterrupt
    }

    /// Whether the streams are terminals, and how large the one for output is.
    public struct Terminal: Sendable {
        /// Whether somebody can answer a question.
        public var input: Bool
        /// Whether the report goes to a person's screen.
        public var output: Bool
        /// Whether progress and errors do.
        public var error: Bool
        /// How large the screen is at the moment; `nil` when output is no terminal, or does not say.
        public var size: @Sendable () -> Size?

        /// What the streams are.
        public init(
            input: Bool = false, output: Bool = false, error: Bool = false,
            size: @escaping @Sendable () -> Size? = { nil }
        ) {
            self.input = input
            self.output = output
            self.error = error
            self.size = size
        }
    }

    /// How large a terminal is, in cells.
    public struct Size: Sendable, Equatable {
        /// Cells in a line.
        public var columns: Int
        /// Lines.
        public var rows: Int

        /// A size.
        public init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }
}
