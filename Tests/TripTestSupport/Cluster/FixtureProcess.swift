import Foundation
import Synchronization
import TestProcesses

/// The child `kafka-fixture` and the pipes to it.
final class FixtureProcess: Sendable {
    let pid: Int32
    private let input: Int32
    private let output: Int32
    private let errors: Int32
    /// Held from a command to its answer.
    private let unread = Mutex<Data>(Data())
    private let isReaped = Mutex(false)

    init(arguments: [String]) throws {
        ignoreBrokenPipes()
        let toChild = try closeOnExecPipe()
        let fromChild = try closeOnExecPipe()
        let errorsFromChild = try closeOnExecPipe()
        var spawn = Spawn(
            BuiltProducts.path("kafka-fixture"), arguments, environment: ProcessInfo.processInfo.environment)
        spawn.descriptors = [0: toChild.read, 1: fromChild.write, 2: errorsFromChild.write]
        // Ctrl-C at the terminal ends the tests, and their end ends the fixture.
        spawn.standing = .ownGroup
        defer { [toChild.read, fromChild.write, errorsFromChild.write].forEach { close($0) } }
        pid = try spawn.start()
        input = toChild.write
        output = fromChild.read
        errors = errorsFromChild.read
    }

    deinit {
        close(input)
        close(output)
        close(errors)
        let pid = pid
        guard !isReaped.withLock({ $0 }) else { return }
        Thread.detachNewThread {
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
    }

    /// The fixture's next line, or its last words as an error when it has ended.
    func readLine() throws -> Data {
        try unread.withLock { try nextLine(&$0) }
    }

    /// Gives a command and returns the line that answers it; one command at a time.
    func ask(_ command: String) throws -> Data {
        try unread.withLock { unread in
            let line = Array("\(command)\n".utf8)
            guard line.withUnsafeBytes({ write(input, $0.baseAddress, $0.count) }) == line.count else {
                throw SystemError("cannot tell kafka-fixture to \(command)")
            }
            return try nextLine(&unread)
        }
    }

    func waitUntilGone() {
        isReaped.withLock { reaped in
            guard !reaped else { return }
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            reaped = true
        }
    }

    private func nextLine(_ unread: inout Data) throws -> Data {
        while true {
            if let newline = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(newline + 1)...]) }
                return Data(unread[..<newline])
            }
            guard let more = chunk(output) else {
                var words = Data()
                while let more = chunk(errors) { words += more }
                throw FixtureError(description: "kafka-fixture ended: \(String(decoding: words, as: UTF8.self))")
            }
            unread += more
        }
    }

    private func chunk(_ descriptor: Int32) -> Data? {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? Data(bytes[..<count]) : nil
    }
}
