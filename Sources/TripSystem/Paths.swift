#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What is at a path, without reading a file that somebody named.
public enum Paths {
    /// Whether there is anything.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether there is a file that this user may run.
    public static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// The names in a folder, sorted; empty when there is no such folder or it cannot be read.
    public static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The text of a small file that the kernel or another program keeps, such as one in `/proc`; `nil` when it cannot
    /// be read. Bytes that are no UTF-8 are replaced. At most 16 MB are read.
    public static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count < 1 << 24 {
            let (count, code) = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                let code = errno
                if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
                return (count, code)
            }
            if count == 0 { break }
            if count < 0, code != EINTR { return nil }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a symbolic link points; `nil` when there is none, or it may not be read.
    static func target(of link: String) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            guard let room = buffer.assumingMemoryBound(to: CChar.self).baseAddress else { return nil }
            let count = readlink(link, room, buffer.count)
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }
}
