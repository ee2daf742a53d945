import Foundation
import Testing
import TripTestSupport

/// The built tripctl, asked about one cluster.
struct Tripctl: Sendable {
    /// Where it starts.
    let bootstrap: String

    /// tripctl for `cluster`.
    init(_ cluster: KafkaCluster) {
        bootstrap = cluster.bootstrap
    }

    /// tripctl that starts from these addresses.
    init(bootstrap: String) {
        self.bootstrap = bootstrap
    }

    /// Runs a command for its text.
    func run(_ arguments: [String], input: String? = nil, deadline: Double = 60) async throws -> Outcome {
        try await Binary.tripctl.run(placed(arguments), input: input, deadline: deadline)
    }

    /// Runs a command at a terminal.
    func run(at terminal: Binary.Terminal, _ arguments: [String]) async throws -> Outcome {
        try await Binary.tripctl.run(at: terminal, placed(arguments), deadline: 60)
    }

    /// Runs a command for its envelope, which has to be one, to agree with the exit status, and to hold no number
    /// below zero.
    func json(
        _ arguments: [String], deadline: Double = 60, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        let outcome = try await Binary.tripctl.run(placed(arguments, ["-o", "json"]), deadline: deadline)
        guard let envelope = try? JSONTree(outcome.output) else {
            Issue.record(
                "no JSON from \(arguments): \(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
            throw NoEnvelope(output: outcome.output, errors: outcome.errors)
        }
        let reply = Reply(outcome: outcome, envelope: envelope)
        #expect(
            envelope.keys == [
                "schema", "command", "version", "time", "cluster", "verdict", "complete", "findings", "error", "data",
            ], sourceLocation: sourceLocation)
        #expect(envelope["schema"] == 1, sourceLocation: sourceLocation)
        let verdicts = [0: "OK", 1: "WARN", 2: "CRIT", 3: "UNKNOWN"]
        let status = outcome.status.map(Int.init) ?? -1
        #expect(envelope["verdict"].text == verdicts[status], "status \(status)", sourceLocation: sourceLocation)
        #expect(!envelope.numbers.contains { $0 < 0 }, "\(envelope)", sourceLocation: sourceLocation)
        return reply
    }

    private func placed(_ arguments: [String], _ more: [String] = []) -> [String] {
        // What follows `--` is no option: the address stands before it.
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments[..<end] + ["-b", bootstrap] + more + arguments[end...]
    }
}

/// What should have been an envelope.
struct NoEnvelope: Error {
    let output: String
    let errors: String
}

/// An envelope, and the run that it came from.
struct Reply: Sendable {
    let outcome: Outcome
    let envelope: JSONTree

    var data: JSONTree { envelope["data"] }
    var status: Int32? { outcome.status }
    var errors: String { outcome.errors }
    /// The codes of the findings, in order.
    var codes: [String] { envelope["findings"].elements.compactMap { $0["code"].text } }
    /// The sentences of the findings.
    var texts: [String] { envelope["findings"].elements.compactMap { $0["text"].text } }
    /// The next steps of the findings.
    var hints: [String] { envelope["findings"].elements.compactMap { $0["hint"].text } }

    /// A group of `lag`'s.
    func group(_ name: String) -> JSONTree {
        data["groups"].elements.first { $0["group"] == .string(name) } ?? .absent
    }

    /// A group of `lag`'s in a line: every number that it has as a whole.
    func total(_ name: String) -> String {
        let group = group(name)
        return "\(group["state"].text ?? "?") lag=\(group["lag"]) lost=\(group["lost"]) complete=\(group["complete"])"
    }

    /// The rows of a group of `lag`'s, each in a line with every number that it has.
    func rows(_ name: String) -> [String] {
        group(name)["partitions"].elements.map { row in
            "\(row["topic"].text ?? "?"):\(row["partition"]) \(row["committed"]) in \(row["start"])..\(row["end"])"
                + " lag=\(row["lag"]) lost=\(row["lost"])" + (row["note"].text.map { " \($0)" } ?? "")
        }
    }
}
