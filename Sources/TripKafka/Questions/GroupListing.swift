internal import CRdKafka
public import TripCore

extension KafkaCluster {
    /// The groups of each broker (ListConsumerGroups, a broker a call): asked all in one call, a dead broker would hold
    /// the others' answers back.
    public func groups(on brokers: [Int32]) -> [Int32: Answer<[ListedGroup]>] {
        let questions = brokers.map { broker in
            AdminQuestion<[ListedGroup]>(
                doing: "list the groups of broker \(broker)", operation: RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS,
                target: .broker(broker), client: { self.client },
                ask: { rd_kafka_ListConsumerGroups($0, $1, $2) },
                read: { Self.listing(in: $0, of: broker) })
        }
        return Dictionary(zip(brokers, answers(to: questions)), uniquingKeysWith: { $1 })
    }

    private static func listing(in event: OpaquePointer, of broker: Int32) -> Answer<[ListedGroup]> {
        let result = rd_kafka_event_ListConsumerGroups_result(event)
        var count = 0
        if let errors = rd_kafka_ListConsumerGroups_result_errors(result, &count), count > 0, let first = errors[0] {
            let error = KafkaError(rd_kafka_error_code(first), detail: String(cString: rd_kafka_error_string(first)))
            return .failure(error.failure(doing: "list the groups of broker \(broker)"))
        }
        guard let listings = rd_kafka_ListConsumerGroups_result_valid(result, &count) else { return .success([]) }
        return .success(
            UnsafeBufferPointer(start: listings, count: count).compactMap { listing in
                guard let listing, let name = rd_kafka_ConsumerGroupListing_group_id(listing) else { return nil }
                return ListedGroup(
                    group: String(cString: name), state: GroupState(rd_kafka_ConsumerGroupListing_state(listing)),
                    coordinator: broker,
                    protocolType: rd_kafka_ConsumerGroupListing_is_simple_consumer_group(listing) != 0
                        ? nil : "consumer")
            })
    }
}
