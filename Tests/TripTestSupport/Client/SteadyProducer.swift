import CRdKafka
import Foundation
import Synchronization

/// A producer with acks=all that goes on writing a record to each partition of a topic, and keeps what was acknowledged.
///
/// It is not idempotent, as the page's settings are not: what it tries again may be there twice. (With idempotence,
/// librdkafka 2.0.2 was seen to give records up as out of order when the leaders moved.)
public final class SteadyProducer: Sendable {
    /// What it has been told so far.
    public struct Told: Sendable {
        /// The values of the records that were acknowledged.
        public var acknowledged: Set<String> = []
        /// The longest time between two acknowledgements, in seconds, by partition.
        public var longestGap: [Int32: Double] = [:]
        /// Why records were given up, in librdkafka's words.
        public var failures: [String] = []
        /// When the last acknowledgement came, by partition.
        fileprivate var last: [Int32: Double] = [:]

        fileprivate mutating func note(_ message: rd_kafka_message_t, at now: Double) {
            guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                failures.append(string(rd_kafka_err2str(message.err)))
                return
            }
            acknowledged.insert(
                String(decoding: UnsafeRawBufferPointer(start: message.payload, count: message.len), as: UTF8.self))
            if let last = last[message.partition] {
                longestGap[message.partition] = max(longestGap[message.partition] ?? 0, now - last)
            }
            last[message.partition] = now
        }
    }

    private struct State {
        var told = Told()
        var isStopping = false
        var hasEnded = false
    }

    private let state = Mutex(State())

    /// Starts writing to the partitions 0 ..< `partitions` of `topic`, about every 20 ms, until `stop` is called.
    public init(_ client: TestClient, topic: String, partitions: Int32) throws {
        let handle = try Handle(
            RD_KAFKA_PRODUCER,
            client.settings.merging([
                "bootstrap.servers": client.bootstrap, "acks": "all", "enable.idempotence": "false", "linger.ms": "1",
                "message.timeout.ms": "120000",
            ]) { $1 })
        guard let queue = rd_kafka_queue_get_main(handle.client) else {
            throw KafkaError("read a producer's events", RD_KAFKA_RESP_ERR__FAIL)
        }
        let events = Events(queue: queue)
        Thread.detachNewThread { self.write(handle, events, topic, partitions) }
    }

    /// What it has been told so far.
    public var told: Told { state.withLock { $0.told } }

    /// Writes no more, and returns once every record is acknowledged or given up.
    public func stop() async throws -> Told {
        state.withLock { $0.isStopping = true }
        try await eventually("every record is acknowledged or given up", within: 150) {
            state.withLock { $0.hasEnded }
        }
        return told
    }

    /// A queue's pointer on its way to the thread that alone uses it.
    private struct Events: @unchecked Sendable { let queue: OpaquePointer }

    private func write(_ handle: Handle, _ events: Events, _ topic: String, _ partitions: Int32) {
        var number = 0
        while true {
            let isStopping = state.withLock { $0.isStopping }
            // What is on its way when brokers are away must not fill librdkafka's queue.
            if !isStopping, rd_kafka_outq_len(handle.client) < 10_000 {
                for partition in 0..<partitions {
                    let code = produceOne(handle, topic, partition, "steady \(partition) \(number)", 0)
                    if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                        state.withLock { $0.told.failures.append(string(rd_kafka_err2str(code))) }
                    }
                }
                number += 1
            }
            if isStopping, rd_kafka_outq_len(handle.client) == 0 { break }
            if let event = rd_kafka_queue_poll(events.queue, 20) {
                let now = ProcessInfo.processInfo.systemUptime
                while let message = rd_kafka_event_message_next(event)?.pointee {
                    state.withLock { $0.told.note(message, at: now) }
                }
                rd_kafka_event_destroy(event)
                if !isStopping { usleep(10_000) }
            }
        }
        rd_kafka_queue_destroy(events.queue)
        state.withLock { $0.hasEnded = true }
    }
}
