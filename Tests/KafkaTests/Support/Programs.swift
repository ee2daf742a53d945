import Foundation
import TripTestSupport

/// Programs of the machine's that are Kafka's clients, or make one.
struct Programs {
    /// Runs a program of the machine's, found in PATH, which may want to know of a proxy or of pip's settings.
    func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> Outcome {
        let kept = ProcessInfo.processInfo.environment.filter {
            $0.key.hasPrefix("PIP_") || $0.key.uppercased().hasSuffix("_PROXY")
        }
        return try await Binary(path: "/usr/bin/env").run(
            [program] + arguments, environment: kept.mapValues { $0 }, input: input, deadline: 120)
    }

    /// A Python with confluent-kafka in it; nil, out loud, when none can be made here.
    func makePython(in folder: Folder) async throws -> String? {
        let home = "\(folder.path)/python"
        let made = try await run("python3", ["-m", "venv", home])
        guard made.status == 0 else {
            try Tier.python.skip(because: "no environment can be made: \(made.output)\(made.errors)")
            return nil
        }
        let got = try await run("\(home)/bin/pip", ["install", "--quiet", "--prefer-binary", "confluent-kafka"])
        guard got.status == 0 else {
            try Tier.python.skip(because: "confluent-kafka cannot be installed: \(got.errors)")
            return nil
        }
        return "\(home)/bin/python"
    }
}
