import CRdKafka
import Foundation

/// What Kafka or librdkafka refused.
public struct KafkaError: Error, CustomStringConvertible {
    /// librdkafka's name of the code, such as TOPIC_ALREADY_EXISTS or _TIMED_OUT.
    public let name: String
    /// What was tried, the code's name, and the reason in their words.
    public let description: String

    init(_ doing: String, _ code: rd_kafka_resp_err_t, _ reason: String? = nil) {
        name = String(cString: rd_kafka_err2name(code))
        description = "\(doing): \(name): \(reason ?? String(cString: rd_kafka_err2str(code)))"
    }
}

/// One librdkafka client of the tests, for one operation.
///
/// Unchecked, because the pointer never changes and librdkafka's handles may be used from any thread.
final class Handle: @unchecked Sendable {
    let client: OpaquePointer
    private let name: String
    private let password: String
    private let destroyFlags: Int32

    /// What is told when a group gives partitions or takes them away.
    typealias Rebalance =
        @convention(c) (
            OpaquePointer?, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
            UnsafeMutableRawPointer?
        ) -> Void

    /// `settings` come over those that every test client has; without `rebalance`, librdkafka takes what it is given.
    init(
        _ kind: rd_kafka_type_t, _ settings: [String: String], destroyFlags: Int32 = 0, rebalance: Rebalance? = nil
    ) throws {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError("configure", RD_KAFKA_RESP_ERR__FAIL) }
        var message = [CChar](repeating: 0, count: 512)
        var all = [
            // A dead bootstrap address costs a second with sparse connections.
            "enable.sparse.connections": "false", "socket.nagle.disable": "true", "reconnect.backoff.ms": "5",
            "reconnect.backoff.max.ms": "200", "log_level": "0", "allow.auto.create.topics": "false",
        ]
        all.merge(settings) { $1 }
        for (key, value) in all
        where rd_kafka_conf_set(configuration, key, value, &message, message.count) != RD_KAFKA_CONF_OK {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError("set \(key)", RD_KAFKA_RESP_ERR__INVALID_ARG, text(message))
        }
        rd_kafka_conf_set_events(configuration, RD_KAFKA_EVENT_DR)
        if let rebalance { rd_kafka_conf_set_rebalance_cb(configuration, rebalance) }
        guard let client = rd_kafka_new(kind, configuration, &message, message.count) else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError("make a client", RD_KAFKA_RESP_ERR__FAIL, text(message))
        }
        self.client = client
        self.destroyFlags = destroyFlags
        name = settings["sasl.username"] ?? "-"
        password = settings["sasl.password"] ?? "-"
    }

    deinit { rd_kafka_destroy_flags(client, destroyFlags) }

    /// Makes an admin request and reads its answer; throws the answer's own error.
    func admin<Result>(
        _ doing: String, _ operation: rd_kafka_admin_op_t, seconds: Double,
        request: (_ options: OpaquePointer, _ queue: OpaquePointer) throws -> Void,
        answer: (_ event: OpaquePointer) throws -> Result
    ) throws -> Result {
        guard let queue = rd_kafka_queue_new(client), let options = rd_kafka_AdminOptions_new(client, operation) else {
            throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL)
        }
        defer { rd_kafka_queue_destroy(queue) }
        defer { rd_kafka_AdminOptions_destroy(options) }
        var message = [CChar](repeating: 0, count: 256)
        rd_kafka_AdminOptions_set_request_timeout(options, Int32(seconds * 1000), &message, message.count)
        try request(options, queue)
        let end = Date.now.addingTimeInterval(seconds + 5)
        while Date.now < end {
            guard let event = rd_kafka_queue_poll(queue, 3) else {
                wake()
                continue
            }
            defer { rd_kafka_event_destroy(event) }
            let code = rd_kafka_event_error(event)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(doing, code, string(rd_kafka_event_error_string(event)))
            }
            return try answer(event)
        }
        throw KafkaError(doing, RD_KAFKA_RESP_ERR__TIMED_OUT)
    }

    /// Wakes librdkafka's broker threads: an admin request can otherwise wait a second for an idle one to notice that
    /// its broker is ready.
    private func wake() {
        if let error = rd_kafka_sasl_set_credentials(client, name, password) { rd_kafka_error_destroy(error) }
    }
}

/// A C string as text; empty when there is none.
func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
}

/// The text in a C buffer.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// A C array of pointers as a Swift one, without what is null.
func pointers(_ base: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int) -> [OpaquePointer] {
    UnsafeBufferPointer(start: base, count: base == nil ? 0 : count).compactMap { $0 }
}

/// Partitions and offsets as librdkafka's list, lent to `body`.
func withPartitionList<Result>(
    _ offsets: [PartitionOffset], _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) throws -> Result
) throws -> Result {
    guard let list = rd_kafka_topic_partition_list_new(Int32(offsets.count)) else {
        throw KafkaError("list partitions", RD_KAFKA_RESP_ERR__FAIL)
    }
    defer { rd_kafka_topic_partition_list_destroy(list) }
    for element in offsets {
        rd_kafka_topic_partition_list_add(list, element.topic, element.partition).pointee.offset = element.offset
    }
    return try body(list)
}

/// librdkafka's list as values; throws the first element's error.
func partitionOffsets(
    _ doing: String, _ list: UnsafePointer<rd_kafka_topic_partition_list_t>?
) throws -> [PartitionOffset] {
    guard let list = list?.pointee else { return [] }
    return try UnsafeBufferPointer(start: list.elems, count: Int(list.cnt)).map { element in
        let place = "\(string(element.topic)) partition \(element.partition)"
        guard element.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError("\(doing) of \(place)", element.err) }
        return PartitionOffset(string(element.topic), element.partition, element.offset)
    }
}
