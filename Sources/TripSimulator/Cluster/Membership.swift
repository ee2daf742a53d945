internal import TripCore

/// How members come, get their share, and go: Kafka's classic group protocol.
extension SimulatedCluster {
    /// What a member is to be told once the rebalance is over.
    enum JoinStep: Sendable, Equatable {
        /// Come again with this id.
        case comeAgain(String)
        /// Wait: this is your id.
        case wait(String)
    }

    /// A member comes.
    mutating func join(_ request: JoinGroupRequest, client: String, host: String, needsID: Bool) throws(Refusal)
        -> JoinStep
    {
        guard !request.group.isEmpty else { throw Refusal(.invalidGroupID) }
        var id = request.member
        if id.isEmpty {
            id = "\(request.instance ?? client)-\(nextID().text)"
            if needsID, request.instance == nil {
                _ = try changeGroup(request.group) { $0.promised.insert(id) }
                return .comeAgain(id)
            }
        }
        let (now, isNew) = (now, request.member.isEmpty)
        try changeGroup(request.group) { group throws(Refusal) in
            let isKnown = group.members.contains { $0.id == id }
            guard isKnown || isNew || group.promised.contains(id) else { throw Refusal(.unknownMember) }
            try group.agree(to: request)
            if let instance = request.instance { group.members.removeAll { $0.instance == instance && $0.id != id } }
            group.promised.remove(id)
            var member = group.members.first { $0.id == id } ?? Group.Member(id: id, clientID: client, host: host)
            member.instance = request.instance
            member.protocols = request.protocols
            member.sessionTimeout = Int64(request.sessionTimeout)
            member.rebalanceTimeout =
                request.rebalanceTimeout < 0 ? Int64(request.sessionTimeout) : Int64(request.rebalanceTimeout)
            member.deadline = nil
            member.hasJoined = true
            if let index = group.members.firstIndex(where: { $0.id == id }) {
                group.members[index] = member
            } else {
                group.members.append(member)
            }
            group.protocolType = request.protocolType
            group.prepare(now)
            group.completeJoin(now)
        }
        return .wait(id)
    }

    /// A member wants its share, and the leader brings all shares.
    mutating func sync(_ request: SyncGroupRequest) throws(Refusal) {
        let now = now
        try changeKnownGroup(request.group) { group throws(Refusal) in
            try group.check(request.member, request.generation)
            switch group.state {
            case .preparing: throw Refusal(.rebalanceInProgress)
            case .completing where group.leader == request.member:
                for index in group.members.indices {
                    let id = group.members[index].id
                    group.members[index].assignment = request.assignments.first { $0.member == id }?.assignment ?? []
                }
                group.state = .stable
            default: break
            }
            group.hear(request.member, now)
        }
    }

    /// A sign of life.
    mutating func heartbeat(_ request: HeartbeatRequest) throws(Refusal) {
        let now = now
        try changeKnownGroup(request.group) { group throws(Refusal) in
            try group.check(request.member, request.generation)
            group.hear(request.member, now)
            if group.state == .preparing { throw Refusal(.rebalanceInProgress) }
        }
    }

    /// A member goes.
    mutating func leave(_ group: String, member: LeaveGroupRequest.Member) throws(Refusal) {
        let now = now
        try changeKnownGroup(group) { group throws(Refusal) in
            guard
                let index = group.members.firstIndex(where: {
                    member.instance != nil ? $0.instance == member.instance : $0.id == member.id
                })
            else { throw Refusal(.unknownMember) }
            group.members.remove(at: index)
            group.lostMembers(now)
        }
    }

    /// A group commits.
    mutating func commit(_ request: OffsetCommitRequest) throws(Refusal) {
        let now = now
        try changeGroup(request.group) { group throws(Refusal) in
            if request.generation < 0 {
                guard group.members.isEmpty else { throw Refusal(.unknownMember) }
            } else {
                try group.check(request.member, request.generation)
                group.hear(request.member, now)
                if group.state == .completing { throw Refusal(.rebalanceInProgress) }
            }
        }
    }

    /// Lets go of members that have not been heard of, and ends rebalances whose time is over.
    ///
    /// - Returns: whether anything changed.
    mutating func passTime() -> Bool {
        let now = now
        var hasChanged = false
        for name in groupsWithDeadlines {
            guard let group = groups[name], group.nextDeadline.map({ $0 <= now }) ?? false else { continue }
            hasChanged = true
            try? changeGroup(name) { group throws(Refusal) in
                if let deadline = group.joinDeadline, deadline <= now {
                    group.members.removeAll { !$0.hasJoined }
                    group.joinDeadline = now
                    group.completeJoin(now)
                }
                let count = group.members.count
                group.members.removeAll { $0.deadline.map { $0 <= now } ?? false }
                if group.members.count != count { group.lostMembers(now) }
            }
        }
        return hasChanged
    }

    /// When ``passTime()`` has something to do next.
    var nextDeadline: Int64? { groupsWithDeadlines.compactMap { groups[$0]?.nextDeadline }.min() }

    private mutating func changeKnownGroup(
        _ name: String, _ body: (inout Group) throws(Refusal) -> Void
    ) throws(Refusal) {
        guard groups[name] != nil else { throw Refusal(.unknownMember) }
        try changeGroup(name, body)
    }
}

extension Group {
    /// The first time at which something in it ends.
    var nextDeadline: Int64? { (members.compactMap(\.deadline) + (joinDeadline.map { [$0] } ?? [])).min() }

    fileprivate func agree(to request: JoinGroupRequest) throws(Refusal) {
        guard !request.protocols.isEmpty, !request.protocolType.isEmpty else {
            throw Refusal(.inconsistentGroupProtocol)
        }
        guard !members.isEmpty else { return }
        let names = Set(request.protocols.map(\.name))
        guard protocolType == request.protocolType,
            members.allSatisfy({ member in member.protocols.contains { names.contains($0.name) } })
        else { throw Refusal(.inconsistentGroupProtocol) }
    }

    func check(_ member: String, _ generation: Int32) throws(Refusal) {
        guard members.contains(where: { $0.id == member }) else { throw Refusal(.unknownMember) }
        guard generation == self.generation else { throw Refusal(.illegalGeneration) }
    }

    mutating func hear(_ member: String, _ now: Int64) {
        guard let index = members.firstIndex(where: { $0.id == member }) else { return }
        members[index].deadline = now + members[index].sessionTimeout
    }

    /// Begins a rebalance, if none is under way.
    fileprivate mutating func prepare(_ now: Int64) {
        guard state != .preparing else { return }
        state = .preparing
        // Members that were put there speak to nobody, and do not come again.
        members.removeAll { $0.sessionTimeout == 0 }
        joinDeadline = now + (members.map(\.rebalanceTimeout).max() ?? 0)
    }

    /// Ends the coming of members once all are there, or the time for it is over.
    fileprivate mutating func completeJoin(_ now: Int64) {
        guard state == .preparing else { return }
        guard !members.isEmpty else {
            state = .empty
            leader = nil
            protocolName = ""
            generation += 1
            joinDeadline = nil
            return
        }
        guard members.allSatisfy(\.hasJoined) || (joinDeadline ?? .max) <= now else { return }
        generation += 1
        state = .completing
        joinDeadline = nil
        if !members.contains(where: { $0.id == leader }) { leader = members.first?.id }
        protocolName =
            members.first?.protocols.map(\.name).first { name in
                members.allSatisfy { $0.protocols.contains { $0.name == name } }
            } ?? ""
        for index in members.indices {
            members[index].hasJoined = false
            members[index].assignment = []
            members[index].deadline = now + members[index].sessionTimeout
        }
    }

    /// Somebody is gone: the others share anew.
    fileprivate mutating func lostMembers(_ now: Int64) {
        prepare(now)
        completeJoin(now)
    }
}
