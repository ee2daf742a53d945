import ArgumentParser
import Foundation
import TestProcesses
import Testing

/// The shells of this machine, with a program called `demo` on their PATH.
///
/// The program is a script that hands its arguments to the test through a pipe and prints what comes back, so that what
/// answers is this build of the parser.
final class Shells: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard mkfifo(path("question"), 0o600) == 0, mkfifo(path("answer"), 0o600) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        try """
        #!/bin/sh
        echo 'a word that must not be seen' >&2
        { printf '%s\\0' "$@"; printf '.'; } > '\(path("question"))'
        exec cat '\(path("answer"))'
        """.write(toFile: path("demo"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path("demo"))
        let question = path("question")
        let answer = path("answer")
        Thread.detachNewThread {
            while let asked = contents(ofPipe: question), !asked.isEmpty {
                let words = asked.split(separator: 0, omittingEmptySubsequences: false).dropLast()
                    .map { String(decoding: $0, as: UTF8.self) }
                write(Array((outcome(of: words) + "\n").utf8), toPipe: answer)
            }
        }
    }

    deinit {
        // An empty question ends the thread that waits for one.
        close(open(path("question"), O_WRONLY | O_NONBLOCK))
        try? FileManager.default.removeItem(at: folder)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Runs `program` with `input` on a terminal, or with none, and returns what it printed, errors included.
    func run(_ program: [String], typing input: String? = nil) throws -> String {
        var command = program
        if input != nil {
            #if os(macOS)
            command = ["script", "-q", "/dev/null"] + program
            #else
            command = ["script", "-qec", program.joined(separator: " "), "/dev/null"]
            #endif
        }
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = folder.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["TERM"] = "dumb"
        environment["INPUTRC"] = "/dev/null"
        environment["HOME"] = folder.path
        let place = folder.appendingPathComponent("place")
        try FileManager.default.createDirectory(
            at: place.appendingPathComponent("inner"), withIntermediateDirectories: true)
        for name in ["a.yaml", "b.txt", "c d.yml"] {
            try Data().write(to: place.appendingPathComponent(name))
        }
        // Not by Foundation's Process: what it waits with is inherited by the processes that other tests start.
        let output = try closeOnExecPipe()
        let typed = try closeOnExecPipe()
        var spawn = Spawn(
            "/bin/sh", ["-c", "cd \"$0\" && exec \"$@\"", place.path] + command, environment: environment)
        spawn.descriptors = [0: typed.read, 1: output.write, 2: output.write]
        spawn.standing = .ownGroup
        let pid = try spawn.start()
        for end in [typed.read, output.write] { close(end) }
        let keys = FileHandle(fileDescriptor: typed.write, closeOnDealloc: false)
        keys.write(Data((input ?? "").utf8))
        try keys.close()
        // A shell that hangs must not hang the tests.
        let deadline = DispatchWorkItem { kill(-pid, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
        defer { deadline.cancel() }
        let text = FileHandle(fileDescriptor: output.read, closeOnDealloc: true).readDataToEndOfFile()
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return String(decoding: text.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }

    /// Whether `shell` is there. Where it has to be, its absence is a failure; elsewhere it is said aloud.
    static func has(_ shell: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)") }) { return true }
        if ProcessInfo.processInfo.environment["TRIPCTL_REQUIRE"]?.contains("shells") == true {
            Issue.record("\(shell) is required and not installed")
        } else {
            FileHandle.standardError.write(
                Data("SKIPPED: \(shell) is not installed, its completion is not tested\n".utf8))
        }
        return false
    }
}

/// What `demo` prints when it is called with `words`.
private func outcome(of words: [String]) -> String {
    do {
        var command = try Demo.parseAsRoot(words)
        try command.run()
        return ""
    } catch {
        return Demo.fullMessage(for: error, columns: 80)
    }
}

/// All that is written into the pipe at `path` until it is closed; nil when it cannot be opened.
private func contents(ofPipe path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
        bytes += buffer[..<count]
    }
    return bytes
}

/// Writes `bytes`, which are fewer than a pipe holds, into the pipe at `path`.
private func write(_ bytes: [UInt8], toPipe path: String) {
    let descriptor = open(path, O_WRONLY)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = write(descriptor, bytes, bytes.count)
}
