import Foundation
import Testing
import TripTestSupport

/// The job that README.md and `scripts/ci-example.yml` show can be pasted: it is YAML, and tripctl takes its commands.
@Suite(.timeLimit(.minutes(1)))
struct JobExampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The job, and what README.md shows of it.
    private func sources() throws -> [String] {
        let blocks = try text("README.md").matches(of: /```yaml\n((?s:.*?))```/).map { String($0.1) }
        try #require(!blocks.isEmpty)
        return [try text("scripts/ci-example.yml")] + blocks
    }

    @Test func `tripctl takes every command`() async throws {
        for source in try sources() {
            let commands = source.matches(of: /(?m)^ *(?:- )?(?:run: )?(tripctl [^|>&\n]*)/).map { String($0.1) }
            #expect(commands.count >= 3, "\(source)")
            for command in commands {
                // Where nobody answers, a command that is understood ends with a verdict.
                let hurried = command.replacing(/--(timeout|stable) [^ ]+/, with: "")
                let outcome = try await Binary(path: "/bin/sh").run(
                    ["-c", "tripctl() { \"$T\" \"$@\" -b 127.0.0.1:1 --timeout 300ms; }\n\(hurried)"],
                    environment: ["T": Binary.tripctl.path], deadline: 20)
                let given = command.firstMatch(of: /--timeout ([^ ]+)/).map { ["--timeout", String($0.1)] } ?? []
                #expect(given.isEmpty || given[1].wholeMatch(of: /[0-9]+(ms|s|m)/) != nil, "\(command)")
                #expect(outcome.status == 3, "\(command): \(outcome.errors)")
            }
        }
    }

    @Test func `it is YAML with a job of steps`() async throws {
        for source in try sources() {
            for line in source.split(separator: "\n") {
                #expect(!line.contains("\t"))
                let indent = line.prefix { $0 == " " }.count
                #expect(indent % 2 == 0, "\(line)")
            }
        }
        let job = try text("scripts/ci-example.yml")
        for word in ["on:", "jobs:", "runs-on:", "steps:", "uses: actions/upload-artifact"] {
            #expect(job.contains(word))
        }
    }

    @Test(.requires(.python)) func `Python's reader of YAML takes it`() async throws {
        let script = """
            import sys
            try:
                import yaml
            except ImportError:
                sys.exit(77)
            job = yaml.safe_load(sys.stdin.read())
            steps = job if isinstance(job, list) else job['jobs']['kafka']['steps']
            assert steps and all(('run' in step) != ('uses' in step) for step in steps), steps
            """
        for source in try sources() {
            let outcome = try await Binary(path: "/usr/bin/env").run(["python3", "-c", script], input: source)
            // Not every Python has the module; the rest of the suite looks at the shape.
            #expect([0, 77].contains(outcome.status), "\(outcome.errors)")
        }
    }
}
