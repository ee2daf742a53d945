import CRdKafka
import Foundation

/// A place in a partition.
public struct PartitionOffset: Sendable, Hashable {
    /// The topic's name.
    public let topic: String
    /// The partition's number, from 0.
    public let partition: Int32
    /// An offset; what −1001 means is librdkafka's "none".
    public let offset: Int64

    /// `offset` in `partition` of `topic`.
    public init(_ topic: String, _ partition: Int32, _ offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

/// One partition of a topic as metadata shows it.
public struct PartitionState: Sendable, Equatable {
    /// The partition's number, from 0.
    public let partition: Int32
    /// The leader's broker id; nil when there is none.
    public let leader: Int32?
    /// The broker ids of all replicas, the preferred leader first.
    public let replicas: [Int32]
    /// The broker ids of the in-sync replicas, rising.
    public let inSync: [Int32]

    /// A partition as a test expects it.
    public init(partition: Int32, leader: Int32?, replicas: [Int32], inSync: [Int32]) {
        self.partition = partition
        self.leader = leader
        self.replicas = replicas
        self.inSync = inSync
    }
}

/// Makes the situations that tests want to see: topics, records, groups. Each operation is a client of its own that
/// connects, does one thing, says how it went by returning or throwing `KafkaError`, and is gone.
public struct TestClient: Sendable {
    /// Where it connects first.
    public let bootstrap: String
    /// librdkafka settings for every operation, such as SASL's.
    public let settings: [String: String]

    /// A client of the brokers in `bootstrap`, a list with commas.
    public init(bootstrap: String, settings: [String: String] = [:]) {
        self.bootstrap = bootstrap
        self.settings = settings
    }

    /// A client of `cluster`, logged in when it wants that.
    public init(_ cluster: KafkaCluster) {
        var settings: [String: String] = [:]
        if let credentials = cluster.credentials {
            settings = [
                "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN",
                "sasl.username": credentials.user, "sasl.password": credentials.password,
            ]
        }
        self.init(bootstrap: cluster.bootstrap, settings: settings)
    }

    /// Creates a topic whose replicas Kafka places, and returns when every partition has its leader and its replicas
    /// in sync.
    public func createTopic(
        _ name: String, partitions: Int = 3, replicationFactor: Int = 2, configs: [String: String] = [:]
    ) async throws {
        try await create(name, partitions, replicationFactor, [], configs)
    }

    /// Creates a topic with the given broker ids for each partition, the preferred leader first, and returns when
    /// every partition has its leader and, unless `waiting` is false, its replicas in sync.
    public func createTopic(
        _ name: String, assignment: [[Int32]], configs: [String: String] = [:], waiting: Bool = true
    ) async throws {
        try await create(name, assignment.count, -1, assignment, configs, waiting: waiting)
    }

    private func create(
        _ name: String, _ partitions: Int, _ factor: Int, _ assignment: [[Int32]], _ configs: [String: String],
        waiting: Bool = true
    ) async throws {
        let doing = "create topic \(name)"
        try await inHandle { handle in
            var message = [CChar](repeating: 0, count: 512)
            var topic = rd_kafka_NewTopic_new(name, Int32(partitions), Int32(factor), &message, message.count)
            guard let created = topic else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__INVALID_ARG, text(message)) }
            defer { rd_kafka_NewTopic_destroy(created) }
            for (partition, brokers) in assignment.enumerated() {
                var brokers = brokers
                let code = rd_kafka_NewTopic_set_replica_assignment(
                    created, Int32(partition), &brokers, brokers.count, &message, message.count)
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(doing, code, text(message)) }
            }
            for (key, value) in configs { rd_kafka_NewTopic_set_config(created, key, value) }
            try handle.admin(doing, RD_KAFKA_ADMIN_OP_CREATETOPICS, seconds: 30) { options, queue in
                rd_kafka_CreateTopics(handle.client, &topic, 1, options, queue)
            } answer: { event in
                var count = 0
                let result = rd_kafka_event_CreateTopics_result(event)
                try check(doing, pointers(rd_kafka_CreateTopics_result_topics(result, &count), count))
            }
        }
        guard waiting else { return }
        try await eventually("topic \(name) is whole") {
            try await everyView { topics in
                let states = topics[name] ?? []
                return states.count == partitions
                    && states.allSatisfy { $0.leader != nil && $0.inSync.count == $0.replicas.count }
            }
        }
    }

    /// Deletes a topic, and returns when metadata no longer has it.
    public func deleteTopic(_ name: String) async throws {
        let doing = "delete topic \(name)"
        try await inHandle { handle in
            var topic = rd_kafka_DeleteTopic_new(name)
            guard let deleted = topic else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL) }
            defer { rd_kafka_DeleteTopic_destroy(deleted) }
            try handle.admin(doing, RD_KAFKA_ADMIN_OP_DELETETOPICS, seconds: 30) { options, queue in
                rd_kafka_DeleteTopics(handle.client, &topic, 1, options, queue)
            } answer: { event in
                var count = 0
                let result = rd_kafka_event_DeleteTopics_result(event)
                try check(doing, pointers(rd_kafka_DeleteTopics_result_topics(result, &count), count))
            }
        }
        try await eventually("topic \(name) is gone") { try await everyView { $0[name] == nil } }
    }

    /// Whether what each bootstrap broker says of the topics is so, and one at least says something: the brokers learn
    /// of a change one after the other, and a test may ask any of them next.
    private func everyView(_ isSo: ([String: [PartitionState]]) -> Bool) async throws -> Bool {
        var answers = 0
        for address in bootstrap.split(separator: ",") {
            let one = TestClient(bootstrap: String(address), settings: settings)
            guard let topics = try? await one.topics(within: 2) else { continue }
            guard isSo(topics) else { return false }
            answers += 1
        }
        return answers > 0
    }

    /// Every topic, internal ones too, with its partitions by rising number.
    public func topics(within seconds: Double = 10) async throws -> [String: [PartitionState]] {
        try await metadata(seconds) { metadata in
            let topics = UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
            return Dictionary(
                uniqueKeysWithValues: topics.map { topic in
                    let partitions = UnsafeBufferPointer(start: topic.partitions, count: Int(topic.partition_cnt))
                        .map(PartitionState.init)
                    return (string(topic.topic), partitions.sorted { $0.partition < $1.partition })
                })
        }
    }

    /// The brokers that metadata lists: what each is advertised as, by its id.
    public func brokers(within seconds: Double = 10) async throws -> [Int32: String] {
        try await metadata(seconds) { metadata in
            let brokers = UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt))
            return Dictionary(uniqueKeysWithValues: brokers.map { ($0.id, "\(string($0.host)):\($0.port)") })
        }
    }

    private func metadata<Result: Sendable>(
        _ seconds: Double, _ read: @escaping @Sendable (rd_kafka_metadata) -> Result
    ) async throws -> Result {
        try await inHandle { handle in
            var metadata: UnsafePointer<rd_kafka_metadata>?
            let code = rd_kafka_metadata(handle.client, 1, nil, &metadata, Int32(seconds * 1000))
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw KafkaError("read metadata", code) }
            defer { rd_kafka_metadata_destroy(metadata) }
            return read(metadata.pointee)
        }
    }

    /// Runs `body`, which blocks, with a client that has no group: one with a group makes reading commands write.
    func inHandle<Result: Sendable>(
        _ kind: rd_kafka_type_t = RD_KAFKA_CONSUMER, _ more: [String: String] = [:],
        _ body: @escaping @Sendable (Handle) throws -> Result
    ) async throws -> Result {
        let all = settings.merging(["bootstrap.servers": bootstrap]) { $1 }.merging(more) { $1 }
        return try await onOwnThread { try body(Handle(kind, all)) }
    }
}

extension PartitionState {
    fileprivate init(_ partition: rd_kafka_metadata_partition) {
        self.init(
            partition: partition.id, leader: partition.leader < 0 ? nil : partition.leader,
            replicas: Array(UnsafeBufferPointer(start: partition.replicas, count: Int(partition.replica_cnt))),
            inSync: UnsafeBufferPointer(start: partition.isrs, count: Int(partition.isr_cnt)).sorted())
    }
}

/// Throws the first topic's error.
private func check(_ doing: String, _ results: [OpaquePointer]) throws {
    for result in results {
        let code = rd_kafka_topic_result_error(result)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(doing, code, string(rd_kafka_topic_result_error_string(result)))
        }
    }
}
