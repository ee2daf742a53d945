import Foundation
import Synchronization
import TripCore
import TripSimulator
import TripTestSupport

/// One command over a cluster whose answers to one sort of request are spoiled.
struct Trial: Sendable, CustomStringConvertible {
    var command: Command
    var api: API
    var mutation: Mutation
    var seed: UInt64

    /// What is run, and the requests that it makes.
    enum Command: String, CaseIterable, Sendable {
        case brokers, isr, groups, lag, lagAll, lagGroup, list, describe, create, delete, health, login

        var arguments: [String] {
            switch self {
            case .brokers, .isr, .groups, .lag, .health: [rawValue]
            case .lagAll: ["lag", "--all"]
            case .lagGroup: ["lag", Scene.group, "--members", "--time"]
            case .list: ["topic", "list"]
            case .describe: ["topic", "describe", Scene.topic]
            case .create: ["topic", "create", "orders"]
            case .delete: ["topic", "delete", Scene.topic, "--yes"]
            case .login:
                ["brokers"]
                    + [
                        "security.protocol=sasl_plaintext", "sasl.mechanism=PLAIN", "sasl.username=ann",
                        "sasl.password=pw",
                    ]
                    .flatMap { ["-X", $0] }
            }
        }

        var apis: [API] {
            switch self {
            case .brokers, .list: [.apiVersions, .metadata]
            case .isr, .health: [.metadata, .describeConfigs]
            case .groups: [.metadata, .listGroups, .describeGroups]
            case .lag, .lagAll: [.metadata, .listGroups, .describeGroups, .offsetFetch, .listOffsets]
            case .lagGroup: [.describeGroups, .offsetFetch, .listOffsets, .fetch, .findCoordinator]
            case .describe: [.metadata, .describeConfigs]
            case .create: [.metadata, .createTopics, .describeConfigs]
            case .delete: [.deleteTopics, .metadata]
            case .login: [.apiVersions, .saslHandshake, .saslAuthenticate]
            }
        }
    }

    /// A trial that a number decides.
    init(number: UInt64) {
        var random = SplitMix(state: number)
        command = Command.allCases[random.next(below: Command.allCases.count)]
        api = command.apis[random.next(below: command.apis.count)]
        mutation = Mutation.allCases[random.next(below: Mutation.allCases.count)]
        seed = random.next() >> 32
    }

    /// A line as ``description`` writes it; `nil` when it is none.
    init?(line: Substring) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 4, let command = Command(rawValue: words[0]),
            let api = API.allCases.first(where: { "\($0)" == words[1] }), let mutation = Mutation(rawValue: words[2]),
            let seed = UInt64(words[3])
        else { return nil }
        self.command = command
        self.api = api
        self.mutation = mutation
        self.seed = seed
    }

    var description: String { "\(command.rawValue) \(api) \(mutation.rawValue) \(seed)" }

    /// Seconds that each command is given.
    static let timeout = 0.7

    /// Runs the command; what is wrong with how it ended, `nil` when nothing is.
    func run() async throws -> String? {
        let (api, mutation, seed) = (api, mutation, seed)
        // Of some, only one of the first answers is spoiled: what was known before is not believed blindly then.
        let only = seed % 3 == 0 ? Int(seed / 3 % 3) : nil
        let count = Mutex(0)
        let scene = try Scene { cluster, faults in
            if command == .login { cluster.users = ["ann": "pw"] }
            faults.rewrite = { of, frame in
                guard of == api else { return frame }
                let number = count.withLock { count in
                    defer { count += 1 }
                    return count
                }
                return only ?? number == number ? mutation.apply(to: frame, seed: seed) : frame
            }
        }
        defer { scene.simulator.stop() }
        let time = "\(Int(Self.timeout * 1000))ms"
        let outcome = try await Binary.tripctl.run(
            command.arguments + ["-b", scene.bootstrap, "-o", "json", "--timeout", time], deadline: 15)
        return problem(of: outcome)
    }

    /// What is said in place of a crash.
    static let crashed = "tripctl: cannot go on: the Kafka client library crashed"

    /// Whether librdkafka 2.0.2 is known to crash on spoiled answers of this sort: where it reads a text that the
    /// protocol lets be absent, and a count that the answer makes up, it takes both for granted, and it asserts that
    /// records end where they say. Nothing outside it can prevent that.
    private var hasKnownCrash: Bool {
        [.metadata, .listGroups, .describeGroups, .describeConfigs, .fetch].contains(api)
    }

    private func problem(of outcome: Outcome) -> String? {
        if outcome.hitDeadline { return "it hangs" }
        guard let status = outcome.status else { return "it \(outcome.ending)" }
        guard (0...3).contains(status) else { return "status \(status): \(outcome.errors)" }
        if outcome.errors.contains(Self.crashed) { return hasKnownCrash ? nil : "it crashed" }
        if outcome.seconds > Self.timeout + 0.3 + Manners.slack { return "it took \(outcome.seconds) s" }
        if outcome.peakResidentBytes > 256 << 20 { return "it took \(outcome.peakResidentBytes >> 20) MB" }
        guard let envelope = try? JSONTree(outcome.output) else { return "no envelope: \(outcome.output)" }
        if let jargon = Manners.jargon(in: outcome.output + outcome.errors) {
            return "\(jargon) in \(outcome.output) \(outcome.errors)"
        }
        let isMute = envelope["error"] == .null && envelope["findings"].elements.isEmpty
        if status != 0, isMute, outcome.errors.isEmpty { return "no sentence: \(outcome.output)" }
        let allowed: Set<UInt8> = [10]
        if (outcome.errorBytes + outcome.outputBytes).contains(where: {
            ($0 < 32 && !allowed.contains($0)) || $0 == 127
        }) {
            return "control characters: \(outcome.output) \(outcome.errors)"
        }
        return nil
    }
}
