public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// tripctl's folder of this user: `$XDG_STATE_HOME/tripctl`, else `~/.local/state/tripctl`.
public struct StateFolder: StatePort {
    /// The folder. It is made when something is first written.
    public let folder: String

    /// The path of the compose file in it.
    public var composeFile: String { folder + "/compose.yaml" }

    private var lockFile: String { folder + "/lock" }

    /// The folder that the environment says.
    ///
    /// - Throws: `system` when neither XDG_STATE_HOME nor HOME says where it is.
    public init(environment: (String) -> String? = { Machine.environment($0) }) throws(Failure) {
        // The standard takes no relative path: what it meant would depend on where tripctl is called.
        func path(_ name: String) -> String? { environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let state = path("XDG_STATE_HOME") {
            folder = state + "/tripctl"
        } else if let home = path("HOME") {
            folder = home + "/.local/state/tripctl"
        } else {
            throw Failure(
                .system, doing: "find the state folder", reason: "neither XDG_STATE_HOME nor HOME is an absolute path",
                hint: "set HOME")
        }
    }

    /// Puts the text in the place of the compose file, whole or not at all.
    public func writeComposeFile(_ text: String) throws(Failure) {
        try make()
        // What replaces a file keeps its mode: it must be the owner's only by then.
        if chmod(composeFile, 0o600) != 0, errno != ENOENT {
            throw Failure(.system, doing: "write \(composeFile)", reason: systemReason(errno))
        }
        try Files.replace(composeFile, with: text, mode: 0o600)
    }

    /// Takes the lock for as long as the process lives, waiting until `deadline` for whoever has it.
    public func lock(
        for purpose: String, deadline: Deadline, whileWaiting: (LockHolder) -> Void
    ) throws(Failure) {
        try make()
        let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(.system, doing: "lock \(lockFile)", reason: systemReason(errno)) }
        var isFirst = true
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else {
                close(descriptor)
                throw Failure(.system, doing: "lock \(lockFile)", reason: systemReason(code))
            }
            if isFirst {
                isFirst = false
                whileWaiting(holder())
            }
            guard !deadline.hasPassed else {
                close(descriptor)
                throw refusal(holder())
            }
            Machine.pause(min(.milliseconds(50), deadline.remaining))
        }
        // Whom the others wait for. That it cannot be said does not stop the work: the lock is there.
        let words = Array("\(getpid()) \(purpose)\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, words, words.count, 0)
        // The descriptor stays open: the lock goes when the process does, however it ends.
    }

    /// Who says in the lock file that it has the lock.
    private func holder() -> LockHolder {
        let words = (Paths.text(of: lockFile) ?? "").split(separator: "\n").first?.split(separator: " ", maxSplits: 1)
        let pid = words?.first.flatMap { Int32($0) }
        return LockHolder(pid: pid, purpose: words.flatMap { $0.count == 2 ? String($0[1]) : nil })
    }

    private func refusal(_ holder: LockHolder) -> Failure {
        let who = holder.pid.map { "process \($0)" } ?? "another tripctl"
        let what = holder.purpose.map { ", which runs tripctl \($0)," } ?? ""
        return Failure(
            .refused, doing: "change the cluster", reason: "\(who)\(what) has the lock",
            hint: "wait until it is done, or give more time with --timeout")
    }

    /// Makes the folder, and takes from others what rights they have to it.
    private func make() throws(Failure) {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/\(part)"
            if mkdir(path, 0o700) != 0, errno != EEXIST, !Paths.exists(path) {
                throw Failure(.system, doing: "make the folder \(path)", reason: systemReason(errno))
            }
        }
        var status = stat()
        guard stat(folder, &status) == 0 else {
            throw Failure(.system, doing: "use the folder \(folder)", reason: systemReason(errno))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(.system, doing: "use the folder \(folder)", reason: "it is no folder")
        }
        if status.st_mode & 0o077 != 0, chmod(folder, 0o700) != 0 {
            throw Failure(.system, doing: "use the folder \(folder)", reason: systemReason(errno))
        }
    }
}
