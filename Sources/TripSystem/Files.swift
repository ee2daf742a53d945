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

    private static func unreadable(_ path: String, _ reason: String) -> Failure {
        Failure(.usage, doing: "read \(path)", reason: reason)
    }
}
