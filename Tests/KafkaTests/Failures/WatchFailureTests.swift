import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// `--watch` over a cluster that breaks and heals: it goes on, each line is whole, and it holds on to no more than at
/// the start.
@Suite(.requires(.kafka), .slow, .serialized, .timeLimit(.minutes(5)))
struct WatchFailureTests {
    @Test(arguments: [true, false])
    func `a broker fails and comes back`(_ isFrozen: Bool) async throws {
        let scene = try await FailureScene(whereVictimIsController: false)
        let (cluster, victim) = (scene.cluster, scene.victim)
        let watches = try [["brokers"], ["isr"], ["lag", scene.riders], ["lag"]].map { command in
            try Watch(command + ["--watch", "500ms", "--timeout", "2s", "-o", "json", "-b", scene.tripctl.bootstrap])
        }
        try await each(watches, "is well") { $0.last?["verdict"] == "OK" && $0.count >= 3 }
        let before = watches.map(\.holdings)

        if isFrozen { try await cluster.freeze(victim) } else { try await cluster.kill(victim) }
        try await each(watches, "notices") { $0.last?["verdict"] != "OK" }
        let lines = watches.map { $0.lines().count }
        // The other brokers are there all the while: no round is without an answer.
        let names = ["brokers", "isr"]
        for (watch, name) in zip(watches, names) {
            try await eventually("\(name) goes on") { watch.lines().count > 6 }
            let errors = watch.lines().map { $0["error"] }.filter { $0 != .null }
            #expect(errors == [], "\(name)")
        }
        try await eventually("Kafka has noticed", within: 40) {
            watches[0].lines().last?["data"]["brokers"].elements.contains { $0["listed"] == false } ?? false
        }
        try await each(watches.suffix(2), "knows the lag again") { lines in
            lines.last?["data"]["groups"].elements.first { $0["group"] == .string(scene.riders) }?["lag"] == 18
        }

        if isFrozen { try await cluster.thaw(victim) } else { try await cluster.start(victim) }
        try await each(watches, "is well again", within: 60) { $0.suffix(3).allSatisfy { $0["verdict"] == "OK" } }
        for (watch, (count, held)) in zip(watches, zip(lines, before)) {
            #expect(watch.lines().count > count)
            let now = watch.holdings
            #expect(now.threads <= held.threads + 2 && now.descriptors <= held.descriptors + 2, "\(held) \(now)")
            #expect(watch.broken == [])
            let ending = try await watch.interrupt()
            #expect(ending == .exited(130))
        }
        try await cluster.quit()
    }

    private func each(
        _ watches: some Sequence<Watch>, _ what: String, within seconds: Double = 40,
        _ isSo: @escaping ([JSONTree]) -> Bool
    ) async throws {
        for watch in watches {
            try await eventually("\(watch.command) \(what)", within: seconds) { isSo(watch.lines()) }
        }
    }
}

/// A running `tripctl … --watch`, whose lines come to a file.
private final class Watch: Sendable {
    let command: String
    private let pid: Int32
    private let file: URL

    init(_ arguments: [String]) throws {
        command = arguments.prefix(2).joined(separator: " ")
        file = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-watch-\(UUID())")
        let output = open(file.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer {
            close(output)
            close(nothing)
        }
        var spawn = Spawn(Binary.tripctl.path, arguments, environment: ProcessInfo.processInfo.environment)
        spawn.descriptors = [1: output, 2: nothing]
        spawn.standing = .ownGroup
        pid = try spawn.start()
    }

    deinit {
        kill(pid, SIGKILL)
        try? FileManager.default.removeItem(at: file)
    }

    private var texts: [Substring] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        // The last may be half written.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    /// The rounds so far.
    func lines() -> [JSONTree] { texts.compactMap { try? JSONTree(String($0)) } }

    /// The lines that are no envelope.
    var broken: [String] {
        texts.map(String.init).filter { (try? JSONTree($0))?["schema"] != 1 }
    }

    /// How many threads and open files it has.
    var holdings: (threads: Int, descriptors: Int) {
        func count(_ folder: String) -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/\(folder)").count) ?? 0
        }
        return (count("task"), count("fd"))
    }

    func interrupt() async throws -> Ending {
        let pid = pid
        return try await onOwnThread {
            kill(pid, SIGINT)
            var status: Int32 = 0
            guard waitpid(pid, &status, 0) == pid else { throw SystemError("cannot wait for process \(pid)") }
            return Ending(waitStatus: status)
        }
    }
}
