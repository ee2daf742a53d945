import Foundation
import Synchronization
import TestProcesses
import TripTestSupport

/// A program in the background, whose output can be read while it runs.
final class RunningProgram: Sendable {
    private struct Seen {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var ending: Ending?
    }

    let pid: Int32
    private let seen = Mutex(Seen())

    /// Starts `path`; `environment` is all that it gets. It leads a process group of its own.
    init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
        ignoreBrokenPipes()
        let output = try closeOnExecPipe()
        let errors = try closeOnExecPipe()
        defer { [output.write, errors.write].forEach { close($0) } }
        var spawn = Spawn(path, arguments, environment: environment)
        spawn.descriptors = [1: output.write, 2: errors.write]
        spawn.standing = .ownGroup
        pid = try spawn.start()
        let pid = pid
        follow(output.read, \.output)
        follow(errors.read, \.errors)
        Thread.detachNewThread {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            self.seen.withLock { $0.ending = Ending(waitStatus: status) }
        }
    }

    private func follow(_ descriptor: Int32, _ part: any WritableKeyPath<Seen, [UInt8]> & Sendable) {
        Thread.detachNewThread {
            var chunk = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                guard count > 0 else { break }
                self.seen.withLock { $0[keyPath: part] += chunk[..<count] }
            }
            close(descriptor)
        }
    }

    /// What it has written to standard output so far.
    var output: String { seen.withLock { String(decoding: $0.output, as: UTF8.self) } }
    /// What it has written to standard error so far.
    var errors: String { seen.withLock { String(decoding: $0.errors, as: UTF8.self) } }
    /// How it ended; nil while it runs.
    var ending: Ending? { seen.withLock { $0.ending } }
    /// Both outputs in lines, standard error's last.
    var lines: [String] { (output + "\n" + errors).split(separator: "\n").map { String($0) } }

    /// Waits until a line of either output contains `text`, and returns it; an end without it is an error at once.
    @discardableResult
    func line(containing text: String, within seconds: Double) async throws -> String {
        var found: String?
        try await eventually("a line with \(text)", within: seconds) {
            // Read in this order, so that an ended program's last words are there.
            let hasEnded = ending != nil
            found = lines.first { $0.contains(text) }
            return found != nil || hasEnded
        }
        guard let found else {
            throw NoSuchLine(description: "ended without a line with \(text): \(output)\(errors)")
        }
        return found
    }

    /// Sends a signal to the program alone; to its whole group, as a terminal's Ctrl-C goes, with `toGroup`.
    func signal(_ number: Int32, toGroup: Bool = false) {
        // Once it has ended and been reaped, its number may be another's.
        if ending == nil { kill(toGroup ? -pid : pid, number) }
    }

    /// Waits for its end; kills its group and throws when that does not come.
    func ended(within seconds: Double) async throws -> Ending {
        do {
            try await eventually("process \(pid) ends", within: seconds) { ending != nil }
        } catch {
            signal(SIGKILL, toGroup: true)
            throw error
        }
        return ending ?? .exited(-1)
    }
}

/// A program ended and had not said it.
struct NoSuchLine: Error, CustomStringConvertible { let description: String }
