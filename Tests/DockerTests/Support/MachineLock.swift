import Foundation
import TestProcesses
import TripTestSupport

/// The right to the container names and ports of the cluster, which one machine has once: held by one process at a time,
/// whatever checkout it was built in.
final class MachineLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits until the right is free, for up to `seconds`.
    static func taken(within seconds: Double) async throws -> MachineLock {
        // Not in the temporary folder that the environment names: all have to agree on one.
        let path = "/tmp/tripctl-docker-tests-\(getuid()).lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("cannot open \(path)") }
        let lock = MachineLock(descriptor: descriptor)
        try await eventually("\(path) is free: another test run has a cluster up", within: seconds) {
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
        return lock
    }
}
