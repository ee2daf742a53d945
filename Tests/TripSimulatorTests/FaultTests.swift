import Testing
import TripCore
import TripSystem

@testable import TripSimulator

/// What goes wrong, as a client at a socket meets it.
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
    private let simulator: Simulator

    init() throws {
        var cluster = SimulatedCluster()
        cluster.addTopic("t", replicas: [[1, 2], [2, 3], [3, 1]])
        cluster.makeOffsetsTopic()
        cluster.append(10, to: "t", 0)
        simulator = try Simulator.start(cluster)
    }

    private func client(_ broker: Int) throws -> RawClient { try RawClient(simulator.bootstrap[broker - 1]) }

    @Test func `without a fault it answers`() throws {
        let client = try client(1)
        guard case .answer(let versions) = try client.ask(ApiVersionsRequest(), version: 3) else {
            Issue.record("no answer")
            return
        }
        #expect(versions.apis.count == API.allCases.count)
        guard case .answer(let metadata) = try client.ask(MetadataRequest(topics: nil), version: 12) else {
            Issue.record("no answer")
            return
        }
        #expect(metadata.brokers.map { Int($0.port) } == simulator.bootstrap.map(\.port))
        #expect(metadata.topics.count == 2 && metadata.controller == 1)
        #expect(simulator.requests == [.apiVersions: 1, .metadata: 1])
    }

    @Test func `a version of tomorrow is told what there is`() throws {
        let client = try client(1)
        try client.send(ApiVersionsRequest(), version: 9)
        guard case .answer(let versions) = try client.receive(ApiVersionsRequest.self, version: 0) else {
            Issue.record("no answer")
            return
        }
        #expect(versions.error == .unsupportedVersion && !versions.apis.isEmpty)
        #expect(try client.ask(MetadataRequest(), version: 99) == .ended(after: 0))
    }

    @Test func `a broker refuses, ends its connections, and is there again`() throws {
        let old = try client(2)
        let address = simulator.bootstrap[1]
        try simulator.change { _, faults in faults.add(.refuses, broker: 2) }
        #expect(try old.receive(HeartbeatRequest.self, version: 0) == .ended(after: 0))
        #expect(throws: SocketTrouble.self) { try RawClient(address) }
        // The controller has not noticed.
        guard case .answer(let metadata) = try client(1).ask(MetadataRequest(topics: nil), version: 5) else {
            Issue.record("no answer")
            return
        }
        #expect(metadata.brokers.map(\.id) == [1, 2, 3])
        try simulator.change { _, faults in faults.clear(broker: 2) }
        try answers(address)
    }

    @Test func `a lost broker refuses, and is in no metadata`() throws {
        let address = simulator.bootstrap[2]
        try simulator.change { cluster, _ in cluster.lose(broker: 3) }
        try refuses(address)
        guard case .answer(let metadata) = try client(1).ask(MetadataRequest(topics: nil), version: 5) else {
            Issue.record("no answer")
            return
        }
        #expect(metadata.brokers.map(\.id) == [1, 2])
        let topic = metadata.topics.first { $0.name == "t" }
        #expect(topic?.partitions.map(\.leader) == [1, 2, 1] && topic?.partitions[2].offline == [3])
        try simulator.change { cluster, _ in cluster.bringBack(broker: 3) }
        try answers(address)
    }

    /// The server's thread closes and opens ports a moment after it is told.
    private func refuses(_ address: Address) throws {
        let end = Deadline(after: .seconds(10))
        while !end.hasPassed {
            guard (try? RawClient(address)) != nil else { return }
        }
        Issue.record("\(address) does not refuse")
    }

    private func answers(_ address: Address) throws {
        let end = Deadline(after: .seconds(10))
        while !end.hasPassed {
            guard let client = try? RawClient(address) else { continue }
            guard case .answer = try client.ask(ApiVersionsRequest(), version: 0) else { break }
            return
        }
        Issue.record("\(address) does not answer")
    }

    @Test func `a frozen broker accepts and says nothing, and goes on when it thaws`() throws {
        try simulator.change { _, faults in faults.add(.silent, broker: 1) }
        let client = try client(1)
        #expect(try client.ask(ApiVersionsRequest(), version: 0, within: .milliseconds(200)) == .silence)
        try simulator.change { _, faults in faults.clear(broker: 1) }
        guard case .answer = try client.receive(ApiVersionsRequest.self, version: 0) else {
            Issue.record("no answer after the thaw")
            return
        }
    }

    @Test func `one sort of request is never answered`() throws {
        try simulator.change { _, faults in faults.add(.silent, broker: 1, api: .listGroups) }
        let client = try client(1)
        guard case .answer = try client.ask(ApiVersionsRequest(), version: 0) else {
            Issue.record("no answer")
            return
        }
        #expect(try client.ask(ListGroupsRequest(), version: 0, within: .milliseconds(200)) == .silence)
    }

    @Test func `a slow answer comes late`() throws {
        try simulator.change { _, faults in faults.add(.slow(300), api: .listGroups) }
        let client = try client(1)
        let start = ContinuousClock.now
        guard case .answer = try client.ask(ListGroupsRequest(), version: 0) else {
            Issue.record("no answer")
            return
        }
        #expect(start.duration(to: .now) >= .milliseconds(290))
    }

    @Test func `the connection ends in the middle of an answer`() throws {
        try simulator.change { _, faults in faults.add(.closesInAnswer, broker: 1) }
        guard case .ended(let count) = try client(1).ask(ApiVersionsRequest(), version: 0) else {
            Issue.record("it did not end")
            return
        }
        #expect(count > 4)
        guard case .answer = try client(2).ask(ApiVersionsRequest(), version: 0) else {
            Issue.record("another broker is as it was")
            return
        }
    }

    @Test(arguments: [Fault.Effect.garbage, .truncated])
    func `an answer makes no sense`(_ effect: Fault.Effect) throws {
        try simulator.change { _, faults in faults.add(effect) }
        #expect(try client(1).ask(MetadataRequest(topics: nil), version: 4) == .nonsense)
    }

    @Test func `an error stands wherever there is room, and nothing is done`() throws {
        try simulator.change { _, faults in
            for api in [API.createTopics, .listOffsets, .fetch, .joinGroup] {
                faults.add(.error(.clusterAuthorizationFailed), api: api)
            }
        }
        let client = try client(1)
        let create = CreateTopicsRequest(topics: [.init(name: "n", partitions: 1, replicationFactor: 1)])
        let code = ErrorCode.clusterAuthorizationFailed
        #expect(try client.ask(create, version: 4) == .answer(.init(topics: [.init(name: "n", error: code)])))
        #expect(simulator.read { $0.topics["n"] } == nil)
        let offsets = ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(number: 0, time: -1)])])
        #expect(
            try client.ask(offsets, version: 5)
                == .answer(.init(topics: [.init(name: "t", partitions: [.init(number: 0, error: code)])])))
        let fetch = FetchRequest(
            maxWait: 60_000, minBytes: 1, topics: [.init(name: "t", partitions: [.init(number: 0)])])
        guard case .answer(let fetched) = try client.ask(fetch, version: 11) else {
            Issue.record("no answer")
            return
        }
        #expect(fetched.topics.first?.partitions.first?.error == code)
        #expect(try client.ask(JoinGroupRequest(group: "g"), version: 5) == .answer(.init(error: code)))
        #expect(simulator.read { $0.groups.isEmpty })
    }

    @Test func `during an election nobody leads`() throws {
        try simulator.change { _, faults in faults.electing = [TopicPartition("t", 0)] }
        let client = try client(1)
        guard case .answer(let metadata) = try client.ask(MetadataRequest(topics: [.init(name: "t")]), version: 5)
        else {
            Issue.record("no answer")
            return
        }
        #expect(metadata.topics[0].partitions.map(\.leader) == [-1, 2, 3])
        #expect(metadata.topics[0].partitions.map(\.error) == [.leaderNotAvailable, .none, .none])
        let offsets = ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(number: 0, time: -1)])])
        guard case .answer(let answer) = try client.ask(offsets, version: 1) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.topics[0].partitions[0].error == .notLeader)
    }

    @Test func `metadata is stale until its time, and the controller is hidden`() throws {
        try simulator.change { cluster, faults in
            faults.staleMetadata = .init(cluster, until: .max)
            cluster.elect(2, of: "t", 0)
            faults.hidesController = true
        }
        let client = try client(1)
        func leader() throws -> Int32? {
            guard case .answer(let answer) = try client.ask(MetadataRequest(topics: [.init(name: "t")]), version: 5)
            else { return nil }
            #expect(answer.controller == -1)
            return answer.topics[0].partitions[0].leader
        }
        #expect(try leader() == 1)
        try simulator.change { cluster, faults in faults.staleMetadata?.until = cluster.now }
        #expect(try leader() == 2)
        let create = CreateTopicsRequest(topics: [.init(name: "n", partitions: 1, replicationFactor: 1)])
        #expect(
            try client.ask(create, version: 0) == .answer(.init(topics: [.init(name: "n", error: .notController)])))
    }

    @Test func `a coordinator moves`() throws {
        let old = try simulator.change { cluster, _ in
            cluster.commit(5, of: "g", to: "t", 0)
            return cluster.coordinator(of: "g") ?? 0
        }
        let other: Int32 = old == 1 ? 2 : 1
        try simulator.change { cluster, faults in
            cluster.moveCoordinator(of: "g", to: other)
            faults.toldCoordinators["g"] = old
        }
        func found() throws -> Int32? {
            guard case .answer(let answer) = try client(1).ask(FindCoordinatorRequest(key: "g"), version: 2) else {
                return nil
            }
            return answer.coordinators.first?.broker
        }
        #expect(try found() == old)
        let ask = OffsetFetchRequest(groups: [.init(name: "g", topics: nil)])
        func committed(_ broker: Int32) throws -> [String] {
            guard case .answer(let answer) = try client(Int(broker)).ask(ask, version: 5) else { return [] }
            return answer.groups.map { "\($0.error.rawValue) \($0.topics.flatMap(\.partitions).map(\.offset))" }
        }
        #expect(try committed(old) == ["16 []"])
        #expect(try committed(other) == ["0 [5]"])
        try simulator.change { _, faults in faults.toldCoordinators = [:] }
        #expect(try found() == other)
    }

    @Test func `a read waits for records, and no longer than it may`() throws {
        let client = try client(1)
        func fetch(_ wait: Int32) -> FetchRequest {
            FetchRequest(
                maxWait: wait, minBytes: 1,
                topics: [.init(name: "t", partitions: [.init(number: 0, offset: 10, maxBytes: 1 << 20)])])
        }
        guard case .answer(let empty) = try client.ask(fetch(50), version: 11) else {
            Issue.record("no answer")
            return
        }
        #expect(empty.topics[0].partitions[0].records == [])
        try client.send(fetch(60_000), version: 11)
        #expect(try client.receive(FetchRequest.self, version: 11, within: .milliseconds(100)) == .silence)
        try simulator.change { cluster, _ in cluster.append(1, to: "t", 0) }
        guard case .answer(let filled) = try client.receive(FetchRequest.self, version: 11) else {
            Issue.record("no answer")
            return
        }
        #expect(filled.topics[0].partitions[0].highWatermark == 11)
        #expect(try RecordBatch.all(in: filled.topics[0].partitions[0].records ?? []).map(\.count) == [1])
    }

    @Test func `who has not logged in is shown the door`() throws {
        try simulator.change { cluster, _ in cluster.users = ["ann": "secret"] }
        #expect(try client(1).ask(MetadataRequest(), version: 1) == .ended(after: 0))
        let client = try client(1)
        let other = SaslHandshakeResponse(error: .unsupportedMechanism, mechanisms: ["PLAIN"])
        #expect(try client.ask(SaslHandshakeRequest(mechanism: "GSSAPI"), version: 1) == .answer(other))
        #expect(
            try client.ask(SaslHandshakeRequest(mechanism: "PLAIN"), version: 1)
                == .answer(.init(mechanisms: ["PLAIN"])))
        guard
            case .answer(let no) = try client.ask(
                SaslAuthenticateRequest(token: [0] + Array("ann".utf8) + [0] + Array("wrong".utf8)), version: 1)
        else {
            Issue.record("no answer")
            return
        }
        #expect(no.error == .loginFailed && no.message != nil)
        let token = [0] + Array("ann".utf8) + [0] + Array("secret".utf8)
        #expect(try client.ask(SaslAuthenticateRequest(token: token), version: 1) == .answer(.init()))
        guard case .answer = try client.ask(MetadataRequest(), version: 1) else {
            Issue.record("logged in, and not answered")
            return
        }
    }

    @Test func `a new broker listens, and a stopped simulator gives its ports back`() throws {
        try simulator.change { cluster, _ in cluster.brokers[4] = Broker(rack: "b") }
        let address = simulator.bootstrap[3]
        try answers(address)
        simulator.stop()
        simulator.stop()
        #expect(throws: SocketTrouble.self) { try RawClient(address) }
        let again = try Simulator.start(
            {
                var cluster = SimulatedCluster(brokers: [1])
                cluster.brokers[1]?.port = address.port
                return cluster
            }())
        #expect(again.bootstrap == [address])
        let taken = #expect(throws: Failure.self) {
            try Simulator.start(
                {
                    var cluster = SimulatedCluster(brokers: [1])
                    cluster.brokers[1]?.port = address.port
                    return cluster
                }())
        }
        withExtendedLifetime(again) {}
        #expect(taken?.doing == "listen on port \(address.port) of 127.0.0.1")
    }
}
