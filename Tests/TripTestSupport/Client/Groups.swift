import CRdKafka
import Foundation

extension TestClient {
    /// Commits offsets for a group that has no members, as an administrator does: makes the group if there is none.
    ///
    /// Tries again while the group's coordinator is being found, which takes seconds on a new cluster.
    public func commit(_ offsets: [PartitionOffset], for group: String) async throws {
        let doing = "commit for group \(group)"
        try await withCoordinator(of: group) { handle in
            try withPartitionList(offsets) { list in
                var request = rd_kafka_AlterConsumerGroupOffsets_new(group, list)
                guard let altered = request else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL) }
                defer { rd_kafka_AlterConsumerGroupOffsets_destroy(altered) }
                try handle.admin(doing, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, seconds: 6) { options, queue in
                    rd_kafka_AlterConsumerGroupOffsets(handle.client, &request, 1, options, queue)
                } answer: { event in
                    var count = 0
                    let result = rd_kafka_event_AlterConsumerGroupOffsets_result(event)
                    let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(result, &count)
                    _ = try groupOffsets(doing, groups, count)
                }
            }
        }
    }

    /// What a group has committed, by topic and partition; empty for a group that does not exist.
    public func committed(_ group: String) async throws -> [PartitionOffset] {
        let doing = "read the commits of group \(group)"
        return try await withCoordinator(of: group) { handle in
            var request = rd_kafka_ListConsumerGroupOffsets_new(group, nil)
            guard let listed = request else { throw KafkaError(doing, RD_KAFKA_RESP_ERR__FAIL) }
            defer { rd_kafka_ListConsumerGroupOffsets_destroy(listed) }
            return try handle.admin(doing, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, seconds: 6) { options, queue in
                rd_kafka_ListConsumerGroupOffsets(handle.client, &request, 1, options, queue)
            } answer: { event in
                var count = 0
                let result = rd_kafka_event_ListConsumerGroupOffsets_result(event)
                let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count)
                return try groupOffsets(doing, groups, count)
                    .sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
            }
        }
    }

    /// Every group's state by its name, as `Stable`, `Empty` …; throws when a broker could not be asked.
    public func groups() async throws -> [String: String] {
        try await inHandle { handle in
            try handle.admin("list groups", RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, seconds: 10) { options, queue in
                rd_kafka_ListConsumerGroups(handle.client, options, queue)
            } answer: { event in
                var count = 0
                let result = rd_kafka_event_ListConsumerGroups_result(event)
                if let error = pointers(rd_kafka_ListConsumerGroups_result_errors(result, &count), count).first {
                    throw KafkaError("list groups", rd_kafka_error_code(error), string(rd_kafka_error_string(error)))
                }
                let listings = pointers(rd_kafka_ListConsumerGroups_result_valid(result, &count), count)
                return Dictionary(
                    uniqueKeysWithValues: listings.map { listing in
                        let state = rd_kafka_ConsumerGroupListing_state(listing)
                        return (
                            string(rd_kafka_ConsumerGroupListing_group_id(listing)),
                            string(rd_kafka_consumer_group_state_name(state))
                        )
                    })
            }
        }
    }

    /// Runs `body` with a client of the group (without `group.id` librdkafka 2.0.2 may crash when a coordinator moves),
    /// again while the coordinator is moving or loading. While `__consumer_offsets` is being made an answer may not come
    /// at all (seen once in some hundred commits on new clusters): a client afresh gets one.
    private func withCoordinator<Result: Sendable>(
        of group: String, _ body: @escaping @Sendable (Handle) throws -> Result
    ) async throws -> Result {
        let passing = ["NOT_COORDINATOR", "COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE", "_TIMED_OUT"]
        let end = Date.now.addingTimeInterval(45)
        while true {
            do {
                return try await inHandle(RD_KAFKA_CONSUMER, ["group.id": group], body)
            } catch let error as KafkaError where passing.contains(error.name) && Date.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}

/// The offsets in an answer for one group; throws the group's error, or a partition's.
private func groupOffsets(
    _ doing: String, _ groups: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int
) throws -> [PartitionOffset] {
    guard let group = pointers(groups, count).first else { return [] }
    if let error = rd_kafka_group_result_error(group) {
        throw KafkaError(doing, rd_kafka_error_code(error), string(rd_kafka_error_string(error)))
    }
    return try partitionOffsets(doing, rd_kafka_group_result_partitions(group))
}
