internal import CRdKafka
internal import TripCore

extension KafkaCluster {
    /// A question that any broker answers at once, whatever it answers, and that changes nothing: about a group of an
    /// unlikely name, asked of that broker alone.
    func signOfLife(of broker: Int32) -> AdminQuestion<Void> {
        AdminQuestion(
            doing: "see whether broker \(broker) answers", operation: RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
            target: .broker(broker), client: { self.client },
            ask: { handle, options, queue in
                withCStrings(["tripctl-sign-of-life"]) { names in
                    rd_kafka_DescribeConsumerGroups(handle, names.baseAddress, names.count, options, queue)
                }
            },
            read: { _ in .success(()) })
    }
}
