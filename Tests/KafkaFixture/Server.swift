import Foundation
import TestProcesses

/// One JVM: ZooKeeper or a broker. Used from the main thread alone, because Linux's death signal of a child comes when
/// the *thread* that started it ends.
final class Server {
    /// What it is doing, as far as we know.
    enum State: String, Encodable {
        case running, frozen, ended
    }

    let name: String
    /// What the JVM is given: flags, class, settings file.
    private let arguments: [String]
    private let distribution: Distribution
    private let logFile: String
    private let watchdog: Watchdog
    private(set) var pid: Int32 = 0
    private var isFrozen = false
    private var ending: Ending? = .exited(0)

    init(name: String, arguments: [String], distribution: Distribution, log: String, watchdog: Watchdog) {
        self.name = name
        self.arguments = arguments
        self.distribution = distribution
        logFile = log
        self.watchdog = watchdog
    }

    /// Looks whether it has ended in the meantime.
    var state: State {
        reap(waiting: false)
        return ending != nil ? .ended : isFrozen ? .frozen : .running
    }

    /// How it ended; nil while it runs.
    var end: Ending? { state == .ended ? ending : nil }

    /// Starts the JVM; what it prints goes to the end of its log.
    func start() throws(SystemError) {
        let output = open(logFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw SystemError("cannot write \(logFile)") }
        defer { close(output) }
        var command = [distribution.java] + arguments
        if let setpriv = distribution.setpriv { command = [setpriv, "--pdeathsig", "KILL"] + command }
        var spawn = Spawn(
            command[0], Array(command.dropFirst()), environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
        spawn.descriptors = [1: output, 2: output]
        spawn.standing = .ownGroup
        pid = try spawn.start()
        watchdog.started(pid)
        ending = nil
        isFrozen = false
    }

    /// SIGKILL, and waits until it is gone.
    func kill() {
        guard state != .ended else { return }
        send(SIGKILL)
        reap(waiting: true)
    }

    /// SIGTERM; a frozen one is thawed, or it would not hear it.
    func terminate() {
        send(SIGTERM)
        if isFrozen { thaw() }
    }

    /// SIGSTOP
    func freeze() {
        send(SIGSTOP)
        isFrozen = true
    }

    /// SIGCONT
    func thaw() {
        send(SIGCONT)
        isFrozen = false
    }

    /// What it has printed.
    var log: String {
        String(decoding: FileManager.default.contents(atPath: logFile) ?? Data(), as: UTF8.self)
    }

    private func send(_ signal: Int32) {
        if state != .ended { _ = Foundation.kill(pid, signal) }
    }

    private func reap(waiting: Bool) {
        guard ending == nil else { return }
        // Told before it is reaped: until then its number cannot become another process's.
        var seen = siginfo_t()
        let options = WEXITED | WNOWAIT | (waiting ? 0 : WNOHANG)
        guard waitid(P_PID, id_t(pid), &seen, options) == 0, seen.si_signo == SIGCHLD else { return }
        watchdog.ended(pid)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        ending = Ending(waitStatus: status)
    }
}
