import Testing
import TripCore

@testable import TripSimulator

/// How members come, share, and go.
@Suite struct MembershipTests {
    private var cluster: SimulatedCluster = {
        var cluster = SimulatedCluster()
        cluster.addTopic("t", replicas: [[1], [2]])
        cluster.now = 1000
        return cluster
    }()

    private func request(_ member: String, _ names: [String] = ["range"]) -> JoinGroupRequest {
        JoinGroupRequest(
            group: "g", sessionTimeout: 6000, rebalanceTimeout: 30_000, member: member, protocolType: "consumer",
            protocols: names.map { .init(name: $0, metadata: [1]) })
    }

    private func join(_ cluster: inout SimulatedCluster, _ member: String = "") throws -> String {
        switch try cluster.join(request(member), client: "c", host: "/h", needsID: false) {
        case .comeAgain(let id), .wait(let id): id
        }
    }

    @Test func `a new member is told its id first where the version wants it`() throws {
        var cluster = cluster
        guard case .comeAgain(let id) = try cluster.join(request(""), client: "c", host: "/h", needsID: true) else {
            Issue.record("no id")
            return
        }
        #expect(id.hasPrefix("c-") && cluster.groups["g"]?.members.isEmpty ?? false)
        let again = try cluster.join(request(id), client: "c", host: "/h", needsID: true)
        #expect(again == .wait(id))
        #expect(cluster.groups["g"]?.members.map(\.id) == [id])
        let refusal = #expect(throws: Refusal.self) {
            try cluster.join(request("stranger"), client: "c", host: "/h", needsID: true)
        }
        #expect(refusal?.code == .unknownMember)
    }

    @Test func `two members share, one leaves, and the other goes on`() throws {
        var cluster = cluster
        let first = try join(&cluster)
        #expect(cluster.groups["g"]?.state == .completing && cluster.groups["g"]?.generation == 1)
        try cluster.sync(
            .init(group: "g", generation: 1, member: first, assignments: [.init(member: first, assignment: [7])]))
        #expect(cluster.groups["g"]?.state == .stable && cluster.groups["g"]?.members[0].assignment == [7])

        let second = try join(&cluster)
        #expect(cluster.groups["g"]?.state == .preparing)
        // The first is told by its heartbeat, and comes again.
        let told = #expect(throws: Refusal.self) {
            try cluster.heartbeat(.init(group: "g", generation: 1, member: first))
        }
        #expect(told?.code == .rebalanceInProgress)
        let back = try join(&cluster, first)
        #expect(back == first)
        #expect(cluster.groups["g"]?.state == .completing && cluster.groups["g"]?.generation == 2)
        #expect(cluster.groups["g"]?.leader == first)
        try cluster.sync(.init(group: "g", generation: 2, member: second))
        #expect(cluster.groups["g"]?.state == .completing, "only the leader brings the shares")
        try cluster.sync(
            .init(group: "g", generation: 2, member: first, assignments: [.init(member: second, assignment: [8])]))
        try cluster.heartbeat(.init(group: "g", generation: 2, member: second))

        try cluster.leave("g", member: .init(id: first))
        #expect(cluster.groups["g"]?.state == .preparing)
        let alone = try join(&cluster, second)
        #expect(alone == second)
        #expect(cluster.groups["g"]?.generation == 3 && cluster.groups["g"]?.leader == second)
        try cluster.leave("g", member: .init(id: second))
        #expect(cluster.groups["g"]?.state == .empty && cluster.groupsWithDeadlines.isEmpty)
    }

    @Test func `who is not heard of is let go`() throws {
        var cluster = cluster
        let member = try join(&cluster)
        try cluster.sync(.init(group: "g", generation: 1, member: member))
        #expect(cluster.nextDeadline == 7000)
        cluster.now = 6999
        let change1 = cluster.passTime()
        #expect(!change1)
        try cluster.heartbeat(.init(group: "g", generation: 1, member: member))
        cluster.now = 7000
        let change2 = cluster.passTime()
        #expect(!change2)
        cluster.now = 12_999
        let change3 = cluster.passTime()
        #expect(change3)
        #expect(cluster.groups["g"]?.state == .empty && cluster.nextDeadline == nil)
    }

    @Test func `who does not come again in a rebalance is let go`() throws {
        var cluster = cluster
        let first = try join(&cluster)
        try cluster.sync(.init(group: "g", generation: 1, member: first))
        let second = try join(&cluster)
        for time in stride(from: Int64(2000), through: 30_000, by: 2000) {
            cluster.now = time
            _ = try? cluster.heartbeat(.init(group: "g", generation: 1, member: first))
            _ = cluster.passTime()
            #expect(cluster.groups["g"]?.state == .preparing)
        }
        cluster.now = 31_000
        let change4 = cluster.passTime()
        #expect(change4)
        #expect(cluster.groups["g"]?.state == .completing && cluster.groups["g"]?.members.map(\.id) == [second])
    }

    @Test func `who shares no assignor is refused`() throws {
        var cluster = cluster
        _ = try join(&cluster)
        let refusal = #expect(throws: Refusal.self) {
            try cluster.join(request("", ["sticky"]), client: "c", host: "/h", needsID: false)
        }
        #expect(refusal?.code == .inconsistentGroupProtocol)
    }

    @Test func `commits are taken from members of the generation, or of a group without any`() throws {
        var cluster = cluster
        try cluster.commit(OffsetCommitRequest(group: "g"))
        let member = try join(&cluster)
        try cluster.sync(.init(group: "g", generation: 1, member: member))
        try cluster.commit(OffsetCommitRequest(group: "g", generation: 1, member: member))
        for (generation, id, code) in [
            (Int32(-1), "", ErrorCode.unknownMember), (0, member, .illegalGeneration), (1, "x", .unknownMember),
        ] {
            let refusal = #expect(throws: Refusal.self) {
                try cluster.commit(OffsetCommitRequest(group: "g", generation: generation, member: id))
            }
            #expect(refusal?.code == code)
        }
    }

    @Test func `placed members are shown, and give way to real ones`() throws {
        var cluster = cluster
        cluster.place([PlacedMember(clientID: "p", partitions: [TopicPartition("t", 1)])], in: "g")
        #expect(cluster.groups["g"]?.state == .stable && cluster.nextDeadline == nil)
        #expect(
            cluster.groups["g"]?.members[0].assignment == [0, 0, 0, 0, 0, 1, 0, 1, 0x74, 0, 0, 0, 1, 0, 0, 0, 1]
                + [255, 255, 255, 255])
        let real = try join(&cluster)
        #expect(cluster.groups["g"]?.members.map(\.id) == [real])
        cluster.place([PlacedMember(clientID: "p", partitions: [])], in: "h", state: .preparing)
        #expect(cluster.groups["h"]?.state == .preparing)
    }
}
