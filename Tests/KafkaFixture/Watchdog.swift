import Foundation
import TestProcesses

/// A shell that outlives this program by a moment: when the pipe to it closes without a word, however that came about,
/// it kills every server that was started and removes the data.
final class Watchdog {
    private let pid: Int32
    private let pipe: Int32

    /// Watches over `directory`, which must be this program's own.
    init(directory: String) throws(SystemError) {
        let ends = try closeOnExecPipe()
        defer { close(ends.read) }
        let script = """
            pids=
            while read -r word pid; do
                case $word in
                started) pids="$pids $pid" ;;
                ended)
                    kept=
                    for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done
                    pids=$kept
                    ;;
                done) exit 0 ;;
                esac
            done
            [ -z "$pids" ] || kill -KILL $pids
            for _ in 1 2 3 4 5 6 7 8 9 10; do
                rm -rf "$1" && exit 0
                sleep 0.1
            done
            """
        var shell = Spawn(
            "/bin/sh", ["-c", script, "kafka-fixture-watchdog", directory], environment: ["PATH": "/usr/bin:/bin"])
        shell.descriptors = [0: ends.read]
        // Whoever kills this program's whole group or session must not reach it.
        shell.standing = .ownSession(terminal: nil)
        pid = try shell.start()
        pipe = ends.write
    }

    /// A server to end with us.
    func started(_ pid: Int32) { say("started \(pid)") }

    /// A server that is gone; said before it is reaped, while its number cannot be another's.
    func ended(_ pid: Int32) { say("ended \(pid)") }

    /// Nothing is left to watch over: ends the shell.
    func finish() {
        say("done")
        close(pipe)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    private func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
    }
}
