internal import TripCore

/// What there is: versions, brokers, topics, coordinators.
extension Answering {
    func apiVersions() -> ApiVersionsResponse {
        ApiVersionsResponse(
            apis: API.allCases.map { api in
                .init(api: api.rawValue, first: api.versions.lowerBound, last: api.versions.upperBound)
            })
    }

    mutating func metadata(_ request: MetadataRequest, version: Int16) -> MetadataResponse {
        let isStale = faults.staleMetadata.map { cluster.now < $0.until } ?? false
        let asksForAll = request.topics == nil || (version == 0 && request.topics == [])
        if !asksForAll, cluster.createsTopicsWhenAsked, request.mayCreate { createMissing(request.topics ?? []) }
        let seen = isStale ? faults.staleMetadata?.cluster ?? cluster : cluster
        let live = seen.live
        let known = Set(live)
        var response = MetadataResponse(
            brokers: live.compactMap { id in
                // Ports are the present ones: an old view of the cluster may be older than they are.
                (cluster.brokers[id] ?? seen.brokers[id]).map { broker in
                    let address = broker.address
                    return .init(
                        id: id, host: address.host, port: Int32(clamping: address.port), rack: broker.rack)
                }
            }, clusterID: seen.id, controller: faults.hidesController ? -1 : seen.controller ?? -1)
        if asksForAll {
            response.topics = seen.topics.map { describe($0.key, $0.value, live: known, full: true) }
        } else {
            response.topics = (request.topics ?? []).map { topic in
                let name = topic.name ?? seen.topics.first { $0.value.id == topic.id }?.key ?? ""
                if let found = seen.topics[name] { return describe(name, found, live: known, full: true) }
                let isLegal = TopicRules.problem(of: name) == nil
                return .init(error: isLegal ? .unknownTopicOrPartition : .invalidTopic, name: name)
            }
        }
        return response
    }

    private mutating func createMissing(_ topics: [MetadataRequest.Topic]) {
        for name in topics.compactMap(\.name) where cluster.topics[name] == nil {
            try? cluster.create(.init(name: name), onlyValidate: false)
        }
    }

    private func describe(_ name: String, _ topic: Topic, live: Set<Int32>, full: Bool) -> MetadataResponse.Topic {
        let electing = faults.electing.isEmpty ? [] : Set(faults.electing.filter { $0.topic == name }.map(\.partition))
        return MetadataResponse.Topic(
            name: name, id: topic.id, isInternal: topic.isInternal,
            partitions: topic.partitions.indices.map { index in
                let partition = topic.partitions[index]
                let number = Int32(index)
                var leader = partition.leader
                if electing.contains(number) || !(leader.map(live.contains) ?? false) { leader = nil }
                return .init(
                    error: leader == nil ? .leaderNotAvailable : .none, number: number, leader: leader ?? -1,
                    epoch: partition.epoch, replicas: partition.replicas, inSync: partition.inSync,
                    offline: partition.replicas.filter { !live.contains($0) })
            })
    }

    mutating func findCoordinator(_ request: FindCoordinatorRequest, _ version: Int16) -> FindCoordinatorResponse {
        let keys = version < 4 ? [request.key] : request.keys
        return FindCoordinatorResponse(
            coordinators: keys.map { key in
                guard request.kind == 0 else {
                    return .init(key: key, error: .coordinatorNotAvailable, message: "There are no transactions here.")
                }
                guard !key.isEmpty else { return .init(key: key, error: .invalidGroupID) }
                cluster.makeOffsetsTopic(replicationFactor: Int(cluster.defaultReplicationFactor))
                let told = faults.toldCoordinators[key] ?? cluster.coordinator(of: key)
                guard let id = told, let broker = cluster.brokers[id],
                    broker.isUp || faults.toldCoordinators[key] != nil
                else { return .init(key: key, error: .coordinatorNotAvailable) }
                let address = broker.address
                return .init(key: key, broker: id, host: address.host, port: Int32(clamping: address.port))
            })
    }

    mutating func initProducerID() -> InitProducerIDResponse {
        InitProducerIDResponse(producer: Int64(clamping: cluster.nextSerial()), epoch: 0)
    }

    mutating func handshake(_ request: SaslHandshakeRequest) -> SaslHandshakeResponse {
        guard cluster.users != nil else { return SaslHandshakeResponse(error: .illegalLoginState) }
        guard request.mechanism == "PLAIN" else {
            return SaslHandshakeResponse(error: .unsupportedMechanism, mechanisms: ["PLAIN"])
        }
        session.mechanism = request.mechanism
        return SaslHandshakeResponse(mechanisms: ["PLAIN"])
    }

    /// PLAIN is three texts with a zero between them: on whose behalf, who, and the password.
    mutating func authenticate(_ request: SaslAuthenticateRequest) -> SaslAuthenticateResponse {
        guard session.mechanism != nil, let users = cluster.users else {
            return SaslAuthenticateResponse(error: .illegalLoginState)
        }
        let parts = request.token.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 3, users[parts[1]] == parts[2] else {
            return SaslAuthenticateResponse(
                error: .loginFailed, message: "Authentication failed: Invalid username or password")
        }
        session.isLoggedIn = true
        return SaslAuthenticateResponse()
    }
}
