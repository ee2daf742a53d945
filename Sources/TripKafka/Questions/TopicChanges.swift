internal import CRdKafka
public import TripCore

extension KafkaCluster {
    /// Creates a topic with its replicas chosen (CreateTopics).
    public func create(_ topic: NewTopic) throws(Failure) {
        let doing = "create topic \(topic.name)"
        let native = try Self.native(topic, doing: doing)
        let question = change(doing, RD_KAFKA_ADMIN_OP_CREATETOPICS) { handle, options, queue in
            native.withPointer { pointer in
                var pointers: [OpaquePointer?] = [pointer]
                rd_kafka_CreateTopics(handle, &pointers, 1, options, queue)
            }
        } results: { event, count in
            rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        }
        try retryingOnce(question)
    }

    /// Deletes a topic (DeleteTopics).
    public func delete(topic: String) throws(Failure) {
        let native = Native<DeleteTopicKind>(owning: rd_kafka_DeleteTopic_new(topic))
        let question = change("delete topic \(topic)", RD_KAFKA_ADMIN_OP_DELETETOPICS) { handle, options, queue in
            native.withPointer { pointer in
                var pointers: [OpaquePointer?] = [pointer]
                rd_kafka_DeleteTopics(handle, &pointers, 1, options, queue)
            }
        } results: { event, count in
            rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
        }
        try retryingOnce(question)
    }

    /// librdkafka 2.0.2 does not ask again when the controller has just moved: it hands the error out.
    private func retryingOnce(_ question: AdminQuestion<Void>) throws(Failure) {
        if let failure = answer(to: question).failure {
            guard failure.code == "NOT_CONTROLLER", !deadline.hasPassed else { throw Self.judged(failure) }
            _ = try metadata()
            if let failure = answer(to: question).failure { throw Self.judged(failure) }
        }
    }

    /// What was asked for and whose answer is lost may have been done: that is as if no answer had come in time.
    private static func judged(_ failure: Failure) -> Failure {
        guard let code = failure.code, KafkaError.namesLeavingOutcomeOpen.contains(code) else { return failure }
        var failure = failure
        failure.kind = .timedOut
        return failure
    }

    private func change(
        _ doing: String, _ operation: rd_kafka_admin_op_t,
        ask: @escaping (_ handle: OpaquePointer, _ options: OpaquePointer, _ queue: OpaquePointer) -> Void,
        results: @escaping (_ event: OpaquePointer, _ count: inout Int) -> UnsafeMutablePointer<OpaquePointer?>?
    ) -> AdminQuestion<Void> {
        AdminQuestion(
            doing: doing, operation: operation, target: .inCharge, client: { self.client }, ask: ask,
            read: { event in
                var count = 0
                let topics = results(event, &count)
                guard count > 0 else {
                    return .failure(Failure(.timedOut, doing: doing, reason: "the answer does not say what came of it"))
                }
                for result in UnsafeBufferPointer(start: topics, count: count) {
                    guard let result else { continue }
                    let code = rd_kafka_topic_result_error(result)
                    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                        let detail = rd_kafka_topic_result_error_string(result).map { String(cString: $0) }
                        return .failure(KafkaError(code, detail: detail).failure(doing: doing))
                    }
                }
                return .success(())
            })
    }

    private static func native(_ topic: NewTopic, doing: String) throws(Failure) -> Native<NewTopicKind> {
        let (made, reason) = withReason {
            rd_kafka_NewTopic_new(topic.name, Int32(clamping: topic.assignment.count), -1, $0, $1)
        }
        guard let made else { throw Failure(.refused, doing: doing, reason: reason) }
        let native = Native<NewTopicKind>(owning: made)
        for (partition, replicas) in topic.assignment.enumerated() {
            var replicas = replicas
            let (code, reason) = native.withPointer { pointer in
                withReason {
                    rd_kafka_NewTopic_set_replica_assignment(
                        pointer, Int32(clamping: partition), &replicas, replicas.count, $0, $1)
                }
            }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw Failure(.refused, doing: doing, reason: reason) }
        }
        for (name, value) in topic.configs.sorted(by: { $0.key < $1.key }) {
            let code = native.withPointer { rd_kafka_NewTopic_set_config($0, name, value) }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code).failure(doing: doing) }
        }
        return native
    }
}
