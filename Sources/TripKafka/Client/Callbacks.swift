internal import CRdKafka
internal import TripCore
internal import TripSystem

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What librdkafka's callbacks need. They run on its own threads, some with its locks held: they copy, note and leave.
final class CallbackContext: Sendable {
    private let board: Monitor<DialBoard>
    private let prints: Bool

    init(_ board: Monitor<DialBoard>, prints: Bool) {
        self.board = board
        self.prints = prints
    }

    static func of(_ handle: OpaquePointer?) -> CallbackContext? {
        guard let handle, let opaque = rd_kafka_opaque(handle) else { return nil }
        return of(opaque)
    }

    static func of(_ opaque: UnsafeMutableRawPointer) -> CallbackContext {
        Unmanaged<CallbackContext>.fromOpaque(opaque).takeUnretainedValue()
    }

    func log(_ facility: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?) {
        guard let facility, let text else { return }
        if prints { Streams.writeError("\(String(cString: facility)) \(String(cString: text))\n") }
        // Every failed connection has a line of this sort, and no other line has one.
        guard strcmp(facility, "FAIL") == 0, let failure = DialFailure(line: String(cString: text)) else { return }
        board.change { $0.note(at: failure.address) { $0.note(failure) } }
    }

    func note(state: UnsafePointer<CChar>?, host: UnsafePointer<CChar>?, port: Int32) {
        // Port 0: librdkafka's own broker that stands for the group coordinator.
        guard let state, let host, port > 0 else { return }
        let address = Address(unbracketed: String(cString: host), port: Int(port))
        let name = String(cString: state)
        board.change { $0.note(at: address) { $0.note(state: name) } }
    }

    func note(askedOn descriptor: Int32, broker name: UnsafePointer<CChar>?) {
        guard let name, let address = Address(brokerName: String(cString: name)) else { return }
        board.change { $0.note(at: address) { $0.note(askedOn: descriptor) } }
    }

    func note(answerAfter microseconds: Int64, to api: Int16, broker name: UnsafePointer<CChar>?) {
        guard let name, microseconds >= 0, let address = Address(brokerName: String(cString: name)) else { return }
        // ApiVersions, SaslHandshake and SaslAuthenticate, by Kafka's protocol guide.
        let isOfConnecting = [18, 17, 36].contains(api)
        board.change {
            $0.note(at: address) {
                $0.note(answerAfter: Double(microseconds) / 1_000_000, isOfConnecting: isOfConnecting)
            }
        }
    }

    /// The beginning of a look-up.
    func noteLookUp(of address: Address) { board.change { $0.note(at: address) { $0.noteLookUp() } } }

    /// The end of one.
    func note(_ count: Int, of address: Address) {
        board.change { $0.note(at: address) { $0.note(addressCount: count) } }
    }
}

extension Address {
    /// A host as librdkafka hands it out, an IPv6 address in brackets or without.
    fileprivate init(unbracketed host: String, port: Int) {
        self.init(host: host.filter { $0 != "[" && $0 != "]" }, port: port)
    }

    /// A broker's name as librdkafka makes it: `host:port/id`, `sasl_ssl://host:port/bootstrap`.
    fileprivate init?(brokerName name: String) {
        var rest = name[...]
        if let scheme = rest.position(of: "://") { rest = rest[scheme...].dropFirst(3) }
        if let slash = rest.lastIndex(of: "/") { rest = rest[..<slash] }
        guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]) else { return nil }
        self.init(unbracketed: String(rest[..<colon]), port: port)
    }
}

/// Asks librdkafka to tell of threads, states, questions and answers; called by it when a handle is made.
func addInterceptors(
    _ handle: OpaquePointer?, _ conf: OpaquePointer?, _ context: UnsafeMutableRawPointer?,
    _ reason: UnsafeMutablePointer<CChar>?, _ size: Int
) -> rd_kafka_resp_err_t {
    rd_kafka_interceptor_add_on_thread_start(
        handle, "tripctl",
        { _, _, _, _ in
            Signals.unblockCrashes()
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }, context)
    rd_kafka_interceptor_add_on_broker_state_change(
        handle, "tripctl",
        { _, _, _, host, port, state, context in
            if let context { CallbackContext.of(context).note(state: state, host: host, port: port) }
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }, context)
    rd_kafka_interceptor_add_on_request_sent(
        handle, "tripctl",
        { _, descriptor, broker, _, _, _, _, _, context in
            if let context { CallbackContext.of(context).note(askedOn: descriptor, broker: broker) }
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }, context)
    return rd_kafka_interceptor_add_on_response_received(
        handle, "tripctl",
        { _, _, broker, _, api, _, _, _, roundTrip, code, context in
            if let context, code == RD_KAFKA_RESP_ERR_NO_ERROR {
                CallbackContext.of(context).note(answerAfter: roundTrip, to: api, broker: broker)
            }
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }, context)
}

/// Looks a name up as librdkafka would, and notes how many addresses it has: only when each of them has refused has the
/// name. Without a name, frees what an earlier look-up brought.
func lookUp(
    _ node: UnsafePointer<CChar>?, _ service: UnsafePointer<CChar>?, _ hints: UnsafePointer<addrinfo>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let node, let service else {
        if let found = result?.pointee { freeaddrinfo(found) }
        return 0
    }
    guard let result, let context, let port = Int(String(cString: service)) else {
        return getaddrinfo(node, service, hints, result)
    }
    let (board, address) = (CallbackContext.of(context), Address(unbracketed: String(cString: node), port: port))
    board.noteLookUp(of: address)
    let code = getaddrinfo(node, service, hints, result)
    var count = 0
    var next = code == 0 ? result.pointee : nil
    while let found = next {
        count += 1
        next = found.pointee.ai_next
    }
    board.note(count, of: address)
    return code
}
