import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server on this machine that reads a request and answers with bytes that were made before.
public final class CannedServer: Sendable {
    /// What comes of a request.
    public enum Reply: Sendable {
        /// These pieces, one write each, and the end of the connection.
        case pieces([[UInt8]])
        /// These bytes, and then nothing for as long as the other side waits.
        case silence(after: [UInt8])
    }

    /// The port on 127.0.0.1 that it listens on; 0 when it has a socket in the file system.
    public let port: Int

    private let listener: Int32
    private let heard = Mutex<[String]>([])

    /// A server on a loopback port that the system chooses.
    public init(_ reply: @escaping @Sendable (_ request: String) -> Reply) throws {
        listener = try boundSocket(port: 0)
        port = boundPort(listener)
        try start(reply)
    }

    /// A server on a unix socket at this path.
    public init(path: String, _ reply: @escaping @Sendable (_ request: String) -> Reply) throws {
        port = 0
        listener = try boundSocket(path: path)
        try start(reply)
    }

    deinit {
        // Wakes the thread that accepts, which then ends.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The requests so far, the first line of each.
    public var requests: [String] { heard.withLock { $0 } }

    private func start(_ reply: @escaping @Sendable (String) -> Reply) throws {
        guard listen(listener, 64) == 0 else { throw SystemError("cannot listen") }
        let listener = listener
        Thread.detachNewThread { [weak self] in
            defer { close(listener) }
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread { [weak self] in
                    let request = read(request: connection)
                    let line = request.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
                    self?.heard.withLock { $0.append(line) }
                    serve(connection, reply(request))
                }
            }
        }
    }
}

/// A unix socket bound to this path, close-on-exec, not yet listening.
private func boundSocket(path: String) throws(SystemError) -> Int32 {
    #if canImport(Glibc)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
    let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw SystemError("cannot make a socket") }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
        guard path.utf8.count < room.count else { return false }
        room.copyBytes(from: Array(path.utf8))
        return true
    }
    guard fits else { throw SystemError("cannot bind \(path)", code: ENAMETOOLONG) }
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    guard result == 0 else { throw SystemError("cannot bind \(path)") }
    return descriptor
}

/// What comes up to the empty line of an HTTP request, or one line of another.
private func read(request connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("GET ") ? text.hasSuffix("\r\n\r\n") : text.hasSuffix("\n") { return text }
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return text }
        bytes += buffer[..<count]
    }
}

private func serve(_ connection: Int32, _ reply: CannedServer.Reply) {
    defer { close(connection) }
    #if canImport(Glibc)
    let flags = Int32(MSG_NOSIGNAL)
    #else
    let flags: Int32 = 0
    var yes: Int32 = 1
    setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    func sendAll(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return }
            sent += count
        }
    }
    switch reply {
    case .pieces(let pieces):
        for piece in pieces { sendAll(piece) }
        // A child of another test may hold a copy of the connection: this ends it for all of them.
        shutdown(connection, Int32(SHUT_RDWR))
    case .silence(let bytes):
        sendAll(bytes)
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }
}
