internal import CRdKafka
public import TripCore
internal import TripSystem

extension KafkaCluster {
    /// The longest that reading records may take, beside the deadline: a dead leader or a vanished topic produces no
    /// event at all, only silence.
    private static let patienceForRecords = Duration.milliseconds(1_500)

    /// When records were written, read by assigning partitions at their offsets: no group is joined.
    public func recordTimes(at offsets: [TopicPartition: Int64]) -> [TopicPartition: Answer<RecordTime>] {
        guard !offsets.isEmpty else { return [:] }
        let doing = "read the oldest unprocessed record"
        let found: [TopicPartition: Answer<RecordTime>]
        do throws(Failure) {
            let client = try clientForRecords()
            found = readOne(at: offsets, with: client)
        } catch {
            return offsets.mapValues { _ in .failure(error) }
        }
        let missing = Failure(.timedOut, doing: doing, reason: "no record came in time")
        return Dictionary(uniqueKeysWithValues: offsets.keys.map { ($0, found[$0] ?? .failure(missing)) })
    }

    /// A group id, which fetching wants, and no commit: nothing joins, because nothing subscribes.
    static let fetchSettings = [
        "group.id": "tripctl",
        "enable.auto.commit": "false",
        "enable.auto.offset.store": "false",
        "auto.offset.reset": "error",
        "enable.partition.eof": "true",
        // Without it, a fetch at the log end holds the answer back for half a second.
        "fetch.wait.max.ms": "10",
        // One record is wanted, and a record comes with the rest of its batch.
        "fetch.message.max.bytes": "65536",
        "queued.min.messages": "1",
        "check.crcs": "false",
    ]

    private func readOne(
        at offsets: [TopicPartition: Int64], with client: Client
    ) -> [TopicPartition: Answer<RecordTime>] {
        let deadline = deadline.capped(at: Self.patienceForRecords)
        var found: [TopicPartition: Answer<RecordTime>] = [:]
        rd_kafka_poll_set_consumer(client.handle)
        resumeAll(client)
        let list = PartitionList(capacity: offsets.count)
        for (at, offset) in offsets { list.add(at, offset: offset) }
        let code = list.withPointer { rd_kafka_assign(client.handle, $0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let failure = KafkaError(code).failure(doing: "read the oldest unprocessed record")
            return offsets.mapValues { _ in .failure(failure) }
        }
        while found.count < offsets.count, !deadline.hasPassed {
            guard let message = rd_kafka_consumer_poll(client.handle, min(10, deadline.callTimeout)) else {
                // A broker's thread that sleeps would notice only once a second what it has to fetch.
                client.wake()
                continue
            }
            defer { rd_kafka_message_destroy(message) }
            guard let topic = message.pointee.rkt else { continue }
            let at = TopicPartition(String(cString: rd_kafka_topic_name(topic)), message.pointee.partition)
            guard offsets[at] != nil, found[at] == nil else { continue }
            found[at] = Self.time(of: message)
            // The rest of the partition is of no interest.
            let rest = PartitionList(capacity: 1)
            rest.add(at, offset: 0)
            rest.withPointer { _ = rd_kafka_pause_partitions(client.handle, $0) }
        }
        return found
    }

    /// What an earlier round paused would stay paused when it is assigned again (librdkafka 2.0.2), and no record of it
    /// would ever come.
    private func resumeAll(_ client: Client) {
        var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard rd_kafka_assignment(client.handle, &assigned) == RD_KAFKA_RESP_ERR_NO_ERROR, let assigned else { return }
        defer { rd_kafka_topic_partition_list_destroy(assigned) }
        if assigned.pointee.cnt > 0 { rd_kafka_resume_partitions(client.handle, assigned) }
    }

    private static func time(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> Answer<RecordTime> {
        switch message.pointee.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
            let time = rd_kafka_message_timestamp(message, &kind)
            return .success(kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || time < 0 ? .none : .at(milliseconds: time))
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            return .success(.nothingWaits)
        case let code:
            return .failure(KafkaError(code).failure(doing: "read the oldest unprocessed record"))
        }
    }
}
