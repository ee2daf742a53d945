/// A client's connection: what it has sent, what it is to get, and the request that it waits for. Requests are answered
/// one after the other, as Kafka does.
struct Connection {
    let descriptor: Int32
    var session: Session
    /// Bytes that have come and are no whole request yet.
    private var received: [UInt8] = []
    private var consumed = 0
    /// Bytes that are to go.
    private var outgoing: [UInt8] = []
    private var sent = 0
    /// What holds up the requests behind it.
    var hold: Hold?
    /// Whether the connection ends once everything is sent.
    var endsAfterSending = false

    /// Why the next request has to wait.
    enum Hold {
        /// The last is not answered yet.
        case waiting(Waiting)
        /// The last is answered, late: then.
        case late(Outcome.Effect, at: Int64)
        /// For ever.
        case mute
    }

    /// The largest request that is taken: `socket.request.max.bytes`, 100 MB.
    private static let largest = 104_857_600

    init(descriptor: Int32, broker: Int32) {
        self.descriptor = descriptor
        session = Session(broker: broker)
    }

    var hasOutgoing: Bool { sent < outgoing.count }

    /// Reads what is there; false when the client is gone.
    mutating func receive() -> Bool {
        while true {
            switch Socket.read(descriptor, into: &received) {
            case .moved(let count): if count < 65_536 { return true }
            case .notNow: return true
            case .ended: return false
            }
        }
    }

    /// The next whole request, without its length.
    enum Next {
        case none
        case request([UInt8])
        case nonsense
    }

    mutating func next() -> Next {
        let left = received.count - consumed
        guard left >= 4 else { return .none }
        let length = received[consumed..<consumed + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.largest else { return .nonsense }
        guard left >= 4 + length else { return .none }
        let request = Array(received[consumed + 4..<consumed + 4 + length])
        consumed += 4 + length
        if consumed == received.count || consumed > 1 << 16 {
            received.removeFirst(consumed)
            consumed = 0
        }
        return .request(request)
    }

    mutating func queue(_ bytes: [UInt8]) {
        if sent == outgoing.count {
            outgoing = bytes
            sent = 0
        } else {
            outgoing += bytes
        }
    }

    /// Sends what goes; false when the client is gone, or the end of the connection has come.
    mutating func send() -> Bool {
        while sent < outgoing.count {
            switch Socket.write(descriptor, outgoing[sent...]) {
            case .moved(let count): sent += count
            case .notNow: return true
            case .ended: return false
            }
        }
        outgoing = []
        sent = 0
        return !endsAfterSending
    }
}
