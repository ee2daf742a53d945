import Foundation
import TestProcesses

/// Our ends of a running program's input and outputs, and what is to happen to it meanwhile.
struct Streams {
    let output: Int32
    /// nil at a terminal, where there is one stream.
    let errors: Int32?
    /// The child's ends, closed here once it has them.
    var childEnds: [Int32]
    var input: Int32?
    var unsent: [UInt8] = []
    var typing: ArraySlice<(prompt: String, keys: String)> = []
    var signal: Binary.TimedSignal?

    private var outputBytes: [UInt8] = []
    private var errorBytes: [UInt8] = []
    private var isOutputOpen = true
    private var areErrorsOpen: Bool
    /// Where in the output the next prompt is looked for.
    private var typed = 0

    init(output: Int32, errors: Int32?, childEnds: [Int32]) {
        self.output = output
        self.errors = errors
        self.childEnds = childEnds
        areErrorsOpen = errors != nil
    }

    mutating func closeAll() {
        closeChildEnds()
        close(output)
        if let errors { close(errors) }
        closeInput()
    }

    /// Feeds and reads the program until it has ended and said all, and reaps it.
    mutating func follow(_ pid: Int32, since began: Double, deadline: Double) throws -> Outcome {
        closeChildEnds()
        for descriptor in [output, errors, input].compactMap({ $0 }) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        var memory = MemoryGauge(pid)
        defer { memory.close() }
        var hitDeadline = false
        var ended: Double?
        var signalled: Double?
        while true {
            let passed = monotonicSeconds() - began
            memory.sample()
            exchange(waitingMilliseconds: passed < 0.1 ? 1 : 10)
            if ended == nil, hasEnded(pid) || !(isOutputOpen || areErrorsOpen) && waitsForEnd(pid) {
                ended = monotonicSeconds()
            }
            if let ended {
                // A grandchild may hold the outputs open: what the program itself said is there by now.
                if !(isOutputOpen || areErrorsOpen) || monotonicSeconds() - ended > 0.2 { break }
                continue
            }
            if let due = signal, passed >= due.seconds {
                signalled = monotonicSeconds()
                kill(pid, due.number)
                signal = nil
            }
            if passed > deadline, !hitDeadline {
                hitDeadline = true
                kill(-pid, SIGKILL)
                kill(pid, SIGKILL)
            }
        }
        // What it left running; its group's number is its own until it is reaped.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(pid, &status, 0, &usage) == pid else { throw SystemError("cannot wait for process \(pid)") }
        #if os(macOS)
        let peak = Int(usage.ru_maxrss)
        #else
        let peak = memory.peak
        #endif
        return Outcome(
            outputBytes: outputBytes, errorBytes: errorBytes, ending: Ending(waitStatus: status),
            seconds: (ended ?? monotonicSeconds()) - began,
            secondsAfterSignal: signalled.map { (ended ?? monotonicSeconds()) - $0 },
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakResidentBytes: peak, hitDeadline: hitDeadline)
    }

    /// Moves what can be moved, waiting up to so long for something to move.
    private mutating func exchange(waitingMilliseconds: Int32) {
        var waiting = [pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0)]
        waiting.append(pollfd(fd: areErrorsOpen ? errors ?? -1 : -1, events: Int16(POLLIN), revents: 0))
        waiting.append(pollfd(fd: input ?? -1, events: Int16(POLLOUT), revents: 0))
        guard poll(&waiting, nfds_t(waiting.count), waitingMilliseconds) > 0 else { return }
        if waiting[0].revents != 0 {
            isOutputOpen = drain(output, into: &outputBytes)
            type()
        }
        if waiting[1].revents != 0, let errors { areErrorsOpen = drain(errors, into: &errorBytes) }
        if waiting[2].revents != 0, let input {
            let count = unsent.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if count > 0 { unsent.removeFirst(count) }
            if unsent.isEmpty || count < 0 && errno != EAGAIN { closeInput() }
        }
    }

    /// Presses the keys that are due.
    private mutating func type() {
        while let next = typing.first {
            let text = outputBytes[typed...]
            guard let prompt = text.firstRange(of: Array(next.prompt.utf8)) else { return }
            typed = prompt.upperBound
            let keys = Array(next.keys.utf8)
            _ = keys.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            typing = typing.dropFirst()
        }
    }

    /// Reads all there is; false at the end of the stream (a terminal without a child says EIO).
    private func drain(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 {
                bytes += chunk[..<count]
            } else {
                return count < 0 && (errno == EAGAIN || errno == EINTR)
            }
        }
    }

    private mutating func closeChildEnds() {
        for end in childEnds { close(end) }
        childEnds = []
    }

    private mutating func closeInput() {
        if let input { close(input) }
        input = nil
    }

    private func hasEnded(_ pid: Int32) -> Bool { peek(pid, WNOHANG) }

    /// Whether it ended within the moment that an exit takes after the last output was closed.
    private func waitsForEnd(_ pid: Int32) -> Bool {
        for _ in 0..<50 {
            if peek(pid, WNOHANG) { return true }
            usleep(20)
        }
        return false
    }

    private func peek(_ pid: Int32, _ options: Int32) -> Bool {
        var seen = siginfo_t()
        return waitid(P_PID, id_t(pid), &seen, WEXITED | WNOWAIT | options) == 0 && seen.si_signo == SIGCHLD
    }

    private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// Looks at a process's high-water mark of resident memory while it runs (Linux).
private struct MemoryGauge {
    private let descriptor: Int32
    /// Bytes.
    private(set) var peak = 0

    init(_ pid: Int32) { descriptor = open("/proc/\(pid)/status", O_RDONLY | O_CLOEXEC) }

    mutating func sample() {
        guard descriptor >= 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return }
        let kilobytes = line.split(separator: " ").dropFirst().first.flatMap {
            Int($0.trimmingPrefix(while: \.isWhitespace))
        }
        peak = max(peak, (kilobytes ?? 0) * 1024)
    }

    func close() { if descriptor >= 0 { Foundation.close(descriptor) } }
}
