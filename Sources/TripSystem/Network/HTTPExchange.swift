public import TripCore

/// What a server answers to an HTTP request.
public struct HTTPAnswer: Sendable {
    /// The status, such as 200.
    public var status: Int
    /// The headers, their names in small letters.
    public var headers: [String: String]
    /// The body as it came.
    public var body: [UInt8]
}

/// Why there is no answer to an HTTP request.
public enum HTTPTrouble: Error, Sendable, Equatable {
    /// The connection failed or fell silent.
    case socket(SocketTrouble)
    /// What came back is no HTTP.
    case notHTTP
    /// The connection ended before the whole answer had come.
    case cutShort
    /// The answer is larger than it may be.
    case tooLarge

    /// The trouble as the end of a sentence.
    public var reason: String {
        switch self {
        case .socket(let trouble): trouble.reason
        case .notHTTP: "what it answers is not HTTP"
        case .cutShort: "its answer breaks off"
        case .tooLarge: "its answer is too large"
        }
    }
}

/// One GET over a connection of its own, in HTTP/1.0: such an answer comes in one piece and ends with the connection.
///
/// The request is sent when it is made, so several can be on their way before the first is read.
public final class HTTPExchange {
    private let socket: StreamSocket
    private var received: [UInt8] = []

    /// Sends the request.
    ///
    /// - Parameters:
    ///   - path: with the query, everything in it that must be escaped already is.
    ///   - host: what the request calls the server.
    public init(_ path: String, host: String, on socket: StreamSocket, deadline: Deadline) throws(HTTPTrouble) {
        self.socket = socket
        let request = "GET \(path) HTTP/1.0\r\nHost: \(host)\r\nUser-Agent: tripctl\r\n\r\n"
        try attempt { () throws(SocketTrouble) in try socket.send(Array(request.utf8), deadline: deadline) }
    }

    /// The whole answer, its body at most `limit` bytes long.
    public func answer(limit: Int = 1 << 26, deadline: Deadline) throws(HTTPTrouble) -> HTTPAnswer {
        var answer = try head(deadline: deadline)
        let length = answer.headers["content-length"].flatMap { Int($0) }
        if let length, length > limit { throw .tooLarge }
        answer.body = received
        while answer.body.count < length ?? Int.max {
            guard let piece = try next(deadline: deadline) else {
                guard length == nil else { throw .cutShort }
                break
            }
            answer.body += piece
            guard answer.body.count <= limit else { throw .tooLarge }
        }
        if let length { answer.body.removeSubrange(min(length, answer.body.count)...) }
        received = []
        return answer
    }

    /// The status and headers alone; the body is then read with ``next(deadline:)``, the part that came along first
    /// from ``rest``.
    public func head(deadline: Deadline) throws(HTTPTrouble) -> HTTPAnswer {
        while true {
            if let end = endOfHead(received) {
                let head = received[..<end.start]
                let rest = Array(received[end.after...])
                guard let answer = parse(head), answer.headers["transfer-encoding"] == nil else { throw .notHTTP }
                received = rest
                return answer
            }
            // A server that does not speak HTTP is told by its first bytes, not by waiting for the rest.
            guard received.prefix(5).elementsEqual("HTTP/".utf8.prefix(received.count)) else { throw .notHTTP }
            guard received.count <= 65_536 else { throw .tooLarge }
            guard let piece = try next(deadline: deadline) else { throw received.isEmpty ? .cutShort : .notHTTP }
            received += piece
        }
    }

    /// What of the body came along with the head; it is given once.
    public func rest() -> [UInt8] {
        defer { received = [] }
        return received
    }

    /// The next bytes of the body; `nil` at its end.
    public func next(deadline: Deadline?) throws(HTTPTrouble) -> [UInt8]? {
        var piece: [UInt8] = []
        let count = try attempt { () throws(SocketTrouble) in try socket.receive(into: &piece, deadline: deadline) }
        return count == 0 ? nil : piece
    }
}

private func attempt<R>(_ body: () throws(SocketTrouble) -> R) throws(HTTPTrouble) -> R {
    do { return try body() } catch { throw .socket(error) }
}

/// Where the empty line after the headers is, and what follows it.
private func endOfHead(_ bytes: [UInt8]) -> (start: Int, after: Int)? {
    var index = 0
    while let newline = bytes[index...].firstIndex(of: 0x0a) {
        index = newline + 1
        if index < bytes.count, bytes[index] == 0x0a { return (newline, index + 1) }
        if index + 1 < bytes.count, bytes[index] == 0x0d, bytes[index + 1] == 0x0a { return (newline, index + 2) }
    }
    return nil
}

private func parse(_ head: ArraySlice<UInt8>) -> HTTPAnswer? {
    // The lines are split as bytes: in a String a carriage return and its newline are one character.
    let lines = head.split(separator: 0x0a).map { line in
        String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
    }
    guard let first = lines.first, first.hasPrefix("HTTP/") else { return nil }
    let words = first.split(separator: " ")
    guard words.count >= 2, words[1].utf8.count == 3, let status = Int(words[1]) else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        headers[line[..<colon].lowercased()] = String(value)
    }
    return HTTPAnswer(status: status, headers: headers, body: [])
}
