/// A request, the cluster and what goes wrong, made into what becomes of the request. The cluster changes by it, and
/// nothing else does.
struct Answering {
    var cluster: SimulatedCluster
    var faults: Faults
    var session: Session

    /// What becomes of a request; `api` is what it asks for, when that is known.
    mutating func outcome(of bytes: [UInt8]) -> (api: API?, outcome: Outcome) {
        guard let frame = RequestFrame(bytes), let api = API(rawValue: frame.number) else {
            return (nil, Outcome(effect: .close))
        }
        var header = RequestHeader(
            api: api, version: frame.version, correlation: frame.correlation, clientID: frame.clientID)
        guard api.versions.contains(frame.version) else {
            guard api == .apiVersions else { return (api, Outcome(effect: .close)) }
            // Who asks in a version of tomorrow gets the oldest answer, with what there is.
            header.version = 0
            var response = apiVersions()
            response.error = .unsupportedVersion
            return (api, Outcome(effect: .send(header.frame(response))))
        }
        if mustLogIn(first: api) { return (api, Outcome(effect: .close)) }
        let fault = faults.effect(on: session.broker, api)
        // With an error in every place nothing is done: what would be, is done to a copy.
        let before = fault?.error == nil ? nil : cluster
        let outcome = dispatch(header, bytes, frame.end, failing: fault?.error)
        if let before { cluster = before }
        return (api, fault.map { spoiled(outcome, by: $0) } ?? outcome)
    }

    /// What becomes of a request that waited.
    mutating func outcome(of waiting: Waiting) -> Outcome {
        let isDue = waiting.until.map { $0 <= cluster.now } ?? false
        switch waiting.what {
        case .fetch(let request):
            let response = fetch(request)
            guard isDue || isEnough(response, for: request) else { return Outcome(effect: .wait(waiting)) }
            return send(waiting.header, response)
        case .join(let group, let member):
            guard let response = joined(group, member, waiting.header) else { return Outcome(effect: .wait(waiting)) }
            return send(waiting.header, response)
        case .sync(let group, let member, let generation):
            guard let response = synced(group, member, generation) else { return Outcome(effect: .wait(waiting)) }
            return send(waiting.header, response)
        }
    }

    func send(_ header: RequestHeader, _ response: some Response) -> Outcome {
        let fault = faults.effect(on: session.broker, header.api)
        return fault.map { spoiled(Outcome(effect: .send(header.frame(response))), by: $0) }
            ?? Outcome(effect: .send(header.frame(response)))
    }

    private func mustLogIn(first api: API) -> Bool {
        guard cluster.users != nil, !session.isLoggedIn else { return false }
        return ![.apiVersions, .saslHandshake, .saslAuthenticate].contains(api)
    }

    /// An answer with something wrong about it.
    private func spoiled(_ outcome: Outcome, by fault: Fault.Effect) -> Outcome {
        if case .slow(let milliseconds) = fault {
            var late = outcome
            late.delay = milliseconds
            return late
        }
        guard case .send(let bytes) = outcome.effect else { return outcome }
        switch fault {
        case .refuses, .slow, .error: return outcome
        case .silent: return Outcome(effect: .mute)
        case .closesInAnswer: return Outcome(effect: .sendAndClose(Array(bytes.prefix(max(1, bytes.count / 2)))))
        case .garbage:
            // The length and the request's own number stay: the client has to look at the rest.
            let rest = bytes.indices.dropFirst(8).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 91) | 0x80 }
            return Outcome(effect: .send(Array(bytes.prefix(8)) + rest))
        case .truncated:
            let kept = Array(bytes.dropFirst(4).prefix(max(5, (bytes.count - 4) / 2)))
            var writer = Writer(version: 0, isFlexible: false)
            writer.append(raw: kept)
            return Outcome(effect: .send(writer.frame()))
        }
    }

    /// Reads the request, has it answered, and writes the answer down.
    private mutating func dispatch(
        _ header: RequestHeader, _ bytes: [UInt8], _ end: Int, failing code: ErrorCode?
    ) -> Outcome {
        func reply<R: Request>(_ type: R.Type, _ answer: (R) -> R.Response?) -> Outcome {
            guard let request = header.body(type, in: bytes, after: end) else { return Outcome(effect: .close) }
            guard var response = answer(request) else { return Outcome(effect: .nothing) }
            if let code { response.fail(code) }
            return Outcome(effect: .send(header.frame(response)))
        }
        switch header.api {
        case .apiVersions: return reply(ApiVersionsRequest.self) { _ in apiVersions() }
        case .metadata: return reply(MetadataRequest.self) { metadata($0, version: header.version) }
        case .findCoordinator: return reply(FindCoordinatorRequest.self) { findCoordinator($0, header.version) }
        case .listGroups: return reply(ListGroupsRequest.self) { listGroups($0) }
        case .describeGroups: return reply(DescribeGroupsRequest.self) { describeGroups($0) }
        case .offsetFetch: return reply(OffsetFetchRequest.self) { offsetFetch($0) }
        case .offsetCommit: return reply(OffsetCommitRequest.self) { offsetCommit($0) }
        case .heartbeat: return reply(HeartbeatRequest.self) { heartbeat($0) }
        case .leaveGroup: return reply(LeaveGroupRequest.self) { leaveGroup($0, header.version) }
        case .listOffsets: return reply(ListOffsetsRequest.self) { listOffsets($0) }
        case .createTopics: return reply(CreateTopicsRequest.self) { createTopics($0) }
        case .deleteTopics: return reply(DeleteTopicsRequest.self) { deleteTopics($0) }
        case .describeConfigs: return reply(DescribeConfigsRequest.self) { describeConfigs($0) }
        case .produce:
            return reply(ProduceRequest.self) { request in
                let response = produce(request)
                return request.acks == 0 ? nil : response
            }
        case .saslHandshake: return reply(SaslHandshakeRequest.self) { handshake($0) }
        case .saslAuthenticate: return reply(SaslAuthenticateRequest.self) { authenticate($0) }
        case .initProducerID: return reply(InitProducerIDRequest.self) { _ in initProducerID() }
        case .fetch, .joinGroup, .syncGroup:
            return code.map { refuse(header, bytes, end, $0) } ?? dispatchPatient(header, bytes, end)
        }
    }

    /// The requests that may have to wait.
    private mutating func dispatchPatient(_ header: RequestHeader, _ bytes: [UInt8], _ end: Int) -> Outcome {
        switch header.api {
        case .joinGroup:
            guard let request = header.body(JoinGroupRequest.self, in: bytes, after: end) else { break }
            return join(request, header)
        case .syncGroup:
            guard let request = header.body(SyncGroupRequest.self, in: bytes, after: end) else { break }
            return sync(request, header)
        case .fetch:
            guard let request = header.body(FetchRequest.self, in: bytes, after: end) else { break }
            let until = cluster.now + Int64(request.maxWait)
            return outcome(of: Waiting(header: header, what: .fetch(request), until: until))
        default: break
        }
        return Outcome(effect: .close)
    }

    /// Such a request, answered with an error at once.
    private func refuse(_ header: RequestHeader, _ bytes: [UInt8], _ end: Int, _ code: ErrorCode) -> Outcome {
        switch header.api {
        case .joinGroup: return send(header, JoinGroupResponse(error: code))
        case .syncGroup: return send(header, SyncGroupResponse(error: code))
        default:
            guard let request = header.body(FetchRequest.self, in: bytes, after: end) else { break }
            var response = fetch(request)
            response.fail(code)
            return send(header, response)
        }
        return Outcome(effect: .close)
    }
}

extension Fault.Effect {
    fileprivate var error: ErrorCode? { if case .error(let code) = self { code } else { nil } }
}
