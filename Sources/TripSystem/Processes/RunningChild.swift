internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The program that tripctl runs at the moment, for the handlers of signals: a SIGTERM to tripctl alone must not leave
/// it going on unseen.
enum RunningChild {
    /// Its process id; 0 when there is none. tripctl runs one at a time; of several the first is kept.
    private static let pid = Atomic<Int32>(0)

    /// Held while pipes are made and a program is started, so that no other thread's program inherits them.
    static let turn = Mutex<Void>(())

    /// Remembers the program.
    static func set(_ child: pid_t) {
        _ = pid.compareExchange(expected: 0, desired: child, ordering: .sequentiallyConsistent)
    }

    /// Makes the globals above, which their first use otherwise does.
    static func prepare() { _ = pid.load(ordering: .sequentiallyConsistent) }

    /// Tells the program to stop. Safe in a handler: one load and one system call.
    static func terminate() {
        let child = pid.load(ordering: .sequentiallyConsistent)
        if child > 0 { kill(child, SIGTERM) }
    }

    /// The exit status of a program that has ended, 128 and the signal's number when a signal ended it; `nil` when it
    /// still runs. After its end the process id is another's to have.
    static func reap(_ child: pid_t) -> Int32? {
        var information = siginfo_t()
        // Looked at without being reaped: until it is forgotten here, its id must stay its own.
        let found = waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT)
        if found == 0, !hasEnded(information) { return nil }
        if found != 0, errno == EINTR { return nil }
        _ = pid.compareExchange(expected: child, desired: 0, ordering: .sequentiallyConsistent)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            // Somebody else has reaped it: how it ended is lost.
            guard errno == EINTR else { return 255 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func hasEnded(_ information: siginfo_t) -> Bool {
        // What waitid leaves untouched is zero, and it fills in SIGCHLD when there is something.
        information.si_signo == SIGCHLD
    }
}
