import Testing
import TripCore

@testable import TripCommands

/// A command line, the cluster that it meets, and the verdict that it must come to.
struct Case: Sendable, CustomTestStringConvertible {
    /// `command/what`, which is also where its golden files are.
    var name: String
    /// The command line, without the options of output.
    var arguments: [String]
    /// What it must end with.
    var verdict: Verdict
    /// The cluster; `nil` when nothing may be asked.
    var parts: FakeCluster.Parts?
    /// The engine and the machine; by default nothing may be asked of them.
    var machine = FakeMachine()
    /// Makes the machine of each run, for commands that change it.
    var makeMachine: (@Sendable () -> FakeMachine)?
    /// Whether there is time to wait for something.
    var hasTime = false
    /// What a person types when asked.
    var answer: String?
    /// Whether at a terminal it asks before it acts, and in a pipe refuses.
    var isInteractive = false

    init(
        _ name: String, _ arguments: String, _ verdict: Verdict, _ parts: FakeCluster.Parts? = nil,
        answer: String? = nil, isInteractive: Bool = false
    ) {
        self.name = name
        self.arguments = arguments.split(separator: " ").map { String($0) }
        self.verdict = verdict
        self.parts = parts
        self.answer = answer
        self.isInteractive = isInteractive
    }

    var testDescription: String { name }

    /// Runs it with more options.
    func run(_ more: [String] = [], at terminal: Context.Terminal = .pipe, _ environment: [String: String] = [:]) -> Run
    {
        runTripctl(
            arguments + more, on: parts.map { FakeCluster($0) },
            Outside(
                terminal: terminal, environment: environment, machine: makeMachine?() ?? machine, answer: answer,
                hasTime: hasTime))
    }

    /// The cases of commands that have the forms of CI and monitors.
    static let judging = all.filter {
        ["brokers", "health", "isr", "lag", "status", "wait"].contains($0.arguments[0])
    }

    /// What each case gives as JSON, run once for all tests that read through them.
    static let envelopes: [Run] = all.map { $0.run(["-o", "json"]) }

    static let all =
        render + status + brokers + isr + topics + topicChanges + groups + lag + lagTrouble + health + wait + clients
        + up + upTrouble + down + restart
}
