import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// `up` cut short at any moment, and twice at once.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct UpInterruptionTests {
    /// When the signal comes.
    private enum Moment: String {
        case atTheBeginning = "at the beginning"
        case whileComposeStarts = "while compose starts"
        case whileWaiting = "while brokers are waited for"
    }

    @Test func `Ctrl-C and SIGTERM at three moments end up at once, and the next up goes on`() async throws {
        try await withDeployment { deployment in
            try await interrupt(deployment, .atTheBeginning, SIGINT)
            try await interrupt(deployment, .whileComposeStarts, SIGINT)
            _ = try await deployment.envelope(["up"])
            try await interrupt(deployment, .whileWaiting, SIGINT)
            _ = try await deployment.envelope(["up"])
            _ = try await deployment.envelope(["down", "--volumes", "--yes"])
            try await interrupt(deployment, .atTheBeginning, SIGTERM)
            try await interrupt(deployment, .whileComposeStarts, SIGTERM)
            _ = try await deployment.envelope(["down"])
            try await twoAtOnce(deployment)
            try await interrupt(deployment, .whileWaiting, SIGTERM)
            _ = try await deployment.envelope(["up"])
        }
    }

    private func interrupt(_ deployment: Deployment, _ moment: Moment, _ number: Int32) async throws {
        // A broker that is frozen, and that Docker does not know to be, is waited for as long as it takes.
        let frozen = moment == .whileWaiting ? try await Docker.inspect("kafka-3").state.pid : 0
        if frozen > 1 { kill(frozen, SIGSTOP) }
        defer { if frozen > 1 { kill(frozen, SIGCONT) } }
        let up = try deployment.start(["up"])
        switch moment {
        case .atTheBeginning:
            try await eventually("up has the lock", within: 60) { deployment.lockHolder == "\(up.pid) up" }
        case .whileComposeStarts:
            try await eventually("compose runs", within: 60) { !Self.compose(of: deployment).isEmpty }
        case .whileWaiting: try await up.line(containing: " waiting: ", within: 120)
        }
        #expect(up.ending == nil, "\(moment.rawValue): \(up.lines)")
        let began = ContinuousClock.now
        // Ctrl-C reaches all that run at a terminal, kill one process alone.
        up.signal(number, toGroup: number == SIGINT)
        let ending = try await up.ended(within: 60)
        let passed = ContinuousClock.now - began
        tell(figure: "signal \(number) \(moment.rawValue): over after \(rounded(passed / .seconds(1)))")
        #expect(ending == .exited(128 + number), "\(moment.rawValue): \(up.lines)")
        #expect(passed < .seconds(5), "\(moment.rawValue)")
        expectLastWords(up.errors, moment)
        #expect(deployment.stateFiles.isSubset(of: ["compose.yaml", "lock"]), "\(moment.rawValue)")
        if let data = FileManager.default.contents(atPath: "\(deployment.stateHome)/tripctl/compose.yaml") {
            let whole = try await deployment.run(["render"])
            #expect(data == Data(whole.output.utf8), "\(moment.rawValue)")
        }
        try await eventually("compose has ended, which was told to \(moment.rawValue)", within: 60) {
            Self.compose(of: deployment).isEmpty
        }
    }

    /// One line of where it was and what runs, and one of how to go on.
    private func expectLastWords(_ errors: String, _ moment: Moment) {
        #expect(errors.components(separatedBy: "tripctl: interrupted ").count == 2, "\(moment.rawValue): \(errors)")
        let hint = "hint: `tripctl status` shows it, `tripctl up` goes on from here\n"
        #expect(errors.contains(hint), "\(moment.rawValue): \(errors)")
        let step =
            switch moment {
            // By the time that the signal comes it may have gone on.
            case .atTheBeginning: "interrupted "
            case .whileComposeStarts: "interrupted on the way to "
            case .whileWaiting: "interrupted while it waited for the cluster to work: "
            }
        #expect(errors.contains(step), "\(moment.rawValue): \(errors)")
    }

    /// Processes that were given the deployment's compose file.
    private static func compose(of deployment: Deployment) -> [Int32] {
        let file = "\(deployment.stateHome)/tripctl/compose.yaml"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            return words.split(separator: 0).contains { $0.elementsEqual(file.utf8) } && isRunning(pid)
        }
    }

    private func twoAtOnce(_ deployment: Deployment) async throws {
        let first = try deployment.start(["up", "-o", "json"])
        try await eventually("the first has the lock", within: 60) { deployment.lockHolder == "\(first.pid) up" }
        let second = try deployment.start(["up", "-o", "json"])
        try await second.line(containing: "waiting for `tripctl up` (pid \(first.pid))", within: 60)
        #expect(try await first.ended(within: 240) == .exited(0), "\(first.lines)")
        #expect(try await second.ended(within: 240) == .exited(0), "\(second.lines)")
        #expect(try JSONTree(first.output)["data"]["outcome"] == "started", "\(first.output)")
        #expect(try JSONTree(second.output)["data"]["outcome"] == "unchanged", "\(second.output)")
        #expect(second.errors.contains("which is changing the cluster"))
    }
}
