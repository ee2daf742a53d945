import Foundation
import Synchronization
public import Testing

/// What some tests need from the machine, beyond the toolchain and librdkafka.
public enum Tier: String, Sendable {
    /// A Kafka distribution in KAFKA_HOME, and Java.
    case kafka
    /// A Docker Engine that can be reached and has the stand-in images, and Compose.
    case docker
    /// Compose's first version, the program docker-compose 1.x, beside all that `docker` needs.
    case composeV1 = "compose-v1"
    /// bash, zsh and fish, for the completion scripts, and tmux, for what a terminal shows.
    case shells
    /// A Java compiler, for the client settings written in Java.
    case javac
    /// Python 3, for the client settings written in Python.
    case python

    /// What is missing on this machine, in words; nil when the tier can run. Looked for once a process.
    public var missing: String? {
        Tier.known.withLock { known in
            if let answer = known[self] { return answer }
            let answer = lookForWhatIsMissing()
            known[self] = .some(answer)
            return answer
        }
    }

    private func lookForWhatIsMissing() -> String? {
        let environment = ProcessInfo.processInfo.environment
        switch self {
        case .kafka:
            guard let home = environment["KAFKA_HOME"], !home.isEmpty else { return "KAFKA_HOME is not set" }
            let start = "\(home)/bin/kafka-server-start"
            guard Self.isProgram(start) || Self.isProgram(start + ".sh") else {
                return "no Kafka in KAFKA_HOME=\(home)"
            }
            let javaHome = environment["JAVA_HOME"].map { ["\($0)/bin"] } ?? []
            return Self.find("java", first: javaHome) == nil ? "no java in JAVA_HOME or PATH" : nil
        case .docker: return DockerNeeds.missing
        case .composeV1: return DockerNeeds.missing ?? DockerNeeds.missingComposeV1
        case .shells:
            let absent = ["bash", "zsh", "fish", "tmux"].filter { Self.find($0) == nil }
            return absent.isEmpty ? nil : "no \(absent.joined(separator: ", ")) in PATH"
        case .javac:
            let javaHome = environment["JAVA_HOME"].map { ["\($0)/bin"] } ?? []
            return Self.find("javac", first: javaHome) == nil ? "no javac in JAVA_HOME or PATH" : nil
        case .python: return Self.find("python3") == nil ? "no python3 in PATH" : nil
        }
    }

    /// Whether TRIPCTL_REQUIRE, a list with commas, names this tier: then it must not be skipped.
    public var isRequired: Bool {
        let required = ProcessInfo.processInfo.environment["TRIPCTL_REQUIRE"] ?? ""
        return required.split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces) == rawValue }
    }

    /// Says on standard error, once, that the tier's tests are skipped and why; throws when the tier is required.
    public func skip(because missing: String) throws {
        if isRequired {
            throw RequiredTierMissing(
                description: "TRIPCTL_REQUIRE names \(rawValue), which cannot run here: \(missing)")
        }
        if Tier.told.withLock({ $0.insert(self).inserted }) {
            let line = "SKIPPED: every test of the tier \(rawValue), because \(missing)\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
    }

    static func find(_ program: String, first: [String] = []) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return (first + path.split(separator: ":").map(String.init)).map { "\($0)/\(program)" }.first(where: isProgram)
    }

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    /// What has been looked for.
    private static let known = Mutex<[Tier: String?]>([:])

    /// Tiers whose absence standard error has been told of.
    private static let told = Mutex<Set<Tier>>([])
}

/// A tier that TRIPCTL_REQUIRE names and that cannot run here.
public struct RequiredTierMissing: Error, CustomStringConvertible {
    /// Which tier, and what is missing.
    public let description: String
}

extension Trait where Self == ConditionTrait {
    /// Skips the test or suite out loud when `tier` cannot run here; fails it when TRIPCTL_REQUIRE names the tier.
    public static func requires(_ tier: Tier, sourceLocation: SourceLocation = #_sourceLocation) -> Self {
        // Only when such a test is about to run: looking for an engine takes a while.
        let comment = Comment(rawValue: "tier \(tier.rawValue) cannot run here; standard error says why")
        return .enabled(comment, sourceLocation: sourceLocation) {
            guard let missing = tier.missing else { return true }
            try tier.skip(because: missing)
            return false
        }
    }
}
