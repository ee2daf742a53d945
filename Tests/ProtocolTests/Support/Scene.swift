import Foundation
import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// A simulated cluster of three brokers, and the built tripctl to ask it.
///
/// Topic `tripclick-logs` is as `topic create` makes it, 100 records in each partition. Group `clicks` has committed 90
/// everywhere, and a member that reads all of it.
struct Scene: Sendable {
    static let topic = "tripclick-logs"
    static let group = "clicks"

    let simulator: Simulator

    init(_ change: (_ cluster: inout SimulatedCluster, _ faults: inout Faults) -> Void = { _, _ in }) throws {
        var cluster = SimulatedCluster()
        cluster.now = Int64(Date().timeIntervalSince1970 * 1000)
        cluster.makeOffsetsTopic(partitions: 6)
        cluster.addTopic(
            Self.topic, replicas: [[1, 2], [2, 3], [3, 1]], settings: ["retention.ms": "604800000"])
        for partition in Int32(0)..<3 {
            cluster.append(100, to: Self.topic, partition)
            cluster.commit(90, of: Self.group, to: Self.topic, partition)
        }
        cluster.place(
            [PlacedMember(clientID: "reader", partitions: (0..<3).map { TopicPartition(Self.topic, $0) })],
            in: Self.group)
        var faults = Faults()
        change(&cluster, &faults)
        simulator = try Simulator.start(cluster, faults: faults)
    }

    /// Every broker, those that are down too.
    var bootstrap: String {
        simulator.read { cluster in
            cluster.brokers.sorted { $0.key < $1.key }.map { "127.0.0.1:\($0.value.port)" }.joined(separator: ",")
        }
    }

    /// Runs a command for its envelope.
    func json(
        _ arguments: String..., timeout: Double = 15, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try await json(arguments, timeout: timeout, sourceLocation: sourceLocation)
    }

    /// Runs a command for its envelope.
    ///
    /// Whatever went wrong: it ends by itself, in its time, with one envelope whose verdict is its exit status, and
    /// what it says is for people.
    func json(
        _ arguments: [String], timeout: Double = 15, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try reply(
            to: try await run(arguments, timeout: timeout), timeout: timeout, sourceLocation: sourceLocation)
    }

    /// The same for a question whose answers are cut off or nonsense; `nil` where librdkafka crashed on one, as it is
    /// known to, now and then, and tripctl said so and ended with status 3.
    func jsonUnlessCrashed(
        _ arguments: [String], timeout: Double = 15, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply? {
        let outcome = try await run(arguments, timeout: timeout)
        guard outcome.errors.contains(Trial.crashed) else {
            return try reply(to: outcome, timeout: timeout, sourceLocation: sourceLocation)
        }
        #expect(outcome.status == 3, "\(outcome.ending)", sourceLocation: sourceLocation)
        return nil
    }

    private func run(_ arguments: [String], timeout: Double) async throws -> Outcome {
        let time = ["--timeout", "\(Int(timeout * 1000))ms"]
        return try await Binary.tripctl.run(
            arguments + ["-b", bootstrap, "-o", "json"] + time, deadline: timeout + 30)
    }

    private func reply(to outcome: Outcome, timeout: Double, sourceLocation: SourceLocation) throws -> Reply {
        let reply = try Reply(outcome, sourceLocation: sourceLocation)
        Manners.hold(reply, timeout: timeout, sourceLocation: sourceLocation)
        return reply
    }
}

/// An envelope, and the run that it came from.
struct Reply: Sendable {
    let outcome: Outcome
    let envelope: JSONTree

    init(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) throws {
        self.outcome = outcome
        let tree = try? JSONTree(outcome.output)
        envelope = try #require(
            tree, "\(outcome.ending): \(outcome.output) \(outcome.errors)", sourceLocation: sourceLocation)
    }

    var data: JSONTree { envelope["data"] }
    var error: JSONTree { envelope["error"] }
    var status: Int32? { outcome.status }
    /// The codes of the findings, in order.
    var codes: [String] { envelope["findings"].elements.compactMap { $0["code"].text } }
    /// The sentences of the findings.
    var texts: [String] { envelope["findings"].elements.compactMap { $0["text"].text } }
    /// All that the findings and the error say.
    var said: String { (texts + [error["reason"].text ?? "", outcome.errors]).joined(separator: "\n") }
    /// The reason of each address of the error.
    var addressReasons: Set<String> { Set(error["addresses"].elements.compactMap { $0["reason"].text }) }
}

/// What holds for every run.
enum Manners {
    /// What a busy machine may add to a time, in seconds.
    static let slack = 6.0

    static func hold(_ reply: Reply, timeout: Double, sourceLocation: SourceLocation) {
        let outcome = reply.outcome
        #expect(!outcome.hitDeadline, sourceLocation: sourceLocation)
        #expect(
            outcome.seconds <= timeout + 0.3 + slack, "\(outcome.seconds) s of \(timeout) s",
            sourceLocation: sourceLocation)
        let verdicts = ["OK": 0, "WARN": 1, "CRIT": 2, "UNKNOWN": 3]
        let verdict = reply.envelope["verdict"].text ?? "none"
        #expect(reply.status == verdicts[verdict].map(Int32.init), "\(outcome.ending)", sourceLocation: sourceLocation)
        for text in [outcome.output, outcome.errors] {
            if let jargon = jargon(in: text) {
                Issue.record("\(jargon) in \(text)", sourceLocation: sourceLocation)
            }
        }
        if reply.error == .null { return }
        #expect(outcome.errors.hasPrefix("tripctl: cannot "), "\(outcome.errors)", sourceLocation: sourceLocation)
    }

    /// librdkafka's own way of speaking, which says nothing to people.
    static func jargon(in text: String) -> String? {
        ["Local: ", "response failure", "parse failure", "rd_kafka", "/bootstrap"].first { text.contains($0) }
    }
}
