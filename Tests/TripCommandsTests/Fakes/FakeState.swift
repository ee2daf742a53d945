import Synchronization
import TripCore

/// A state folder of values.
final class FakeState: StatePort {
    let folder = "/home/user/.local/state/tripctl"
    var composeFile: String { "\(folder)/kafka-compose.yaml" }

    private let text = Mutex<String?>(nil)
    /// Who has the lock already; `nil` when it is free.
    private let holder: LockHolder?

    init(holder: LockHolder? = nil) { self.holder = holder }

    /// The compose file's text.
    var now: String? { text.withLock { $0 } }

    func writeComposeFile(_ text: String) throws(Failure) { self.text.withLock { $0 = text } }

    func lock(for purpose: String, deadline: Deadline, whileWaiting: (LockHolder) -> Void) throws(Failure) {
        guard let holder else { return }
        whileWaiting(holder)
        throw Failure(
            .refused, doing: "change the cluster", reason: "`tripctl \(holder.purpose ?? "up")` is changing it")
    }
}
