import Synchronization
import Testing
import TripCore

@testable import TripCommands

/// What a run of tripctl gave, with everything outside it a fake.
struct Run: Sendable {
    var output = ""
    var errors = ""
    var status: Int32 = -1
    /// What it connected to; `nil` when it did not.
    var connection: Connection?
    /// How long it paused, each time.
    var pauses: [Duration] = []
    /// What the end by a signal was to say, from each moment on.
    var lastWords: [String?] = []
    /// What it wrote to standard output, write by write.
    var writes: [String] = []
    /// The demos that it started.
    var demos: [(scenario: DemoScenario, port: Int?)] = []
    /// The files that it wrote, by path.
    var files: [String: WrittenFile] = [:]
}

/// A file that a run wrote.
struct WrittenFile: Sendable, Equatable {
    var text: String
    /// What a new file may be.
    var mode: UInt32
}

/// The outside of one run.
struct Outside: Sendable {
    var terminal = Context.Terminal.pipe
    var environment: [String: String] = [:]
    /// The engine, the compose program, this machine and its state folder.
    var machine = FakeMachine()
    var files: [String: String] = [:]
    /// What a person types when asked.
    var answer: String?
    /// Whether the command's time has only begun; by default it is over, so that nothing is waited for.
    var hasTime = false
    /// After how many writes nobody reads standard output any more: how a `--watch` ends here.
    var readsOnly = Int.max
}

extension Context.Terminal {
    static let pipe = Context.Terminal()
    /// All three streams are a person's, 80 cells wide and 24 high.
    static let person = Context.Terminal(
        input: true, output: true, error: true, size: { Context.Size(columns: 80, rows: 24) })
}

/// The moment at which fake runs begin: 2026-11-24T06:00:00.123Z, in milliseconds.
let beginning: Int64 = 1_795_500_000_123

/// A run while it goes on.
private final class Recording: Sendable {
    let run = Mutex(Run())
    let now = Mutex(beginning)
    /// How long it has paused.
    let paused = Mutex(Duration.zero)
}

/// Runs tripctl against a fake cluster; without one, nothing may be asked.
func runTripctl(_ arguments: [String], on cluster: FakeCluster? = nil, _ outside: Outside = Outside()) -> Run {
    let recording = Recording()
    let context = Context(
        environment: { outside.environment[$0] },
        terminal: outside.terminal,
        now: { recording.now.withLock { $0 } },
        start: outside.hasTime ? .now : .now - .seconds(7 * 86_400),
        elapsed: { recording.paused.withLock { $0 } },
        pause: { length in
            recording.paused.withLock { $0 += length }
            recording.now.withLock { $0 += length.milliseconds }
            recording.run.withLock { $0.pauses.append(length) }
            cluster?.timePasses()
        },
        concurrently: { work in
            // One after the other, so that what comes of it is always the same.
            for piece in work { piece() }
            return { _ in true }
        },
        readFile: { path throws(Failure) in
            if let text = outside.files[path] { return text }
            throw Failure(.usage, doing: "read \(path)", reason: "No such file or directory")
        },
        peekFile: { path throws(Failure) in
            if path.hasPrefix("secret/") {
                throw Failure(.system, doing: "read \(path)", reason: "Permission denied")
            }
            return outside.files[path]
        },
        replaceFile: { path, text, mode throws(Failure) in
            if path.hasPrefix("missing/") {
                throw Failure(.system, doing: "write \(path)", reason: "there is no folder missing")
            }
            recording.run.withLock { $0.files[path] = WrittenFile(text: text, mode: mode) }
        },
        appendFile: { path, text throws(Failure) in
            if path.hasPrefix("missing/") {
                throw Failure(.system, doing: "add to \(path)", reason: "No such file or directory")
            }
            recording.run.withLock { run in
                let there = run.files[path]?.text ?? outside.files[path] ?? ""
                run.files[path] = WrittenFile(text: there + text, mode: 0o644)
            }
        },
        readLine: { outside.answer },
        connect: { connection throws(Failure) in
            recording.run.withLock { $0.connection = connection }
            if let cluster { return cluster }
            // Dialled before it is known whether there is one: nothing may be asked.
            if arguments.first == "status" { return FakeCluster(FakeCluster.Parts()) }
            Issue.record("\(arguments) connected, and should not have")
            throw Failure(.kafka, doing: "connect", reason: "there is no fake cluster")
        },
        machine: outside.machine.ports,
        demo: { scenario, port throws(Failure) in
            recording.run.withLock { $0.demos.append((scenario, port)) }
            return FakeDemo(firstPort: port ?? 40_001)
        },
        library: { ClientLibrary(version: "2.0.2", features: ["lz4", "sasl_scram"]) },
        write: { text throws(Failure) in
            let isRead = recording.run.withLock { run in
                if run.writes.count < outside.readsOnly {
                    run.output += text
                    run.writes.append(text)
                    return true
                }
                return false
            }
            if !isRead { throw Failure(.system, doing: "write the output", reason: "nobody reads it") }
        },
        writeError: { text in recording.run.withLock { $0.errors += text } },
        sayOnInterrupt: { text in recording.run.withLock { $0.lastWords.append(text) } })
    let status = Invocation.run(arguments, in: context)
    return recording.run.withLock { run in
        run.status = status
        return run
    }
}
