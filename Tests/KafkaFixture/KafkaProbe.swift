/// Name and password that the EXTERNAL listener takes with `--sasl`.
struct Credentials: Encodable {
    let user: String
    let password: String
}

/// What a broker says of the cluster: it answers at all only once it serves its listener.
struct BrokerView {
    /// The ids in its metadata.
    let brokers: Set<Int>
    /// −1 before there is one.
    let controller: Int
}

/// Asks the broker behind `port` for its view, as a client would; nil when it does not answer, or refuses.
func askBroker(port: Int, credentials: Credentials?) -> BrokerView? {
    guard let socket = LoopbackSocket(port: port) else { return nil }
    if let credentials {
        var handshake = Request(key: 17, version: 1)
        handshake.append("PLAIN")
        guard var reply = handshake.ask(socket), reply.int16() == 0 else { return nil }
        var login = Request(key: 36, version: 0)
        let token = Array("\0\(credentials.user)\0\(credentials.password)".utf8)
        login.append(int32: Int32(token.count))
        login.bytes += token
        guard var reply = login.ask(socket), reply.int16() == 0 else { return nil }
    }
    var request = Request(key: 3, version: 1)
    request.append(int32: 0)  // no topics: brokers and controller alone
    guard var reply = request.ask(socket), let count = reply.int32() else { return nil }
    var brokers: Set<Int> = []
    for _ in 0..<count {
        guard let id = reply.int32(), reply.skipString(), reply.int32() != nil, reply.skipString() else { return nil }
        brokers.insert(Int(id))
    }
    guard let controller = reply.int32() else { return nil }
    return BrokerView(brokers: brokers, controller: Int(controller))
}

/// A request of Kafka's protocol, in its old encoding: big-endian numbers, strings behind their length.
private struct Request {
    var bytes: [UInt8] = []

    init(key: Int16, version: Int16) {
        append(int16: key)
        append(int16: version)
        append(int32: 1)  // correlation
        append("kafka-fixture")
    }

    mutating func append(int16 value: Int16) { withUnsafeBytes(of: value.bigEndian) { bytes += $0 } }
    mutating func append(int32 value: Int32) { withUnsafeBytes(of: value.bigEndian) { bytes += $0 } }
    mutating func append(_ text: String) {
        append(int16: Int16(text.utf8.count))
        bytes += Array(text.utf8)
    }

    func ask(_ socket: borrowing LoopbackSocket) -> Reply? {
        let size = withUnsafeBytes(of: Int32(bytes.count).bigEndian) { Array($0) }
        guard socket.send(size + bytes) else { return nil }
        var head = Reply(bytes: socket.receive(4)[...])
        guard let count = head.int32(), (4...1_000_000).contains(count) else { return nil }
        var reply = Reply(bytes: socket.receive(Int(count))[...])
        return reply.int32() == 1 ? reply : nil
    }
}

private struct Reply {
    var bytes: ArraySlice<UInt8>

    mutating func int16() -> Int16? { number().map { Int16(truncatingIfNeeded: $0 as UInt16) } }
    mutating func int32() -> Int32? { number().map { Int32(truncatingIfNeeded: $0 as UInt32) } }

    mutating func skipString() -> Bool {
        guard let length = int16() else { return false }
        guard length <= bytes.count else { return false }
        bytes = bytes.dropFirst(max(0, Int(length)))
        return true
    }

    private mutating func number<Number: FixedWidthInteger>() -> Number? {
        let width = Number.bitWidth / 8
        guard bytes.count >= width else { return nil }
        defer { bytes = bytes.dropFirst(width) }
        return bytes.prefix(width).reduce(0) { $0 << 8 | Number($1) }
    }
}
