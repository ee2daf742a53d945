import Foundation
import Synchronization
public import Testing

/// Whether standard error has been told that slow tests are left out.
private let told = Mutex(false)

extension Trait where Self == ConditionTrait {
    /// A test that waits for a slow failure, such as the 18 s after which Kafka lets go of a dead broker.
    ///
    /// `scripts/test --quick`, which sets TRIPCTL_QUICK=1, leaves it out, out loud.
    public static var slow: Self {
        .enabled("slow, and TRIPCTL_QUICK=1 leaves slow tests out") {
            guard ProcessInfo.processInfo.environment["TRIPCTL_QUICK"] == "1" else { return true }
            let isFirst = told.withLock { told in
                defer { told = true }
                return !told
            }
            if isFirst {
                FileHandle.standardError.write(Data("SKIPPED: every slow test, because TRIPCTL_QUICK=1\n".utf8))
            }
            return false
        }
    }
}
