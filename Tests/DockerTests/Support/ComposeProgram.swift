import Foundation
import Testing
import TripTestSupport

/// A compose that reads files: `config` needs no engine.
struct ComposeProgram: Sendable, CustomTestStringConvertible {
    /// Compose 2 or later, the program that TRIPCTL_TEST_COMPOSE names.
    static let newest = ComposeProgram(name: "compose 2 or later")
    /// Compose 1, `docker-compose` in PATH.
    static let first = ComposeProgram(name: "compose 1")

    let name: String
    var testDescription: String { name }

    private var isFirst: Bool { name == Self.first.name }

    /// Its path; `nil` when it is not here.
    func path() async throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        guard isFirst else {
            // Named, else the docker program's plugin, which is a program by itself too.
            let folders =
                [environment["DOCKER_CONFIG"], environment["HOME"].map { "\($0)/.docker" }].compactMap { $0 }
                + ["/usr/local/lib/docker", "/usr/local/libexec/docker", "/usr/lib/docker", "/usr/libexec/docker"]
            let places =
                [environment["TRIPCTL_TEST_COMPOSE"] ?? ""] + folders.map { "\($0)/cli-plugins/docker-compose" }
            return places.first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let path = "\(folder)/docker-compose"
            guard FileManager.default.isExecutableFile(atPath: path) else { continue }
            let version = try await Binary(path: path).run(["version", "--short"], deadline: 60)
            if version.output.hasPrefix("1.") { return path }
        }
        return nil
    }

    /// The services that it reads in the file, by name, with what the shell holds. The program may say nothing.
    func read(_ file: String, environment: [String: String] = [:]) async throws -> ReadFile {
        let path = try #require(try await path())
        let format = isFirst ? [] : ["--format", "json"]
        var environment = environment
        environment["PYTHONWARNINGS"] = "ignore"
        let outcome = try await Binary(path: path).run(
            ["-p", "tripclick", "-f", file, "config"] + format, environment: environment, deadline: 60)
        #expect(outcome.errors == "", "\(name)")
        #expect(outcome.status == 0, "\(name)")
        let json = isFirst ? try await Self.json(outcome.output) : outcome.output
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        return try ReadFile(try #require(object as? [String: Any]))
    }

    /// Compose 1 writes YAML alone, and comes with a reader of it for Python.
    private static func json(_ yaml: String) async throws -> String {
        let program = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
        let python = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") ? "/usr/bin/python3" : "python3"
        let outcome = try await Binary(path: python).run(["-c", program], input: yaml, deadline: 60)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the tests out loud when the program is not here; fails them when TRIPCTL_REQUIRE names its tier.
    static func requires(_ program: ComposeProgram, tier: String, hint: String) -> Self {
        .enabled("\(program.name) is not here") {
            if try await program.path() != nil { return true }
            let required = (ProcessInfo.processInfo.environment["TRIPCTL_REQUIRE"] ?? "").split(separator: ",")
            if required.contains(Substring(tier)) {
                throw RequiredProgramMissing(
                    description: "TRIPCTL_REQUIRE names \(tier), and \(program.name) is not here: \(hint)")
            }
            FileHandle.standardError.write(
                Data("SKIPPED: what \(program.name) reads, because it is not here: \(hint)\n".utf8))
            return false
        }
    }
}

/// A program that TRIPCTL_REQUIRE wants and that is not here.
struct RequiredProgramMissing: Error, CustomStringConvertible {
    let description: String
}
