import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Ctrl-C and a polite kill, at whatever moment.
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(5)))
struct InterruptionTests {
    /// From the signal to the end, in seconds: what is promised, and what a machine that runs other things may add.
    private static let promise = 0.1
    private static let slack = 0.4

    private static let topic = "interrupted"

    private func commands() async throws -> [(arguments: [String], within: Double)] {
        let cluster = try await KafkaCluster.shared
        let bootstrap = ["-b", cluster.bootstrap]
        return [
            (["lag", "interrupted-group"] + bootstrap, 0.06), (["brokers"] + bootstrap, 0.06),
            (["topic", "create", Self.topic] + bootstrap, 0.08),
            (["isr", "--watch", "0.2s"] + bootstrap, 0.8),
        ]
    }

    @Test func `SIGINT at 300 moments ends every command at once`() async throws {
        let client = TestClient(try await KafkaCluster.shared)
        try await client.createTopic(
            Self.topic, assignment: [[1, 2], [2, 3], [3, 1]], configs: ["retention.ms": "604800000"])
        try await client.commit([.init(Self.topic, 0, 0)], for: "interrupted-group")
        let silent = try ListenerDouble(.silent)
        var lines = try await commands()
        lines.append((["brokers", "-b", silent.address, "--timeout", "20s"], 0.5))
        var endings: [String: Int] = [:]
        var slowest = 0.0
        for (arguments, within) in lines {
            let whole = within < 0.1 ? try await Binary.tripctl.run(arguments) : nil
            if let whole { #expect(whole.status == 0, "\(arguments): \(whole.errors)") }
            for _ in 0..<60 {
                let moment = Double.random(in: 0...within)
                let outcome = try await Binary.tripctl.run(
                    arguments, signal: .init(SIGINT, after: moment), deadline: 15)
                let what = "\(arguments[0]) after \(moment) s: \(outcome.ending)"
                #expect(!outcome.hitDeadline, "\(what)")
                switch outcome.ending {
                case .exited(130), .signalled(SIGINT): break
                // It was over before the signal came.
                case .exited(0) where whole != nil: break
                default: Issue.record("\(what): \(outcome.errors)")
                }
                endings["\(outcome.ending)", default: 0] += 1
                // The report goes out in one piece or not at all.
                #expect(outcome.output.isEmpty || outcome.output.hasSuffix("\n"), "\(what): \(outcome.output)")
                if let seconds = outcome.secondsAfterSignal { slowest = max(slowest, seconds) }
            }
        }
        print("300 interrupts: \(endings), the slowest end \(Int(slowest * 1_000)) ms after its signal")
        #expect(slowest < Self.promise + Self.slack)
        #expect(endings["exited with status 130", default: 0] >= 100, "\(endings)")
    }

    @Test func `SIGTERM is 143, in a pipe and on a terminal`() async throws {
        let silent = try ListenerDouble(.silent)
        let arguments = ["brokers", "-b", silent.address, "--timeout", "20s"]
        let piped = try await Binary.tripctl.run(arguments, signal: .init(SIGTERM, after: 0.3))
        #expect(piped.status == 143)
        #expect(piped.output.isEmpty && piped.errors.isEmpty)
        let shown = try await Binary.tripctl.run(at: .init(), arguments, signal: .init(SIGTERM, after: 0.3))
        #expect(shown.status == 143)
        for outcome in [piped, shown] {
            #expect(try #require(outcome.secondsAfterSignal) < Self.promise + Self.slack)
        }
    }

    @Test func `Ctrl-C at a question leaves everything as it was`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic("interrupted-question")
        let outcome = try await Binary.tripctl.run(
            at: .init(typing: [(prompt: "[y/N] ", keys: "\u{3}")]),
            ["topic", "delete", "interrupted-question", "-b", cluster.bootstrap])
        #expect(outcome.status == 130)
        #expect(try await client.topics()["interrupted-question"] != nil)
    }
}
