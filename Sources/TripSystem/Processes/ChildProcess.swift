internal import Synchronization
public import TripCore

#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// A program that runs to its end under a deadline, with nothing to read and its output handed over line by line.
public enum ChildProcess {
    /// Runs a program. It stays in tripctl's process group, so the terminal's Ctrl-C reaches it too.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - environment: what is different from tripctl's own: a value to set, `nil` to leave out.
    ///   - doing: for the failures, what it is run for: `start the cluster`.
    ///   - each: gets every line of both outputs as it comes.
    /// - Returns: how it ended, with the last lines that it wrote.
    /// - Throws: `system` when it cannot be started; `timedOut` when the deadline passed: then it has been told to stop,
    ///   and killed when it had not within a second.
    public static func run(
        _ program: String, _ arguments: [String], environment: [String: String?] = [:], doing: String,
        deadline: Deadline, each: (String) -> Void = { _ in }
    ) throws(Failure) -> ProgramEnd {
        let child = try Child(program, arguments, environment, doing)
        var lines: [String] = []
        func take(_ line: String) {
            if lines.count == 50 { lines.removeFirst() }
            lines.append(line)
            each(line)
        }
        if let status = child.wait(until: deadline, take) { return ProgramEnd(status: status, lines: lines) }
        kill(child.pid, SIGTERM)
        if child.wait(until: Deadline(after: .seconds(1)), take) == nil {
            kill(child.pid, SIGKILL)
            // A killed process ends as soon as the kernel can; one in a broken device's hands is left behind.
            _ = child.wait(until: Deadline(after: .seconds(1)), take)
        }
        let last = lines.last { !$0.isEmpty }.map { "; the last it said: \($0)" } ?? ""
        throw Failure(.timedOut, doing: doing, reason: "\(program) did not end in time\(last)")
    }
}

/// A started program, and the reading ends of its outputs.
private final class Child {
    let pid: pid_t
    private var outputs: [Output] = []

    private struct Output {
        var descriptor: Int32
        var lines = LineSplitter()
    }

    init(
        _ program: String, _ arguments: [String], _ environment: [String: String?], _ doing: String
    ) throws(Failure) {
        var pid: pid_t = 0
        var readers: [Int32] = []
        let code = RunningChild.turn.withLock { _ in
            start(program, arguments, environment, pid: &pid, readers: &readers)
        }
        guard code == 0 else {
            throw Failure(.system, doing: doing, reason: "\(program) cannot be started: \(systemReason(code))")
        }
        self.pid = pid
        RunningChild.set(pid)
        outputs = readers.map { Output(descriptor: $0) }
    }

    deinit { for output in outputs { close(output.descriptor) } }

    /// Hands over lines until the program has ended; `nil` when the deadline passes first.
    ///
    /// The end of the outputs is no sign of the program's: something that it started may hold them open, and it may
    /// close them itself. So its end is looked for each time the outputs have been silent for a little.
    func wait(until deadline: Deadline, _ take: (String) -> Void) -> Int32? {
        while true {
            let hasEnded = outputs.isEmpty || !poll(for: min(deadline.remaining, .milliseconds(20)), take)
            if hasEnded, let status = RunningChild.reap(pid) {
                // What it had written by its end is in the pipes, which hold 64 KB each; more is another program's.
                var reads = 0
                while reads < 32, poll(for: .zero, take) { reads += 1 }
                for index in outputs.indices { outputs[index].lines.end(take) }
                return status
            }
            // It has closed its outputs, most often because it ends in this moment.
            if outputs.isEmpty { Machine.pause(.milliseconds(1)) }
            if deadline.hasPassed { return nil }
        }
    }

    /// Reads what is there or comes within this time; whether anything did.
    private func poll(for length: Duration, _ take: (String) -> Void) -> Bool {
        guard !outputs.isEmpty else { return false }
        var pollers = outputs.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        #if canImport(Glibc)
        let ready = Glibc.poll(&pollers, nfds_t(pollers.count), Int32(clamping: length.milliseconds))
        #else
        let ready = Darwin.poll(&pollers, nfds_t(pollers.count), Int32(clamping: length.milliseconds))
        #endif
        guard ready > 0 else { return false }
        for index in pollers.indices.reversed() where pollers[index].revents != 0 {
            let isOpen = withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
                let count = read(pollers[index].fd, buffer.baseAddress, buffer.count)
                if count > 0 { outputs[index].lines.add(buffer[..<count], take) }
                return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN))
            }
            if !isOpen {
                outputs[index].lines.end(take)
                close(outputs.remove(at: index).descriptor)
            }
        }
        return true
    }
}

/// Starts a program with /dev/null as its input; 0, or the error number.
private func start(
    _ program: String, _ arguments: [String], _ changes: [String: String?], pid: inout pid_t, readers: inout [Int32]
) -> Int32 {
    var writers: [Int32] = []
    defer { writers.forEach { close($0) } }
    for _ in 0..<2 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            let code = errno
            readers.forEach { close($0) }
            return code
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readers.append(ends[0])
        writers.append(ends[1])
    }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, writers[0], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, writers[1], STDERR_FILENO)
    // tripctl ignores SIGPIPE, and a program inherits what is ignored.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    #if canImport(Darwin)
    flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    let code = withCStrings([program] + arguments) { argv in
        withCStrings(inherited(except: changes)) { envp in
            posix_spawn(&pid, program, &actions, &attributes, argv, envp)
        }
    }
    if code != 0 {
        readers.forEach { close($0) }
        readers = []
    }
    return code
}

/// tripctl's own environment with these changes, as `name=value`.
private func inherited(except changes: [String: String?]) -> [String] {
    var all: [String] = []
    #if canImport(Darwin)
    var next = _NSGetEnviron().pointee
    #else
    var next = environ
    #endif
    while let entry = next.pointee {
        let text = String(cString: entry)
        if changes[String(text.prefix { $0 != "=" })] == nil { all.append(text) }
        next += 1
    }
    return all + changes.compactMap { name, value in value.map { "\(name)=\($0)" } }.sorted()
}

/// Lends texts as a C array that ends with a null pointer.
private func withCStrings<R>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R where R: BinaryInteger {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map(body) ?? R(exactly: ENOMEM) ?? 0
    }
}
