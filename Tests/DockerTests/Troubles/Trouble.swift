import Foundation
import Testing
import TripTestSupport

/// One thing that has been broken, from this moment on: what `status` and `up` say of it, and how soon.
///
/// What is wrong is recorded and the next trouble goes on: a cluster that is up serves many. States are in motion, so
/// `status` is asked until it has said what it has to.
struct Trouble: Sendable {
    /// What is broken, for people.
    let what: String
    let deployment: Deployment
    private let since = ContinuousClock.now

    init(_ what: String, _ deployment: Deployment) {
        self.what = what
        self.deployment = deployment
    }

    /// Waits until `status` says `code`, of `container` where one is given, and ends with `exit`.
    ///
    /// - Parameter exit: nil for any but 0, where what Kafka says of it at the same time changes.
    /// - Parameter texts: what the finding says beside.
    @discardableResult
    func status(
        says code: String, of container: String? = nil, exit: Int32?, texts: [String] = [],
        within seconds: Double = 120,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> Answer? {
        var last: Answer?
        do {
            try await eventually("`status` says \(code) of \(container ?? "the cluster")", within: seconds) {
                let answer = try await deployment.answer(["status"])
                last = answer
                if exit == nil ? answer.status != 0 : answer.status == exit, answer.says(code, of: container, texts) {
                    return true
                }
                try await Task.sleep(for: .milliseconds(200))
                return false
            }
            tell("status", code, last?.status)
            return last
        } catch {
            Issue.record(
                "\(what): \(error); it ends with \(exit.map { "\($0)" } ?? "not 0") and \(texts); last: \(last?.words ?? "nothing")",
                sourceLocation: sourceLocation)
            return nil
        }
    }

    /// Runs `up`, which does not get through, says `code` and ends before its time.
    @discardableResult
    func up(
        _ options: [String] = [], says code: String, of container: String? = nil, exit: Int32, texts: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let answer = try await deployment.answer(["up", "--timeout", "120s"] + options)
        let hitsDeadline = answer.findings.contains { $0.code == "TC432" }
        #expect(
            answer.status == exit && answer.says(code, of: container, texts) && !hitsDeadline,
            "\(what): `up` says \(code) \(texts), and ends with \(exit) before its time; it did: \(answer.words)",
            sourceLocation: sourceLocation)
        tell("up", code, answer.status, answer.seconds)
        return answer
    }

    /// Runs `up`, after which the cluster works and `status` ends with `after`.
    func heals(
        _ options: [String] = [], after: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await deployment.answer(["up", "--timeout", "120s"] + options)
        #expect(answer.status == 0, "\(what): `up` heals it; it did: \(answer.words)", sourceLocation: sourceLocation)
        tell("up", "heals", answer.status, answer.seconds)
        var last: Answer?
        do {
            try await eventually("`status` ends with \(after) after `up`", within: 60) {
                let answer = try await deployment.answer(["status"])
                last = answer
                if answer.status == after { return true }
                try await Task.sleep(for: .milliseconds(200))
                return false
            }
        } catch {
            Issue.record("\(what): \(error): \(last?.words ?? "nothing")", sourceLocation: sourceLocation)
        }
    }

    private func tell(_ command: String, _ said: String, _ status: Int32?, _ took: Double? = nil) {
        let passed = since.duration(to: .now) / .seconds(1)
        var line = "troubles:  \(what.padding(toLength: max(52, what.count), withPad: " ", startingAt: 0))"
        line +=
            command.padding(toLength: 8, withPad: " ", startingAt: 0)
            + said.padding(
                toLength: 7, withPad: " ", startingAt: 0)
        line += "exit \(status.map { "\($0)" } ?? "?")  "
        line += took.map { String(format: "took %.1f s", $0) } ?? String(format: "after %.1f s", passed)
        say(line)
    }
}

/// Prints a line at once: a run that hangs shows how far it came.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// What a command of tripctl's says, as JSON.
struct Answer: Sendable {
    /// One finding.
    struct Finding: Decodable, Sendable {
        let code: String
        let severity: String
        let subject: Subject
        let text: String
        let hint: String?
    }

    /// What a finding is about.
    struct Subject: Decodable, Sendable { let container: String? }

    private struct Envelope: Decodable {
        let findings: [Finding]
        let error: Failure?
    }

    private struct Failure: Decodable {
        let doing: String
        let reason: String
    }

    let status: Int32?
    let seconds: Double
    let findings: [Finding]
    /// All that it says, for a failed expectation.
    let words: String

    init(_ outcome: Outcome) {
        status = outcome.status
        seconds = outcome.seconds
        let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(outcome.outputBytes))
        findings = envelope?.findings ?? []
        var words = "\(outcome.ending), \(findings.map { "\($0.code) \($0.severity) \($0.text)" })"
        if let error = envelope?.error { words += ", cannot \(error.doing): \(error.reason)" }
        if envelope == nil { words += outcome.output }
        self.words = words + " " + outcome.errors
    }

    /// Whether it has this finding, which holds these texts in its sentence or its hint.
    func says(_ code: String, of container: String? = nil, _ texts: [String] = []) -> Bool {
        findings.contains { finding in
            finding.code == code && (container == nil || finding.subject.container == container)
                && texts.allSatisfy { "\(finding.text) \(finding.hint ?? "")".contains($0) }
        }
    }
}

extension Deployment {
    /// Runs a command of tripctl's for its JSON.
    func answer(_ arguments: [String]) async throws -> Answer {
        Answer(try await run(arguments + ["-o", "json"], deadline: 200))
    }

    /// Starts the cluster, which has to work.
    func up(_ options: [String] = []) async throws {
        let answer = try await answer(["up", "--timeout", "180s"] + options)
        try #require(answer.status == 0, "`up` starts the cluster; it did: \(answer.words)")
        say(String(format: "troubles:  `up` took %.1f s", answer.seconds))
    }

    /// Stops the cluster, and keeps its records.
    func down() async throws {
        let answer = try await answer(["down"])
        try #require(answer.status == 0, "`down` stops the cluster; it did: \(answer.words)")
    }
}
