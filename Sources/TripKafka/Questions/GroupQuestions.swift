internal import CRdKafka
public import TripCore

extension KafkaCluster {
    /// State and members (DescribeConsumerGroups, a call a coordinator) beside commits (ListConsumerGroupOffsets, a call
    /// a group).
    public func observe(_ groups: [GroupQuery], commits: Bool) -> [GroupObservation] {
        var found = round(groups, commits: commits)
        // A coordinator that has just moved says so: Kafka is asked who it is now, once.
        let moved = groups.filter { found[$0.group]?.hasMoved ?? false }.map { GroupQuery($0.group, coordinator: nil) }
        if !moved.isEmpty, !deadline.hasPassed {
            found.merge(round(moved, commits: commits)) { $1 }
        }
        confirmAbsence(&found)
        return groups.compactMap { found[$0.group]?.observation }
    }

    /// What a round of questions brought for one group.
    private struct Found {
        var observation: GroupObservation
        /// Whether the broker that was asked is not the coordinator any more.
        var hasMoved = false
    }

    /// One question of state and members a coordinator, and one of commits a group, all at once.
    private func round(_ groups: [GroupQuery], commits: Bool) -> [String: Found] {
        let byCoordinator = Dictionary(grouping: groups, by: \.coordinator)
        var questions = byCoordinator.map { coordinator, queries in
            self.description(of: queries.map(\.group), from: coordinator)
        }
        let descriptionCount = questions.count
        if commits { questions += groups.map { self.commits(of: $0) } }
        let answers = answers(to: questions)

        var found: [String: Found] = [:]
        for (queries, answer) in zip(byCoordinator.values, answers) {
            for query in queries { found[query.group] = Self.found(query, in: answer) }
        }
        for (query, answer) in zip(groups, answers.dropFirst(descriptionCount)) {
            guard var entry = found[query.group] else { continue }
            switch answer {
            case .success(let piece):
                entry.observation.committed = piece.committed
            case .failure(let failure):
                entry.hasMoved = entry.hasMoved || failure.code == "NOT_COORDINATOR"
                entry.observation.problem = entry.observation.problem ?? failure
            }
            found[query.group] = entry
        }
        return found
    }

    private static func found(_ query: GroupQuery, in answer: Answer<GroupPiece>) -> Found {
        switch answer {
        case .failure(let failure):
            return Found(
                observation: GroupObservation(
                    group: query.group, state: .unknown, coordinator: query.coordinator, problem: failure),
                hasMoved: failure.code == "NOT_COORDINATOR")
        case .success(let piece):
            switch piece.described[query.group] {
            case .success(var observation)?:
                observation.coordinator = observation.coordinator ?? query.coordinator
                return Found(observation: observation)
            case .failure(let failure)?:
                return Found(
                    observation: GroupObservation(
                        group: query.group, state: .unknown, coordinator: query.coordinator, problem: failure),
                    hasMoved: failure.code == "NOT_COORDINATOR")
            case nil:
                let failure = Failure(
                    .kafka, doing: "describe group \(query.group)", reason: "the broker said nothing of it")
                return Found(
                    observation: GroupObservation(
                        group: query.group, state: .unknown, coordinator: query.coordinator, problem: failure))
            }
        }
    }

    /// A broker calls a group that it has never heard of "dead", and so it calls a live group of Kafka 4's new
    /// protocol. Only the listing tells whether there is one.
    private func confirmAbsence(_ found: inout [String: Found]) {
        let dead = found.filter { $0.value.observation.state == .dead && $0.value.observation.problem == nil }
        let coordinators = Set(dead.compactMap(\.value.observation.coordinator))
        guard !coordinators.isEmpty else { return }
        let listings = groups(on: coordinators.sorted())
        for (group, entry) in dead {
            guard let coordinator = entry.observation.coordinator, let listing = listings[coordinator] else { continue }
            switch listing {
            case .failure(let failure):
                found[group]?.observation.state = .unknown
                found[group]?.observation.problem = failure
            case .success(let groups):
                if let listed = groups.first(where: { $0.group == group }) {
                    found[group]?.observation.state = listed.state
                    found[group]?.observation.protocolType = listed.protocolType
                } else {
                    found[group]?.observation.state = .notFound
                }
            }
        }
    }

    /// What one event tells: of some groups their description, or of one its commits.
    private struct GroupPiece: Sendable {
        var described: [String: Answer<GroupObservation>] = [:]
        var committed: [TopicPartition: Int64] = [:]
    }

    private func description(of groups: [String], from coordinator: Int32?) -> AdminQuestion<GroupPiece> {
        AdminQuestion(
            doing: groups.count == 1 ? "describe group \(groups[0])" : "describe \(groups.count) groups",
            operation: RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, target: coordinator.map { .broker($0) } ?? .inCharge,
            client: { self.client },
            ask: { handle, options, queue in
                withCStrings(groups) { names in
                    rd_kafka_DescribeConsumerGroups(handle, names.baseAddress, names.count, options, queue)
                }
            },
            read: { event in
                var count = 0
                let result = rd_kafka_event_DescribeConsumerGroups_result(event)
                let groups = rd_kafka_DescribeConsumerGroups_result_groups(result, &count)
                var piece = GroupPiece()
                for group in UnsafeBufferPointer(start: groups, count: count) {
                    guard let group, let name = rd_kafka_ConsumerGroupDescription_group_id(group) else { continue }
                    piece.described[String(cString: name)] = Self.observation(in: group, named: String(cString: name))
                }
                return .success(piece)
            })
    }

    private static func observation(in group: OpaquePointer, named name: String) -> Answer<GroupObservation> {
        if let error = rd_kafka_ConsumerGroupDescription_error(group) {
            let code = rd_kafka_error_code(error)
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                return .failure(
                    KafkaError(code, detail: String(cString: rd_kafka_error_string(error)))
                        .failure(doing: "describe group \(name)"))
            }
        }
        let members = (0..<rd_kafka_ConsumerGroupDescription_member_count(group)).compactMap { index in
            rd_kafka_ConsumerGroupDescription_member(group, index).map(GroupMember.init(native:))
        }
        let coordinator = rd_kafka_ConsumerGroupDescription_coordinator(group).map { rd_kafka_Node_id($0) }
        return .success(
            GroupObservation(
                group: name, state: GroupState(rd_kafka_ConsumerGroupDescription_state(group)),
                coordinator: coordinator.flatMap { $0 >= 0 ? $0 : nil },
                protocolType: rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(group) != 0 ? nil : "consumer",
                members: members))
    }

    private func commits(of query: GroupQuery) -> AdminQuestion<GroupPiece> {
        AdminQuestion(
            doing: "read the commits of group \(query.group)",
            operation: RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
            target: query.coordinator.map { .broker($0) } ?? .inCharge,
            client: { () throws(Failure) in try self.clientForCommits(near: query.coordinator) },
            ask: { handle, options, queue in
                let request = Native<GroupOffsetsKind>(
                    owning: rd_kafka_ListConsumerGroupOffsets_new(query.group, nil))
                request.withPointer { request in
                    var requests: [OpaquePointer?] = [request]
                    rd_kafka_ListConsumerGroupOffsets(handle, &requests, 1, options, queue)
                }
            },
            read: { event in
                var count = 0
                let result = rd_kafka_event_ListConsumerGroupOffsets_result(event)
                let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count)
                var piece = GroupPiece()
                for group in UnsafeBufferPointer(start: groups, count: count) {
                    guard let group else { continue }
                    if let error = rd_kafka_group_result_error(group) {
                        return .failure(
                            KafkaError(
                                rd_kafka_error_code(error), detail: String(cString: rd_kafka_error_string(error))
                            )
                            .failure(doing: "read the commits of group \(query.group)"))
                    }
                    guard let partitions = rd_kafka_group_result_partitions(group) else { continue }
                    for element in PartitionList.Element.all(of: partitions) where element.offset >= 0 {
                        piece.committed[element.at] = element.offset
                    }
                }
                return .success(piece)
            })
    }
}
