import Foundation

/// A Python with confluent-kafka in it: the client that most of Kafka's users in Python have.
public enum PythonPeer {
    /// Makes one in a folder and returns the path of its program; nil, out loud, when none can be made here.
    ///
    /// - Throws: when TRIPCTL_REQUIRE names the tier.
    public static func make(in folder: String) async throws -> String? {
        let made = try await run("python3", ["-m", "venv", folder])
        guard made.status == 0 else {
            try Tier.python.skip(because: "no environment can be made: \(made.output)\(made.errors)")
            return nil
        }
        let got = try await run("\(folder)/bin/pip", ["install", "--quiet", "--prefer-binary", "confluent-kafka"])
        guard got.status == 0 else {
            try Tier.python.skip(because: "confluent-kafka cannot be installed: \(got.errors)")
            return nil
        }
        return "\(folder)/bin/python"
    }

    /// Runs a program of the machine's, found in PATH, which may want to know of a proxy or of pip's settings.
    public static func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> Outcome {
        let kept = ProcessInfo.processInfo.environment.filter {
            $0.key.hasPrefix("PIP_") || $0.key.uppercased().hasSuffix("_PROXY")
        }
        return try await Binary(path: "/usr/bin/env").run(
            [program] + arguments, environment: kept.mapValues { $0 }, input: input, deadline: 120)
    }
}
