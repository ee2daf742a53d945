public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Files of this machine.
public enum Files {
    /// The text of a whole file.
    ///
    /// - Throws: `usage`, naming the file and the system's reason: the files that tripctl reads are named on its
    ///   command line.
    public static func text(of path: String) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, systemReason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, systemReason(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw unreadable(path, "it is a directory") }
        var bytes: [UInt8] = []
        while true {
            let (count, code) = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
                return (count, errno)
            }
            if count == 0 { break }
            if count < 0, code != EINTR { throw unreadable(path, systemReason(code)) }
            guard bytes.count <= 1 << 20 else { throw unreadable(path, "it is larger than 1 MB") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw unreadable(path, "it is not UTF-8 text")
        }
        return text
    }

    /// Adds text to the end of a file, which is made when it is not there; nobody's text gets in between.
    ///
    /// - Throws: `system`, naming the file and the system's reason.
    public static func append(_ text: String, to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else {
            throw Failure(.system, doing: "add to \(path)", reason: systemReason(errno))
        }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let (count, code) = rest.withUnsafeBytes { (write(descriptor, $0.baseAddress, $0.count), errno) }
            if count < 0, code != EINTR {
                throw Failure(.system, doing: "add to \(path)", reason: systemReason(code))
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static func unreadable(_ path: String, _ reason: String) -> Failure {
        Failure(.usage, doing: "read \(path)", reason: reason)
    }
}
