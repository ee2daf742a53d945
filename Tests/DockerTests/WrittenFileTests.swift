import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// The built program writes its file, interrupted or not.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct WrittenFileTests {
    @Test func `an interrupted render leaves a whole file or none, and nothing beside it`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("kafka-compose.yaml").path
        let whole = try await Binary.tripctl.run(["render"])
        try #require(whole.status == 0, "\(whole.errors)")
        for round in 0..<60 {
            let number = round.isMultiple(of: 2) ? SIGINT : SIGTERM
            let outcome = try await Binary.tripctl.run(
                ["render", "--out", path, "--force"],
                signal: .init(number, after: Double.random(in: 0...max(0.01, whole.seconds * 1.5))))
            switch outcome.ending {
            case .exited(0), .exited(130), .exited(143), .signalled(number): break
            default: Issue.record("\(outcome.ending): \(outcome.errors)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == [] || names == ["kafka-compose.yaml"], "after \(outcome.ending)")
            if let data = FileManager.default.contents(atPath: path) { #expect(data == Data(whole.output.utf8)) }
        }
    }
}
