import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder for one test, which is gone when the test lets go of it. Its path is short: a unix socket's may have no
/// more than about a hundred characters.
public final class ScratchFolder: Sendable {
    /// Its path.
    public let path: String

    /// A new, empty folder.
    public init() throws {
        path = "/tmp/tripctl-test-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and the folders that it is in, and returns its path.
    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Writes a shell script that can be run, and returns its path.
    ///
    /// Another process writes it: a child that another thread starts while this one holds the file open for writing
    /// would keep it so, and running it would fail with "Text file busy".
    @discardableResult
    public func script(_ name: String, _ body: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let writer = Spawn(
            "/bin/sh", ["-c", #"printf '#!/bin/sh\n%s\n' "$BODY" >"$FILE" && chmod 755 "$FILE""#],
            environment: ["BODY": body, "FILE": file, "PATH": "/usr/bin:/bin"])
        let pid = try writer.start()
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard Ending(waitStatus: status) == .exited(0) else {
            throw SystemError("cannot write \(file)", code: EIO)
        }
        return file
    }
}
