import Testing
import TripCore
import TripSimulator

/// Every code that the table of `KafkaError` gives a kind, and some that it does not, answered to every question.
@Suite struct ErrorTableTests {
    /// Codes that librdkafka asks again after, until the time is over.
    private static let retried: [Question: Set<Int16>] = [
        .coordinator: [7, 15, 14, 16, 5, 6, 56],
        .records: [3, 5, 6, 56],
    ]

    @Test(arguments: Question.allCases) func everyCodeHasItsKind(_ question: Question) async throws {
        let scene = try Scene()
        for row in ErrorRow.all {
            try scene.simulator.change { _, faults in
                faults.list = []
                faults.add(.error(ErrorCode(rawValue: row.code)), api: question.api)
            }
            let isRetried = Self.retried[question]?.contains(row.code) ?? false
            let failure = try #require(
                try await question.failure(of: scene.simulator, within: isRetried ? 1 : 10), "\(row.name)")
            #expect(failure.kind == (isRetried ? .timedOut : row.kind), "\(row.name): \(failure)")
            #expect(Manners.jargon(in: failure.reason) == nil, "\(row.name): \(failure.reason)")
            guard !isRetried else { continue }
            #expect(failure.code == row.name)
            #expect(failure.reason.contains(row.name), "\(failure.reason)")
        }
    }
}
