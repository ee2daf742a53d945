import Testing
import TripCore
import TripSystem

@testable import TripSimulator

/// A client that is a socket, and sees every byte.
final class RawClient {
    private let socket: StreamSocket
    private var received: [UInt8] = []
    private var correlation: Int32 = 0

    init(_ address: Address) throws {
        socket = try StreamSocket(to: address, deadline: Deadline(after: .seconds(10)))
    }

    /// What came back.
    enum Answer<R: Equatable>: Equatable {
        case answer(R)
        /// A frame that does not hold such an answer.
        case nonsense
        /// Nothing in the time given.
        case silence
        /// The connection ended after that many bytes of the frame.
        case ended(after: Int)

        /// The answer; `nil` for anything else.
        var value: R? { if case .answer(let value) = self { value } else { nil } }
    }

    func ask<R: Request>(_ request: R, version: Int16, within time: Duration = .seconds(10)) throws -> Answer<
        R.Response
    > {
        try send(request, version: version)
        return try receive(R.self, version: version, within: time)
    }

    func send<R: Request>(_ request: R, version: Int16) throws {
        correlation += 1
        var writer = Writer(version: version, isFlexible: R.api.isFlexible(version))
        writer.append(R.api.rawValue)
        writer.append(version)
        writer.append(correlation)
        writer.append(Int16(3))
        writer.append(raw: "raw".utf8)
        if writer.isFlexible { writer.tags() }
        var request = request
        writer.part(&request)
        try socket.send(writer.frame(), deadline: Deadline(after: .seconds(10)))
    }

    func receive<R: Request>(_: R.Type, version: Int16, within time: Duration = .seconds(10)) throws -> Answer<
        R.Response
    > {
        let deadline = Deadline(after: time)
        while true {
            if received.count >= 4 {
                let length = received[..<4].reduce(0) { $0 << 8 | Int($1) }
                if received.count >= 4 + length { break }
            }
            do {
                guard try socket.receive(into: &received, deadline: deadline) > 0 else {
                    return .ended(after: received.count)
                }
            } catch SocketTrouble.timedOut {
                return .silence
            } catch {
                return .ended(after: received.count)
            }
        }
        let length = received[..<4].reduce(0) { $0 << 8 | Int($1) }
        let frame = Array(received[4..<4 + length])
        received.removeFirst(4 + length)
        var reader = Reader(frame, version: version, isFlexible: R.api.isFlexible(version))
        var number: Int32 = 0
        reader.integer(&number)
        #expect(number == correlation)
        if R.api.hasTaggedAnswerHeader(version) { reader.tags() }
        var response = R.Response()
        reader.part(&response)
        return reader.isBroken || reader.left > 0 ? .nonsense : .answer(response)
    }
}

extension RawClient {
    /// The server's thread closes and opens ports a moment after it is told.
    static func expectRefusal(at address: Address) {
        let end = Deadline(after: .seconds(10))
        while !end.hasPassed {
            guard (try? RawClient(address)) != nil else { return }
        }
        Issue.record("\(address) does not refuse")
    }

    static func expectAnswer(at address: Address) throws {
        let end = Deadline(after: .seconds(10))
        while !end.hasPassed {
            guard let client = try? RawClient(address) else { continue }
            guard case .answer = try client.ask(ApiVersionsRequest(), version: 0) else { break }
            return
        }
        Issue.record("\(address) does not answer")
    }
}

extension Simulator {
    /// Three brokers with a topic of three partitions, and ten records in the first.
    static func tenRecords() throws -> Simulator {
        var cluster = SimulatedCluster()
        cluster.addTopic("t", replicas: [[1, 2], [2, 3], [3, 1]])
        cluster.makeOffsetsTopic()
        cluster.append(10, to: "t", 0)
        return try .start(cluster)
    }

    /// A client of one of the brokers.
    func client(_ broker: Int) throws -> RawClient { try RawClient(bootstrap[broker - 1]) }
}
