public import TestProcesses

/// What a run of a program gave.
public struct Outcome: Sendable {
    /// Standard output as bytes; at a terminal, all that it got.
    public let outputBytes: [UInt8]
    /// Standard error as bytes; empty at a terminal.
    public let errorBytes: [UInt8]
    /// How it ended.
    public let ending: Ending
    /// From before the start until its end was seen, in seconds.
    public let seconds: Double
    /// From the signal that the test sent until the end was seen, in seconds; nil when none was sent.
    public let secondsAfterSignal: Double?
    /// User and system time, in seconds.
    public let cpuSeconds: Double
    /// The most memory it had resident, in bytes, sampled about every millisecond at first (Linux; on macOS what the
    /// system kept). 0 when it ended before the first sample.
    ///
    /// Not from `wait4` on Linux: there the figure of a child starts with its parent's.
    public let peakResidentBytes: Int
    /// Whether it was killed at the deadline.
    public let hitDeadline: Bool

    /// Standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    /// The exit status, nil when a signal ended it.
    public var status: Int32? {
        if case .exited(let status) = ending { status } else { nil }
    }
}
