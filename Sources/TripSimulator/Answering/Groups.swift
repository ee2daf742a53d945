internal import TripCore

/// Groups: what they are, what they committed, and how members come and go.
extension Answering {
    /// Why this broker does not speak for a group; `nil` when it does.
    private func denial(of group: String) -> ErrorCode? {
        if group.isEmpty { return .invalidGroupID }
        return cluster.coordinator(of: group) == session.broker ? nil : .notCoordinator
    }

    func listGroups(_ request: ListGroupsRequest) -> ListGroupsResponse {
        var response = ListGroupsResponse()
        for name in cluster.groups(on: session.broker) {
            guard let group = cluster.groups[name] else { continue }
            guard request.states.isEmpty || request.states.contains(group.state.rawValue) else { continue }
            response.groups.append(
                .init(name: name, protocolType: group.protocolType, state: group.state.rawValue))
        }
        return response
    }

    func describeGroups(_ request: DescribeGroupsRequest) -> DescribeGroupsResponse {
        DescribeGroupsResponse(
            groups: request.groups.map { name in
                if let code = denial(of: name) { return .init(error: code, name: name) }
                guard let group = cluster.groups[name] else { return .init(name: name, state: "Dead") }
                return .init(
                    name: name, state: group.state.rawValue, protocolType: group.protocolType,
                    protocolName: group.state == .stable ? group.protocolName : "",
                    members: group.members.map { member in
                        // Before the rebalance is over only the members are known, and not what they have.
                        let isStable = group.state == .stable
                        return .init(
                            id: member.id, instance: member.instance, clientID: member.clientID, host: member.host,
                            subscription: isStable ? member.metadata(for: group.protocolName) : [],
                            assignment: isStable ? member.assignment : [])
                    })
            })
    }

    func offsetFetch(_ request: OffsetFetchRequest) -> OffsetFetchResponse {
        OffsetFetchResponse(
            groups: request.groups.map { asked in
                if let code = denial(of: asked.name) { return .init(name: asked.name, error: code) }
                let commits = cluster.groups[asked.name]?.commits ?? [:]
                let topics =
                    asked.topics
                    ?? Dictionary(grouping: commits.keys, by: \.topic).sorted { $0.key < $1.key }
                    .map { .init(name: $0.key, partitions: $0.value.map(\.partition).sorted()) }
                return .init(
                    name: asked.name,
                    topics: topics.map { topic in
                        .init(
                            name: topic.name,
                            partitions: topic.partitions.map { number in
                                let commit = commits[TopicPartition(topic.name, number)]
                                return .init(
                                    number: number, offset: commit?.offset ?? -1,
                                    metadata: commit.map(\.metadata) ?? "")
                            })
                    })
            })
    }

    mutating func offsetCommit(_ request: OffsetCommitRequest) -> OffsetCommitResponse {
        var refusal = denial(of: request.group)
        if refusal == nil {
            do throws(Refusal) { try cluster.commit(request) } catch { refusal = error.code }
        }
        return OffsetCommitResponse(
            topics: request.topics.answered { topic, partition in
                if let refusal { return .init(number: partition.number, error: refusal) }
                guard cluster.partition(TopicPartition(topic, partition.number)) != nil else {
                    return .init(number: partition.number, error: .unknownTopicOrPartition)
                }
                cluster.note(
                    Group.Commit(partition.offset, metadata: partition.metadata), of: request.group,
                    at: TopicPartition(topic, partition.number))
                return .init(number: partition.number)
            })
    }

    mutating func heartbeat(_ request: HeartbeatRequest) -> HeartbeatResponse {
        if let code = denial(of: request.group) { return HeartbeatResponse(error: code) }
        do throws(Refusal) {
            try cluster.heartbeat(request)
            return HeartbeatResponse()
        } catch {
            return HeartbeatResponse(error: error.code)
        }
    }

    mutating func leaveGroup(_ request: LeaveGroupRequest, _ version: Int16) -> LeaveGroupResponse {
        if let code = denial(of: request.group) { return LeaveGroupResponse(error: code) }
        let members = request.members.map { member in
            do throws(Refusal) {
                try cluster.leave(request.group, member: member)
                return LeaveGroupResponse.Member(id: member.id, instance: member.instance)
            } catch {
                return LeaveGroupResponse.Member(id: member.id, instance: member.instance, error: error.code)
            }
        }
        return LeaveGroupResponse(error: version < 3 ? members.first?.error ?? .none : .none, members: members)
    }

    mutating func join(_ request: JoinGroupRequest, _ header: RequestHeader) -> Outcome {
        if let code = denial(of: request.group) {
            return send(header, JoinGroupResponse(error: code, member: request.member))
        }
        do throws(Refusal) {
            let step = try cluster.join(
                request, client: header.clientID ?? "", host: session.host, needsID: header.version >= 4)
            switch step {
            case .comeAgain(let id):
                return send(header, JoinGroupResponse(error: .memberIDRequired, member: id))
            case .wait(let id):
                return outcome(of: Waiting(header: header, what: .join(group: request.group, member: id)))
            }
        } catch {
            return send(header, JoinGroupResponse(error: error.code, member: request.member))
        }
    }

    /// What a member is told that has come; `nil` while others are missing.
    func joined(_ name: String, _ id: String, _ header: RequestHeader) -> JoinGroupResponse? {
        guard let group = cluster.groups[name], let member = group.members.first(where: { $0.id == id }) else {
            return JoinGroupResponse(error: .unknownMember, member: id)
        }
        guard !member.hasJoined else { return nil }
        let members = group.leader == id ? group.members : []
        return JoinGroupResponse(
            generation: group.generation, protocolType: group.protocolType, protocolName: group.protocolName,
            leader: group.leader ?? "", member: id,
            members: members.map {
                .init(id: $0.id, instance: $0.instance, metadata: $0.metadata(for: group.protocolName))
            })
    }

    mutating func sync(_ request: SyncGroupRequest, _ header: RequestHeader) -> Outcome {
        if let code = denial(of: request.group) { return send(header, SyncGroupResponse(error: code)) }
        do throws(Refusal) {
            try cluster.sync(request)
            return outcome(
                of: Waiting(
                    header: header,
                    what: .sync(group: request.group, member: request.member, generation: request.generation)))
        } catch {
            return send(header, SyncGroupResponse(error: error.code))
        }
    }

    /// A member's share; `nil` until the leader has brought it.
    func synced(_ name: String, _ id: String, _ generation: Int32) -> SyncGroupResponse? {
        guard let group = cluster.groups[name], let member = group.members.first(where: { $0.id == id }) else {
            return SyncGroupResponse(error: .unknownMember)
        }
        guard group.generation == generation, group.state != .preparing else {
            return SyncGroupResponse(error: .rebalanceInProgress)
        }
        guard group.state == .stable else { return nil }
        return SyncGroupResponse(
            protocolType: group.protocolType, protocolName: group.protocolName, assignment: member.assignment)
    }
}

extension Group.Member {
    /// What it wants, for an assignor.
    func metadata(for name: String) -> [UInt8] { protocols.first { $0.name == name }?.metadata ?? [] }
}
