import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Do the false listeners do to a client what they are named for?
@Suite(.timeLimit(.minutes(1)))
struct ListenerDoubleTests {
    @Test func `a closed port refuses`() throws {
        let double = try ListenerDouble(.closed)
        #expect(double.address == "127.0.0.1:\(double.port)")
        #expect(try talk(to: double, "hello") == .refused)
    }

    @Test func `a silent one accepts and says nothing`() throws {
        #expect(try talk(to: ListenerDouble(.silent), "hello") == .silence)
    }

    @Test func `a web server says that the request was bad`() throws {
        guard case .answer(let text) = try talk(to: ListenerDouble(.http), "hello") else {
            Issue.record("no answer")
            return
        }
        #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }

    @Test func `a closing one ends the connection`() throws {
        #expect(try talk(to: ListenerDouble(.closing), "hello") == .ended)
    }

    @Test func `the port is free again when the double is gone`() async throws {
        var double: ListenerDouble? = try ListenerDouble(.silent)
        let port = try #require(double).port
        #expect(throws: SystemError.self) { try boundSocket(port: port) }
        double = nil
        try await eventually("the port is free", within: 5) {
            close(try boundSocket(port: port))
            return true
        }
    }

    private enum Meeting: Equatable {
        case refused, silence, ended
        case answer(String)
    }

    /// Connects, says something and waits 0.3 s for what comes.
    private func talk(to double: ListenerDouble, _ words: String) throws -> Meeting {
        ignoreBrokenPipes()
        let connection = try tcpSocket()
        defer { close(connection) }
        guard withLoopbackAddress(double.port, { connect(connection, $0, $1) }) == 0 else { return .refused }
        _ = words.withCString { write(connection, $0, strlen($0)) }
        var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 300) > 0 else { return .silence }
        var bytes = [UInt8](repeating: 0, count: 1000)
        let count = read(connection, &bytes, bytes.count)
        return count > 0 ? .answer(String(decoding: bytes[..<count], as: UTF8.self)) : .ended
    }
}
