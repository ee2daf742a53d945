import Foundation

/// Signals that ask us to end, blocked and looked for: then they interrupt nothing half done.
struct Interruption {
    private let signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]

    init() {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        sigprocmask(SIG_BLOCK, &set, nil)
    }

    /// Whether one of the signals came.
    var hasCome: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return signals.contains { sigismember(&pending, $0) == 1 }
    }

    /// Whether nobody is left to want the cluster: a signal came, or the other end of standard input is gone and has
    /// left no command.
    var wantsEnd: Bool {
        if hasCome { return true }
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        poll(&input, 1, 0)
        return input.revents & Int16(POLLHUP) != 0 && input.revents & Int16(POLLIN) == 0
    }
}

/// Polls `condition` until it is true; throws after `seconds`, or as soon as nobody wants the cluster any more.
func wait(
    _ seconds: Double, for what: String, interruption: Interruption,
    until condition: () throws -> Bool
) throws {
    let end = Date.now.addingTimeInterval(seconds)
    while try !condition() {
        if interruption.wantsEnd { throw FixtureFailure("interrupted while waiting for \(what)") }
        if Date.now > end { throw FixtureFailure("waited \(Int(seconds)) s in vain for \(what)") }
        usleep(20_000)
    }
}
