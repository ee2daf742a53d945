import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Does running a program tell the truth about it?
@Suite(.timeLimit(.minutes(1)))
struct BinaryTests {
    private let shell = Binary(path: "/bin/sh")

    @Test func `output, errors and status come apart`() async throws {
        let outcome = try await shell.run(["-c", "echo out; echo err >&2; exit 3"])
        #expect(outcome.output == "out\n")
        #expect(outcome.errors == "err\n")
        #expect(outcome.status == 3)
        #expect(!outcome.hitDeadline)
    }

    @Test func `more than a pipe holds goes both ways`() async throws {
        let input = String(repeating: "0123456789abcdef\n", count: 40_000)
        let outcome = try await shell.run(["-c", "tee /dev/stderr"], input: input)
        #expect(outcome.output == input)
        #expect(outcome.errors == input)
    }

    @Test func `input may be left unread`() async throws {
        let outcome = try await shell.run(["-c", "exit 0"], input: String(repeating: "x", count: 1_000_000))
        #expect(outcome.status == 0)
    }

    @Test func `the environment is clean but for what was asked`() async throws {
        let outcome = try await Binary(path: "/usr/bin/env").run([], environment: ["WANTED": "yes", "LANG": nil])
        let names = outcome.output.split(separator: "\n").compactMap { $0.split(separator: "=").first }
        #expect(Set(names) == ["PATH", "HOME", "WANTED"])
    }

    @Test func `a signal ends a program and is told`() async throws {
        let outcome = try await shell.run(
            ["-c", "echo ready; exec sleep 60"], signal: .init(SIGTERM, after: 0.2))
        #expect(outcome.ending == .signalled(SIGTERM))
        #expect(outcome.output == "ready\n")
        #expect(outcome.seconds >= 0.2 && outcome.seconds < 10)
    }

    @Test func `the deadline ends a program and its children`() async throws {
        let outcome = try await shell.run(["-c", "sleep 60 & echo $!; wait"], deadline: 0.3)
        #expect(outcome.hitDeadline)
        #expect(outcome.ending == .signalled(SIGKILL))
        let child = try #require(Int32(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await eventually("the child is gone", within: 5) { !isRunning(child) }
    }

    @Test func `a child that holds the pipes does not hold us`() async throws {
        let outcome = try await shell.run(["-c", "sleep 3 & exit 4"])
        #expect(outcome.status == 4)
        #expect(outcome.seconds < 2)
    }

    @Test func `time and memory are measured`() async throws {
        let program = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"
        let outcome = try await shell.run(["-c", program])
        #expect(outcome.cpuSeconds > 0.01 && outcome.cpuSeconds <= outcome.seconds + 0.05)
        #expect((200_000...20_000_000).contains(outcome.peakResidentBytes), "\(outcome.peakResidentBytes) bytes")
    }

    @Test func `a terminal is one, has a size, and can be typed at`() async throws {
        let script =
            "test -t 0 && test -t 1 && test -t 2 && stty size; printf 'sure? '; read answer; echo \"<$answer>\""
        let outcome = try await shell.run(
            at: .init(rows: 33, columns: 77, typing: [(prompt: "sure? ", keys: "yes\n")]), ["-c", script])
        #expect(outcome.output == "33 77\r\nsure? yes\r\n<yes>\r\n")
        #expect(outcome.status == 0)
    }

    @Test func `keys at a terminal reach the program as signals`() async throws {
        let outcome = try await shell.run(
            at: .init(typing: [(prompt: "ready", keys: "\u{3}")]), ["-c", "echo ready; exec sleep 60"])
        #expect(outcome.ending == .signalled(SIGINT))
    }

    @Test func `what cannot be started is an error`() async throws {
        await #expect(throws: SystemError.self) { try await Binary(path: "/no/such/program").run([]) }
    }

    @Test func `many runs go on at once`() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<40 { group.addTask { try await shell.run(["-c", "echo \(number)"]).output } }
            var outputs: Set<String> = []
            for try await output in group { outputs.insert(output) }
            #expect(outputs.count == 40)
        }
    }
}
