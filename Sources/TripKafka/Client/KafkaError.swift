internal import CRdKafka
internal import TripCore

/// An error code of Kafka or librdkafka, as one of tripctl's kinds and in words.
struct KafkaError: Sendable {
    /// The code.
    let code: rd_kafka_resp_err_t
    /// What the broker said beside it, where it said something.
    var detail: String?

    /// A code, with the broker's own words where it gave any.
    init(_ code: rd_kafka_resp_err_t, detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    /// What sort of trouble the code means. Codes without a row of their own are `kafka`.
    var kind: Failure.Kind {
        switch code {
        // What cannot be read comes from something else than a broker, as when a connection fails for it.
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR__DESTROY, RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__UNDERFLOW,
            RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
            .unreachable
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
            RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
            .timedOut
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            .authentication
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND:
            .notFound
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_POLICY_VIOLATION,
            RD_KAFKA_RESP_ERR_INVALID_CONFIG, RD_KAFKA_RESP_ERR_INVALID_PARTITIONS,
            RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, RD_KAFKA_RESP_ERR_INVALID_REPLICA_ASSIGNMENT,
            RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS,
            RD_KAFKA_RESP_ERR_TOPIC_DELETION_DISABLED, RD_KAFKA_RESP_ERR_INVALID_REQUEST:
            .refused
        default: .kafka
        }
    }

    /// Kafka's or librdkafka's name of it.
    var name: String { String(cString: rd_kafka_err2name(code)) }

    /// The failure of something that ended with this code.
    func failure(doing: String) -> Failure { Failure(kind, doing: doing, reason: words, code: name) }
}

extension Failure {
    /// Every one of the addresses has refused.
    static func unreachable(_ addresses: [Address], on board: DialBoard) -> Failure {
        let kinds = board.kinds(of: addresses)
        return Failure(
            kinds.contains(.login) ? .authentication : .unreachable, doing: "reach Kafka",
            reason: addresses.count == 1 ? "the address does not answer" : "none of the addresses answers",
            hint: DialFailure.Kind.hint(for: kinds)
                ?? "is the cluster running, and is this its address? -b HOST:PORT or --host HOST name another",
            addresses: board.problems(of: addresses))
    }

    /// Nothing came from any of the addresses before the deadline.
    static func noAnswer(within timeout: Duration, _ addresses: [Address], on board: DialBoard) -> Failure {
        Failure(
            .timedOut, doing: "reach Kafka", reason: "nothing answered within \(TimeSpan.words(timeout))",
            hint: DialFailure.Kind.hint(for: board.kinds(of: addresses))
                ?? "a frozen broker or a firewall looks like this; --timeout 30s waits longer",
            addresses: board.problems(of: addresses))
    }
}
