import Foundation

/// Runs `body`, which blocks, on a thread of its own: Swift's cooperative pool has one thread a processor, and a
/// blocked one is missing to every other test.
public func onOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
        thread.stackSize = 1 << 20
        thread.start()
    }
}

/// A condition that did not come true in its time.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for, how long, and the last error on the way.
    public let description: String
}

/// Polls `condition` every 20 ms until it is true; an error from it counts as "not yet".
///
/// Throws `NeverHappened`, naming `what` and the last error, once `seconds` have passed.
public func eventually(
    _ what: String, within seconds: Double = 30, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while true {
        var lastError = ""
        do {
            if try await condition() { return }
        } catch {
            lastError = "; last error: \(error)"
        }
        guard clock.now < end else {
            throw NeverHappened(description: "not within \(seconds) s: \(what)\(lastError)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
