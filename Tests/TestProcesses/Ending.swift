#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How a process ended.
public enum Ending: Sendable, Equatable, CustomStringConvertible {
    /// It exited with this status, 0 to 255.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)

    /// Reads the status word of `waitpid`.
    public init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }

    /// A sentence's end: "exited with status 1", "was ended by signal 9".
    public var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        }
    }
}

/// Whether a process exists and still runs; a zombie does not. Stopped ones do.
public func isRunning(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0 || errno == EPERM else { return false }
    #if os(Linux)
    // A container's first process may never reap its orphans: the state tells them from the living.
    guard let file = fopen("/proc/\(pid)/stat", "re") else { return false }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 512)
    guard fgets(&text, 512, file) != nil else { return false }
    let stat = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard let state = stat.split(separator: ")").last?.first(where: { $0 != " " }) else { return false }
    return state != "Z" && state != "X"
    #else
    return true
    #endif
}

/// Makes writing to a pipe whose reader is gone an error (EPIPE), where it would end this process. Children start with
/// every signal at its default.
public func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}

/// Seconds on a clock that only goes forward.
public func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
