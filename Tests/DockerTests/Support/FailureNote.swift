import Synchronization
import Testing

/// Whether an expectation has failed in the test that has the deployment: then its containers' logs are shown.
final class FailureNote: Sendable {
    @TaskLocal static var current: FailureNote?

    private let noted = Atomic(false)

    var isSet: Bool { noted.load(ordering: .relaxed) }

    func set() { noted.store(true, ordering: .relaxed) }
}

extension Trait where Self == IssueHandlingTrait {
    /// Shows the containers' logs when an expectation of the test fails; a thrown error shows them without it.
    static var showingLogs: Self {
        .compactMapIssues { issue in
            FailureNote.current?.set()
            return issue
        }
    }
}
