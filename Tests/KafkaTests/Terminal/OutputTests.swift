import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Where the output goes decides what is written, and whether it could be. No cluster is needed.
@Suite(.timeLimit(.minutes(2)))
struct OutputTests {
    /// Runs tripctl in a shell, as `$T`.
    private func shell(_ script: String) async throws -> Outcome {
        try await Binary(path: "/bin/sh").run(["-c", script], environment: ["T": Binary.tripctl.path])
    }

    @Test func `a full disk is an error`() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        for command in ["version", "completion bash", "brokers -b 127.0.0.1:1 -o json", "--help"] {
            let outcome = try await shell("exec \"$T\" \(command) >/dev/full")
            #expect(outcome.status == 1, "\(command)")
            #expect(outcome.errors.contains("tripctl: cannot write the output: "), "\(command): \(outcome.errors)")
        }
    }

    @Test func `a closed output is an error, and closed errors are none`() async throws {
        let closed = try await shell("exec \"$T\" version >&-")
        #expect(closed.status == 1)
        #expect(closed.errors.hasPrefix("tripctl: cannot write the output: "))
        let mute = try await shell("exec \"$T\" brokers -b 127.0.0.1:1 2>&-")
        #expect(mute.status == 3)
        #expect(mute.output == "")
        let deaf = try await shell("exec \"$T\" version <&-")
        #expect(deaf.status == 0)
    }

    @Test func `a reader that has gone ends it quietly, as SIGPIPE would`() async throws {
        let script = "{ \"$T\" completion bash; echo $? >&2; } | head -1"
        for _ in 0..<20 {
            let outcome = try await shell(script)
            #expect(outcome.output.split(separator: "\n").count == 1)
            #expect(["0\n", "141\n"].contains(outcome.errors), "\(outcome.errors)")
        }
        // The reader is gone for certain before anything is written.
        let outcome = try await shell("{ sleep 0.2; \"$T\" version; echo $? >&2; } | true")
        #expect(outcome.errors == "141\n")
    }

    @Test func `colour and progress are for terminals`() async throws {
        let refused = ["brokers", "-b", "127.0.0.1:1"]
        let bold = "\u{1b}[1mtripctl:\u{1b}[0m "
        let coloured = try await Binary.tripctl.run(at: .init(), refused)
        #expect(coloured.output.hasPrefix(bold))
        for (arguments, environment) in [
            (refused, ["NO_COLOR": "1"]), (refused, ["TERM": "dumb"]), (refused + ["--color", "never"], [:]),
        ] as [([String], [String: String?])] {
            let plain = try await Binary.tripctl.run(at: .init(), arguments, environment: environment)
            #expect(plain.output.hasPrefix("tripctl: "), "\(arguments) \(environment)")
        }
        let empty = try await Binary.tripctl.run(at: .init(), refused, environment: ["NO_COLOR": ""])
        #expect(empty.output.hasPrefix(bold))
        let piped = try await Binary.tripctl.run(refused)
        #expect(!piped.errors.contains("\u{1b}"))
        let insisted = try await Binary.tripctl.run(refused + ["--color", "always"], environment: ["NO_COLOR": "1"])
        #expect(insisted.errors.hasPrefix(bold))
    }
}
