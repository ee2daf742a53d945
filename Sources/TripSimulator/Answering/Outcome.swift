/// What becomes of a request.
struct Outcome: Sendable {
    var effect: Effect
    /// Milliseconds that it takes longer.
    var delay: Int64 = 0

    enum Effect: Sendable {
        /// Bytes to send.
        case send([UInt8])
        /// Bytes to send, and then the end of the connection.
        case sendAndClose([UInt8])
        /// The client wants no answer.
        case nothing
        /// The client waits for ever.
        case mute
        /// The connection ends.
        case close
        /// It is too early: ask again when the cluster has changed, and at the latest then.
        case wait(Waiting)
    }
}

/// A request that is answered later.
struct Waiting: Sendable {
    var header: RequestHeader
    var what: What
    /// Milliseconds since 1970 when it is answered with what there is; `nil` for never.
    var until: Int64?

    enum What: Sendable {
        case fetch(FetchRequest)
        case join(group: String, member: String)
        case sync(group: String, member: String, generation: Int32)
    }
}

/// What a connection is known by.
struct Session: Sendable {
    /// The broker at its end.
    var broker: Int32
    /// Where the client is.
    var host = "/127.0.0.1"
    /// Whether it has logged in.
    var isLoggedIn = false
    /// The way it said that it would.
    var mechanism: String?
}
