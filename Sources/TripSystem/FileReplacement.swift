internal import Synchronization
public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The file that a signal has to take away: the handlers read it, so it is a C string and not a Swift one.
enum HalfWrittenFile {
    /// Where its path is in memory; 0 when none is half written. What stands there is never freed, because a handler
    /// may hold it.
    static let path = Atomic<UInt>(0)
    /// Held while a file is written: there is room for one path.
    static let turn = Mutex<Void>(())
}

extension Files {
    /// The beginning of a regular file, at most 64 KB, whatever it holds; `nil` when there is no such file.
    ///
    /// - Throws: `system`, naming the file and the reason.
    public static func beginning(of path: String) throws(Failure) -> String? {
        // A pipe without a writer would make open wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Failure(.system, doing: "read \(path)", reason: systemReason(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Failure(.system, doing: "read \(path)", reason: systemReason(errno))
        }
        if let reason = irregularity(status) { throw Failure(.system, doing: "write \(path)", reason: reason) }
        var bytes: [UInt8] = []
        while bytes.count < 65_536 {
            let (count, code) = withUnsafeTemporaryAllocation(byteCount: 65_536 - bytes.count, alignment: 1) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
                return (count, errno)
            }
            if count == 0 { break }
            if count < 0, code != EINTR {
                throw Failure(.system, doing: "read \(path)", reason: systemReason(code))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file whole or not at all: the text goes to a temporary file beside it, reaches the disk, and takes the
    /// file's name. A signal that ends the process takes the temporary file away. A link is followed.
    ///
    /// - Parameter mode: the mode of a new file, as far as the umask allows. One that is there keeps its mode, and its
    ///   owner where that is allowed.
    /// - Throws: `system`, naming the file and the reason; then what was there is as it was.
    public static func replace(_ path: String, with text: String, mode: UInt32) throws(Failure) {
        func failure(_ reason: String, hint: String? = nil) -> Failure {
            Failure(.system, doing: "write \(path)", reason: reason, hint: hint)
        }
        let (target, there) = try target(of: path)
        if let there, let reason = irregularity(there) { throw failure(reason) }
        let result = HalfWrittenFile.turn.withLock { _ in
            write(text, beside: target, mode: mode_t(mode), like: there)
        }
        switch result {
        case nil: return
        case ENOENT:
            let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
            throw failure(
                "there is no folder \(folder.isEmpty ? "/" : folder)", hint: "make it first: mkdir -p \(folder)")
        case let code?: throw failure(systemReason(code))
        }
    }

    /// Where the path leads, and what is there already.
    private static func target(of path: String) throws(Failure) -> (String, stat?) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard let real = realpath(path, nil) else {
                throw Failure(.system, doing: "write \(path)", reason: systemReason(errno))
            }
            defer { free(real) }
            return (String(cString: real), status)
        }
        let code = errno
        if lstat(path, &status) == 0 {
            throw Failure(.system, doing: "write \(path)", reason: "it is a link that leads nowhere")
        }
        guard code == ENOENT else { throw Failure(.system, doing: "write \(path)", reason: systemReason(code)) }
        return (path, nil)
    }

    private static func irregularity(_ status: stat) -> String? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "it is a directory"
        default: "it is no regular file"
        }
    }

    /// Writes and renames; the error number when that failed.
    private static func write(_ text: String, beside target: String, mode: mode_t, like there: stat?) -> Int32? {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        guard let path = strdup("\(target).\(getpid())-\(time.tv_nsec).tmp") else { return ENOMEM }
        HalfWrittenFile.path.store(UInt(bitPattern: path), ordering: .sequentiallyConsistent)
        defer { HalfWrittenFile.path.store(0, ordering: .sequentiallyConsistent) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { return errno }
        var code = writeAll(text, to: descriptor)
        if code == nil, let there {
            // Only root may give a file away; to others it stays their own.
            if there.st_uid != geteuid() || there.st_gid != getegid() {
                _ = fchown(descriptor, there.st_uid, there.st_gid)
            }
            if fchmod(descriptor, there.st_mode & 0o7777) != 0 { code = errno }
        }
        if code == nil, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == nil { code = errno }
        if code == nil, rename(path, target) != 0 { code = errno }
        if code != nil { unlink(path) }
        return code
    }

    private static func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let (count, code) = bytes[written...].withUnsafeBytes { rest in
                #if canImport(Glibc)
                (Glibc.write(descriptor, rest.baseAddress, rest.count), errno)
                #else
                (Darwin.write(descriptor, rest.baseAddress, rest.count), errno)
                #endif
            }
            if count >= 0 { written += count } else if code != EINTR { return code }
        }
        return nil
    }
}
