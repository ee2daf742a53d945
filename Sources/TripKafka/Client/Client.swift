internal import CRdKafka
internal import TripCore
internal import TripSystem

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// One librdkafka handle, and what its dialling has found out.
///
/// `@unchecked Sendable`: librdkafka's handle may be used by any thread, and the rest is constant or a monitor.
/// The handle is destroyed only when ``close()`` asks for it, on a thread that nobody waits for: destroying waits for
/// threads that may sit in the resolver. Else the process ends with `_exit`.
final class Client: @unchecked Sendable {
    /// The C handle.
    let handle: OpaquePointer
    /// What is known of every address.
    let board: Monitor<DialBoard>
    /// Where it started.
    let bootstrap: [Address]

    private let user: String
    private let password: String
    private let questions = Monitor<Int>(0)
    /// How many threads of ours are asking, and whether the handle goes once none is.
    private let asking = Monitor<(count: Int, isClosing: Bool)>((0, false))

    /// Starts a handle; it dials at once.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    init(_ configuration: ClientConfiguration) throws(Failure) {
        bootstrap = configuration.bootstrap
        user = configuration.value(of: "sasl.username") ?? ""
        password = configuration.value(of: "sasl.password") ?? ""
        let board = Monitor(DialBoard(bootstrap: configuration.bootstrap))
        self.board = board
        if !configuration.mayUseKerberos {
            // Cyrus SASL would load eight plugins, which takes as long as the question. Only Kerberos needs them.
            setenv("SASL_PATH", "/nonexistent", 0)
        }
        let conf = try configuration.make()
        // The callbacks outlive every scope of ours, so what they need is never freed.
        let context = Unmanaged.passRetained(CallbackContext(board, prints: configuration.value(of: "debug") != nil))
            .toOpaque()
        conf.withPointer { conf in
            rd_kafka_conf_set_opaque(conf, context)
            rd_kafka_conf_set_log_cb(conf) { handle, _, facility, text in
                CallbackContext.of(handle)?.log(facility, text)
            }
            rd_kafka_conf_set_resolve_cb(conf, lookUp)
            rd_kafka_conf_interceptor_add_on_new(conf, "tripctl", addInterceptors, context)
        }
        let raw = conf.release()
        let (handle, reason) = withReason { rd_kafka_new(RD_KAFKA_CONSUMER, raw, $0, $1) }
        guard let handle else {
            // The settings would be ours to free, and freeing them crashes: on its way out the call has freed the
            // interceptors that they still name (2.0.2).
            throw Failure(.usage, doing: "start the Kafka client", reason: reason)
        }
        self.handle = handle
    }

    /// Destroys the handle as soon as no thread of ours is asking on it.
    func close() {
        guard
            asking.change({ asking in
                defer { asking.isClosing = true }
                return !asking.isClosing
            })
        else { return }
        Threads.start { [self] in
            let isIdle: Void? = asking.wait(until: Deadline(after: .seconds(60))) { $0.count == 0 ? () : nil }
            // A question that does not end leaves the handle to the end of the process.
            if isIdle != nil { rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) }
        }
    }

    /// Keeps the handle for as long as `body` runs on a thread that nobody may wait for; `nil` when it is on its way out.
    func holding<Value>(_ body: () -> Value) -> Value? {
        let isOpen = asking.change { asking in
            if !asking.isClosing { asking.count += 1 }
            return !asking.isClosing
        }
        guard isOpen else { return nil }
        defer { asking.change { $0.count -= 1 } }
        return body()
    }

    /// Begins to dial more addresses.
    func dial(_ addresses: [Address]) { rd_kafka_brokers_add(handle, addresses.joined) }

    /// Wakes every broker's thread. An idle one would notice only once a second that its broker has been matched with
    /// an id, and admin calls wait for that. Setting the credentials, to what they are, is the one public call that
    /// wakes them all.
    func wake() {
        if let error = rd_kafka_sasl_set_credentials(handle, user, password) { rd_kafka_error_destroy(error) }
    }

    /// How long a connection that has worked may keep silent before metadata is asked for on another.
    private static let secondThought = Duration.milliseconds(500)

    /// Asks for the metadata of the whole cluster.
    ///
    /// - Throws: `unreachable` once every bootstrap address has refused, `timedOut` at the deadline.
    func metadata(until deadline: Deadline) throws(Failure) -> ClusterMetadata {
        let number = try startAsking(until: deadline)
        var hangUps = 0
        var dropped: [Address] = []
        while true {
            let turn = board.wait(until: deadline.capped(at: Self.secondThought)) { board -> Turn? in
                if let metadata = board.metadata, metadata.number >= number { return .over(metadata.answer) }
                if board.allRefused(self.bootstrap) {
                    return .over(.failure(.unreachable(self.bootstrap, on: board)))
                }
                // librdkafka goes on asking the one that hung up; while it is down, another is chosen.
                let count = board.hangUps(of: self.bootstrap)
                let isDown = !dropped.isEmpty && dropped.allSatisfy { board[$0]?.isUp != true }
                defer { hangUps = count }
                guard count > hangUps || isDown else { return nil }
                dropped = []
                return .askAnother
            }
            switch turn {
            case .over(let answer)?: return try answer.get()
            case .askAnother?: _ = try startAsking(until: deadline)
            case nil where deadline.hasPassed: throw noAnswer(within: deadline.timeout)
            case nil: dropped = dropMute()
            }
        }
    }

    /// How waiting for metadata goes on.
    private enum Turn {
        case over(Answer<ClusterMetadata>)
        case askAnother
    }

    /// Shuts the connections that worked, and on which a question has had no answer for a while. A broker that freezes
    /// leaves its connections up, and librdkafka would go on asking on them for a minute; now it dials anew, and whether
    /// anybody is there shows. Returns their addresses.
    @discardableResult
    func dropMute() -> [Address] {
        let mute = board.read { $0.entries.compactMapValues { $0.mute(for: Self.secondThought) } }
        // One that librdkafka has closed meanwhile is at worst another connection's, which it makes anew.
        for descriptor in mute.values { shutdown(descriptor, Int32(SHUT_RDWR)) }
        return Array(mute.keys)
    }

    private func noAnswer(within timeout: Duration) -> Failure {
        board.read { .noAnswer(within: timeout, bootstrap, on: $0) }
    }

    /// Starts a thread that asks, and returns the question's number. Its answer comes to the board.
    private func startAsking(until deadline: Deadline) throws(Failure) -> Int {
        let number = questions.change { count in
            count += 1
            return count
        }
        asking.change { $0.count += 1 }
        let started = Threads.start { [self] in
            defer { asking.change { $0.count -= 1 } }
            let answer = askForMetadata(until: deadline)
            board.change { if ($0.metadata?.number ?? 0) < number { $0.metadata = (number, answer) } }
        }
        guard started else {
            asking.change { $0.count -= 1 }
            throw Failure(.system, doing: "ask Kafka", reason: "no thread could be started")
        }
        return number
    }

    /// How often metadata is asked for again that cannot be read: another broker's may be.
    private static let rereads = 10

    private func askForMetadata(until deadline: Deadline) -> Answer<ClusterMetadata> {
        var unreadable = 0
        while true {
            var found: UnsafePointer<rd_kafka_metadata>?
            let code = rd_kafka_metadata(handle, 1, nil, &found, deadline.callTimeout)
            switch code {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                guard let found else { return .failure(noAnswer(within: deadline.timeout)) }
                defer { rd_kafka_metadata_destroy(found) }
                return .success(
                    ClusterMetadata(
                        found.pointee, clusterID: cachedClusterID, controller: rd_kafka_controllerid(handle, 0)))
            case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT:
                // A connection that broke under the question is asked again; the deadline ends it.
                if deadline.hasPassed || asking.read({ $0.isClosing }) {
                    return .failure(noAnswer(within: deadline.timeout))
                }
                Machine.pause(.milliseconds(20))
            case let code:
                let error = KafkaError(code)
                unreadable += 1
                guard error.isUnreadable, unreadable <= Self.rereads, !deadline.hasPassed else {
                    // Whatever it was, nobody has told of the cluster.
                    var failure = error.failure(doing: "ask for the cluster's metadata")
                    if failure.kind == .kafka { failure.kind = .unreachable }
                    return .failure(failure)
                }
                Machine.pause(.milliseconds(20))
            }
        }
    }

    private var cachedClusterID: String? {
        guard let id = rd_kafka_clusterid(handle, 0) else { return nil }
        defer { rd_kafka_mem_free(handle, id) }
        return String(cString: id)
    }

    /// Waits until what came of dialling an address is known; `nil` when neither an answer nor a refusal came.
    func reach(of address: Address, until patience: Deadline) -> Reach? {
        board.wait(until: patience) { $0[address]?.reach }
    }
}

extension Deadline {
    /// What is left, as librdkafka's calls take it: whole milliseconds, at least one.
    var callTimeout: Int32 { Int32(clamping: max(1, remaining.milliseconds)) }
}
