import TripCore

/// A code of Kafka's, and the kind of trouble that tripctl takes it for.
struct ErrorRow: Sendable {
    let code: Int16
    let name: String
    let kind: Failure.Kind

    init(_ code: Int16, _ name: String, _ kind: Failure.Kind) {
        self.code = code
        self.name = name
        self.kind = kind
    }

    /// Those of the table in `KafkaError` that brokers send, and some of the rest, one of them from the future.
    static let all: [ErrorRow] = [
        ErrorRow(7, "REQUEST_TIMED_OUT", .timedOut),
        ErrorRow(15, "COORDINATOR_NOT_AVAILABLE", .timedOut),
        ErrorRow(14, "COORDINATOR_LOAD_IN_PROGRESS", .timedOut),
        ErrorRow(16, "NOT_COORDINATOR", .timedOut),
        ErrorRow(5, "LEADER_NOT_AVAILABLE", .timedOut),
        ErrorRow(6, "NOT_LEADER_FOR_PARTITION", .timedOut),
        ErrorRow(41, "NOT_CONTROLLER", .timedOut),
        ErrorRow(58, "SASL_AUTHENTICATION_FAILED", .authentication),
        ErrorRow(3, "UNKNOWN_TOPIC_OR_PART", .notFound),
        ErrorRow(69, "GROUP_ID_NOT_FOUND", .notFound),
        ErrorRow(29, "TOPIC_AUTHORIZATION_FAILED", .refused),
        ErrorRow(30, "GROUP_AUTHORIZATION_FAILED", .refused),
        ErrorRow(31, "CLUSTER_AUTHORIZATION_FAILED", .refused),
        ErrorRow(44, "POLICY_VIOLATION", .refused),
        ErrorRow(40, "INVALID_CONFIG", .refused),
        ErrorRow(37, "INVALID_PARTITIONS", .refused),
        ErrorRow(38, "INVALID_REPLICATION_FACTOR", .refused),
        ErrorRow(39, "INVALID_REPLICA_ASSIGNMENT", .refused),
        ErrorRow(17, "TOPIC_EXCEPTION", .refused),
        ErrorRow(36, "TOPIC_ALREADY_EXISTS", .refused),
        ErrorRow(73, "TOPIC_DELETION_DISABLED", .refused),
        ErrorRow(42, "INVALID_REQUEST", .refused),
        ErrorRow(-1, "UNKNOWN", .kafka),
        ErrorRow(35, "UNSUPPORTED_VERSION", .kafka),
        ErrorRow(56, "KAFKA_STORAGE_ERROR", .kafka),
        ErrorRow(999, "ERR_999?", .kafka),
    ]
}
