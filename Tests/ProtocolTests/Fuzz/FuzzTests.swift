import Foundation
import TestProcesses
import Testing

/// Spoiled answers to the real client: whatever comes, the program ends by itself, in its time, with a sentence.
///
/// Trials are decided by numbers, from TRIPCTL_FUZZ_SEED on (1). Those that have found something stand in
/// `Corpus/found.txt` and come first. TRIPCTL_FUZZ_SECONDS goes on for so long.
@Suite struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How many new trials there are, unless TRIPCTL_FUZZ_SECONDS says how long.
    private static let trials: UInt64 = 150
    /// When a slow machine has had enough, in seconds.
    private static let budget = 25.0

    /// The trials that have found something.
    private static var corpus: [Trial] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try? String(contentsOf: folder.appendingPathComponent("Corpus/found.txt"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { Trial(line: $0) }
    }

    @Test func whatWasFoundStaysMended() async throws {
        let corpus = Self.corpus
        try await Self.run { corpus.indices.contains($0) ? corpus[$0] : nil }
    }

    @Test func spoiledAnswersEndInASentence() async throws {
        let first = Self.environment["TRIPCTL_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        let seconds = Self.environment["TRIPCTL_FUZZ_SECONDS"].flatMap(Double.init)
        let end = monotonicSeconds() + (seconds ?? Self.budget)
        let count = try await Self.run { index in
            let isOver = monotonicSeconds() > end || seconds == nil && index >= Self.trials
            return isOver ? nil : Trial(number: first &+ UInt64(index))
        }
        #expect(count > 0)
        if seconds != nil { print("\(count) trials from \(first) on") }
    }

    /// Runs trials, four at a time: they wait more than they work.
    @discardableResult
    private static func run(_ trial: (Int) -> Trial?) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var index = 0
            func start() -> Bool {
                guard let next = trial(index) else { return false }
                index += 1
                group.addTask {
                    if let problem = try await next.run() { Issue.record("\(next): \(problem.prefix(1000))") }
                }
                return true
            }
            for _ in 0..<4 { if !start() { break } }
            while try await group.next() != nil { _ = start() }
            return index
        }
    }
}
