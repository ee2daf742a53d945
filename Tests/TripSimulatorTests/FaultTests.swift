import Testing
import TripCore
import TripSystem

@testable import TripSimulator

/// What goes wrong, as a client at a socket meets it.
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
    private let simulator: Simulator

    init() throws { simulator = try .tenRecords() }

    @Test func `a broker refuses, ends its connections, and is there again`() throws {
        let old = try simulator.client(2)
        let address = simulator.bootstrap[1]
        try simulator.change { _, faults in faults.add(.refuses, broker: 2) }
        #expect(try old.receive(HeartbeatRequest.self, version: 0) == .ended(after: 0))
        #expect(throws: SocketTrouble.self) { try RawClient(address) }
        // The controller has not noticed.
        let metadata = try #require(try simulator.client(1).ask(MetadataRequest(topics: nil), version: 5).value)
        #expect(metadata.brokers.map(\.id) == [1, 2, 3])
        try simulator.change { _, faults in faults.clear(broker: 2) }
        try RawClient.expectAnswer(at: address)
    }

    @Test func `a lost broker refuses, and is in no metadata`() throws {
        let address = simulator.bootstrap[2]
        try simulator.change { cluster, _ in cluster.lose(broker: 3) }
        RawClient.expectRefusal(at: address)
        let metadata = try #require(try simulator.client(1).ask(MetadataRequest(topics: nil), version: 5).value)
        #expect(metadata.brokers.map(\.id) == [1, 2])
        let topic = metadata.topics.first { $0.name == "t" }
        #expect(topic?.partitions.map(\.leader) == [1, 2, 1] && topic?.partitions[2].offline == [3])
        try simulator.change { cluster, _ in cluster.bringBack(broker: 3) }
        try RawClient.expectAnswer(at: address)
    }

    @Test func `a frozen broker accepts and says nothing, and goes on when it thaws`() throws {
        try simulator.change { _, faults in faults.add(.silent, broker: 1) }
        let client = try simulator.client(1)
        #expect(try client.ask(ApiVersionsRequest(), version: 0, within: .milliseconds(200)) == .silence)
        try simulator.change { _, faults in faults.clear(broker: 1) }
        #expect(try client.receive(ApiVersionsRequest.self, version: 0).value != nil, "no answer after the thaw")
    }

    @Test func `one sort of request is never answered`() throws {
        try simulator.change { _, faults in faults.add(.silent, broker: 1, api: .listGroups) }
        let client = try simulator.client(1)
        #expect(try client.ask(ApiVersionsRequest(), version: 0).value != nil)
        #expect(try client.ask(ListGroupsRequest(), version: 0, within: .milliseconds(200)) == .silence)
    }

    @Test func `a slow answer comes late`() throws {
        try simulator.change { _, faults in faults.add(.slow(300), api: .listGroups) }
        let client = try simulator.client(1)
        let start = ContinuousClock.now
        #expect(try client.ask(ListGroupsRequest(), version: 0).value != nil)
        #expect(start.duration(to: .now) >= .milliseconds(290))
    }

    @Test func `the connection ends in the middle of an answer`() throws {
        try simulator.change { _, faults in faults.add(.closesInAnswer, broker: 1) }
        guard case .ended(let count) = try simulator.client(1).ask(ApiVersionsRequest(), version: 0) else {
            Issue.record("it did not end")
            return
        }
        #expect(count > 4)
        #expect(
            try simulator.client(2).ask(ApiVersionsRequest(), version: 0).value != nil, "another broker is as it was")
    }

    @Test(arguments: [Fault.Effect.garbage, .truncated])
    func `an answer makes no sense`(_ effect: Fault.Effect) throws {
        try simulator.change { _, faults in faults.add(effect) }
        #expect(try simulator.client(1).ask(MetadataRequest(topics: nil), version: 4) == .nonsense)
    }

    @Test func `an error stands wherever there is room, and nothing is done`() throws {
        try simulator.change { _, faults in
            for api in [API.createTopics, .listOffsets, .fetch, .joinGroup] {
                faults.add(.error(.clusterAuthorizationFailed), api: api)
            }
        }
        let client = try simulator.client(1)
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
        let fetched = try #require(try client.ask(fetch, version: 11).value)
        #expect(fetched.topics.first?.partitions.first?.error == code)
        #expect(try client.ask(JoinGroupRequest(group: "g"), version: 5) == .answer(.init(error: code)))
        #expect(simulator.read { $0.groups.isEmpty })
    }

    @Test func `during an election nobody leads`() throws {
        try simulator.change { _, faults in faults.electing = [TopicPartition("t", 0)] }
        let client = try simulator.client(1)
        let metadata = try #require(try client.ask(MetadataRequest(topics: [.init(name: "t")]), version: 5).value)
        #expect(metadata.topics[0].partitions.map(\.leader) == [-1, 2, 3])
        #expect(metadata.topics[0].partitions.map(\.error) == [.leaderNotAvailable, .none, .none])
        let offsets = ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(number: 0, time: -1)])])
        let answer = try #require(try client.ask(offsets, version: 1).value)
        #expect(answer.topics[0].partitions[0].error == .notLeader)
    }

    @Test func `metadata is stale until its time, and the controller is hidden`() throws {
        try simulator.change { cluster, faults in
            faults.staleMetadata = .init(cluster, until: .max)
            cluster.elect(2, of: "t", 0)
            faults.hidesController = true
        }
        let client = try simulator.client(1)
        func leader() throws -> Int32? {
            let answer = try client.ask(MetadataRequest(topics: [.init(name: "t")]), version: 5).value
            #expect(answer?.controller == -1)
            return answer?.topics[0].partitions[0].leader
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
            let answer = try simulator.client(1).ask(FindCoordinatorRequest(key: "g"), version: 2)
            return answer.value?.coordinators.first?.broker
        }
        #expect(try found() == old)
        let ask = OffsetFetchRequest(groups: [.init(name: "g", topics: nil)])
        func committed(_ broker: Int32) throws -> [String] {
            guard case .answer(let answer) = try simulator.client(Int(broker)).ask(ask, version: 5) else { return [] }
            return answer.groups.map { "\($0.error.rawValue) \($0.topics.flatMap(\.partitions).map(\.offset))" }
        }
        #expect(try committed(old) == ["16 []"])
        #expect(try committed(other) == ["0 [5]"])
        try simulator.change { _, faults in faults.toldCoordinators = [:] }
        #expect(try found() == other)
    }
}
