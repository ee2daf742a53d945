import Foundation
import TestProcesses

/// A listener on 127.0.0.1 that is no Kafka broker, for as long as this object lives.
public final class ListenerDouble: Sendable {
    /// What a client that connects meets.
    public enum Behaviour: Sendable {
        /// Connection refused: the port is taken, so that nobody else can come to listen there.
        case closed
        /// The connection is accepted, and nothing ever comes.
        case silent
        /// A web server that takes any request for a bad one and says so.
        case http
        /// A web server that waits for the end of a line before it says so.
        case patientHTTP
        /// These words, unasked, as an SSH server's.
        case banner(String)
        /// The connection is accepted and closed at once.
        case closing
    }

    /// The port on 127.0.0.1.
    public let port: Int
    /// 127.0.0.1:port
    public var address: String { "127.0.0.1:\(port)" }

    private let listener: Int32
    /// Closing its write end ends the thread that accepts.
    private let stop: (read: Int32, write: Int32)

    /// Takes a port that the system chooses.
    public init(_ behaviour: Behaviour) throws {
        ignoreBrokenPipes()
        listener = try boundSocket(port: 0)
        port = boundPort(listener)
        stop = try closeOnExecPipe()
        if case .closed = behaviour {
            close(stop.read)
            return
        }
        guard listen(listener, 128) == 0 else { throw SystemError("cannot listen on port \(port)") }
        let (listener, end) = (listener, stop.read)
        Thread.detachNewThread {
            accept(on: listener, until: end, behaviour)
            close(end)
            close(listener)
        }
    }

    deinit { close(stop.write) }
}

private func accept(on listener: Int32, until end: Int32, _ behaviour: ListenerDouble.Behaviour) {
    var held: [Int32] = []
    defer { held.forEach { close($0) } }
    while true {
        var waiting = [
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0), pollfd(fd: end, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waiting, 2, -1) >= 0 || errno == EINTR else { return }
        if waiting[1].revents != 0 { return }
        guard waiting[0].revents != 0 else { continue }
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { continue }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        switch behaviour {
        case .closed, .closing: close(connection)
        case .silent: held.append(connection)
        case .http:
            refuse(connection, after: nil)
            close(connection)
        case .patientHTTP:
            refuse(connection, after: UInt8(ascii: "\n"))
            close(connection)
        case .banner(let words):
            say(words, to: connection)
            held.append(connection)
        }
    }
}

/// What web servers answer to bytes that are no request of theirs: to the first that come, or once `last` has come.
private func refuse(_ connection: Int32, after last: UInt8?) {
    var patience = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var request = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = read(connection, &request, request.count)
        guard count > 0 else { return }
        if last.map(request[..<count].contains) ?? true { break }
    }
    say("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", to: connection)
}

private func say(_ words: String, to connection: Int32) {
    let bytes = Array(words.utf8)
    _ = bytes.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
}
