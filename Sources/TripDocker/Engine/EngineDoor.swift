internal import TripCore
internal import TripSystem

/// Questions to an engine, as HTTP over its socket.
struct EngineDoor: Sendable {
    let address: EngineAddress
    let deadline: Deadline
    /// The version of its API that the engine speaks, once it has said so. The engine's own is taken, never one that
    /// was written down here: newer engines refuse what is too old, older ones what is too new.
    private let version = Monitor<String?>(nil)

    /// The longest that one question is waited for; it answers within milliseconds when it answers at all.
    private static let longest: Duration = .seconds(10)

    init(_ address: EngineAddress, deadline: Deadline) {
        self.address = address
        self.deadline = deadline
    }

    /// The deadline of a question that is asked now.
    var questionDeadline: Deadline { deadline.capped(at: Self.longest) }

    /// Asks for the engine's version of its API.
    func ping() throws(HTTPTrouble) -> HTTPAnswer {
        let deadline = questionDeadline
        let answer = try open("/_ping", deadline).answer(limit: 65_536, deadline: deadline)
        // It becomes a part of paths.
        if answer.status == 200, let api = answer.headers["api-version"],
            api.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") })
        {
            version.change { $0 = api }
        }
        return answer
    }

    /// Sends a question; its answer can be waited for later.
    ///
    /// - Parameter what: what is asked for, for a failure: `its containers`.
    func send(_ what: String, _ path: String, _ deadline: Deadline) throws(Failure) -> HTTPExchange {
        do {
            if version.read({ $0 }) == nil { _ = try ping() }
            return try open((version.read { $0 }.map { "/v\($0)" } ?? "") + path, deadline)
        } catch { throw failure(what, error) }
    }

    /// The answer to a question; `nil` when what it is about is not there.
    func ask(_ what: String, _ path: String) throws(Failure) -> JSONValue? {
        let deadline = questionDeadline
        return try answer(to: send(what, path, deadline), what, deadline)
    }

    /// The answer to a question that was sent; `nil` when what it is about is not there.
    func answer(to exchange: HTTPExchange, _ what: String, _ deadline: Deadline) throws(Failure) -> JSONValue? {
        let answer: HTTPAnswer
        do { answer = try exchange.answer(deadline: deadline) } catch { throw failure(what, error) }
        if answer.status == 404 { return nil }
        guard answer.status == 200 else { throw refusal(what, answer) }
        guard let json = JSONReader.value(of: answer.body) else { throw unreadable(what) }
        return json
    }

    /// What the engine says when it does not do as asked.
    func refusal(_ what: String, _ answer: HTTPAnswer) -> Failure {
        let message = JSONReader.value(of: answer.body)?["message"]?.filledText
        return Failure(
            .system, doing: "ask the Docker engine for \(what)",
            reason: message?.escaped ?? "it answers with status \(answer.status)")
    }

    func unreadable(_ what: String) -> Failure {
        Failure(
            .system, doing: "ask the Docker engine for \(what)", reason: "its answer is not what its API promises",
            hint: "see whether \(address.written) is a Docker engine")
    }

    func failure(_ what: String, _ trouble: HTTPTrouble) -> Failure {
        let kind: Failure.Kind =
            switch trouble {
            case .socket(.timedOut): .timedOut
            case .socket: .unreachable
            default: .system
            }
        return Failure(
            kind, doing: "ask the Docker engine for \(what)", reason: trouble.reason,
            addresses: [AddressProblem(address: address.written, reason: trouble.reason)])
    }

    private func open(_ path: String, _ deadline: Deadline) throws(HTTPTrouble) -> HTTPExchange {
        let socket: StreamSocket
        do throws(SocketTrouble) {
            switch address.way {
            case .socket(let path): socket = try StreamSocket(path: path, deadline: deadline)
            case .tcp(let address): socket = try StreamSocket(to: address, deadline: deadline)
            case .unusable(let reason, _): throw SocketTrouble.other(reason: reason)
            }
        } catch { throw .socket(error) }
        return try HTTPExchange(path, host: "docker", on: socket, deadline: deadline)
    }
}

extension String {
    /// The text as a part of a path: what is no letter, digit or one of `-._~/:@` is written as `%20`.
    var inPath: String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~/:@".utf8.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
