import CRdKafka
import Foundation

extension TestClient {
    /// Writes `count` records to one partition of a topic that exists, and returns when all of its in-sync replicas
    /// have them.
    ///
    /// The value of record i is `value(i)`, its timestamp, in milliseconds since 1970, `timestamp(i)`, else now.
    public func produce(
        _ count: Int, to topic: String, _ partition: Int32, lz4: Bool = false,
        timestamp: (@Sendable (Int) -> Int64)? = nil,
        value: @escaping @Sendable (Int) -> String = { "record \($0)" }
    ) async throws {
        let doing = "produce to \(topic) partition \(partition)"
        let more = ["acks": "all", "linger.ms": "1", "compression.type": lz4 ? "lz4" : "none"]
        try await inHandle(RD_KAFKA_PRODUCER, more) { handle in
            guard let queue = rd_kafka_queue_get_main(handle.client) else {
                throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL)
            }
            defer { rd_kafka_queue_destroy(queue) }
            var sent = 0
            var delivered = 0
            let end = Date.now.addingTimeInterval(60)
            while delivered < count {
                while sent < count {
                    let record = value(sent)
                    let code = produceOne(handle, topic, partition, record, timestamp?(sent) ?? 0)
                    if code == RD_KAFKA_RESP_ERR__QUEUE_FULL { break }
                    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(doing, code) }
                    sent += 1
                }
                guard Date.now < end else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__TIMED_OUT) }
                guard let event = rd_kafka_queue_poll(queue, 100) else { continue }
                defer { rd_kafka_event_destroy(event) }
                while let message = rd_kafka_event_message_next(event)?.pointee {
                    guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(doing, message.err) }
                    delivered += 1
                }
            }
        }
    }

    /// Deletes the records before `offset`, so that the partition's log starts there.
    public func deleteRecords(of topic: String, _ partition: Int32, before offset: Int64) async throws {
        let doing = "delete records of \(topic) partition \(partition)"
        try await inHandle { handle in
            try withPartitionList([PartitionOffset(topic, partition, offset)]) { list in
                var records = rd_kafka_DeleteRecords_new(list)
                guard let deleted = records else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL) }
                defer { rd_kafka_DeleteRecords_destroy(deleted) }
                try handle.admin(doing, RD_KAFKA_ADMIN_OP_DELETERECORDS, seconds: 30) { options, queue in
                    rd_kafka_DeleteRecords(handle.client, &records, 1, options, queue)
                } answer: { event in
                    let result = rd_kafka_event_DeleteRecords_result(event)
                    _ = try partitionOffsets(doing, rd_kafka_DeleteRecords_result_offsets(result))
                }
            }
        }
    }

    /// Where the partition's log starts and ends: the first offset there is, and the next to be written.
    ///
    /// By ListOffsets with a deadline; librdkafka's own question for watermarks never returns when a leader is dead.
    public func logRange(of topic: String, _ partition: Int32) async throws -> Range<Int64> {
        let ends = try await inHandle { handle in
            try [RD_KAFKA_OFFSET_BEGINNING, RD_KAFKA_OFFSET_END].map { which in
                try withPartitionList([PartitionOffset(topic, partition, Int64(which))]) { list in
                    let code = rd_kafka_offsets_for_times(handle.client, list, 10_000)
                    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError("ask for offsets", code) }
                    return try partitionOffsets("ask for offsets", list).first?.offset ?? -1
                }
            }
        }
        return ends[0]..<ends[1]
    }
}

/// Hands one record over; its acknowledgement is an event of the handle.
func produceOne(
    _ handle: Handle, _ topic: String, _ partition: Int32, _ value: String, _ timestamp: Int64
) -> rd_kafka_resp_err_t {
    var value = value
    return topic.withCString { name in
        value.withUTF8 { bytes in
            var parts = (0..<5).map { _ in rd_kafka_vu_t() }
            parts[0].vtype = RD_KAFKA_VTYPE_TOPIC
            parts[0].u.cstr = name
            parts[1].vtype = RD_KAFKA_VTYPE_PARTITION
            parts[1].u.i32 = partition
            parts[2].vtype = RD_KAFKA_VTYPE_VALUE
            parts[2].u.mem.ptr = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            parts[2].u.mem.size = bytes.count
            parts[3].vtype = RD_KAFKA_VTYPE_TIMESTAMP
            parts[3].u.i64 = timestamp
            parts[4].vtype = RD_KAFKA_VTYPE_MSGFLAGS
            parts[4].u.i = RD_KAFKA_MSG_F_COPY
            guard let error = rd_kafka_produceva(handle.client, &parts, parts.count) else {
                return RD_KAFKA_RESP_ERR_NO_ERROR
            }
            defer { rd_kafka_error_destroy(error) }
            return rd_kafka_error_code(error)
        }
    }
}
