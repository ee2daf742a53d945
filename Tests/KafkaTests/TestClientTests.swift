import Foundation
import Testing
import TripTestSupport

/// Does the tests' client make the situations that it says it makes?
@Suite(.requires(.kafka), .timeLimit(.minutes(3)))
struct TestClientTests {
    @Test func `topics come as asked and go`() async throws {
        let client = try await TestClient(KafkaCluster.shared)
        try await client.createTopic("client-defaults")
        #expect(try await client.topics()["client-defaults"]?.map(\.replicas.count) == [2, 2, 2])
        try await client.createTopic(
            "client-placed", assignment: [[3, 1], [2, 3]], configs: ["retention.ms": "1000"])
        #expect(
            try await client.topics()["client-placed"] == [
                PartitionState(partition: 0, leader: 3, replicas: [3, 1], inSync: [1, 3]),
                PartitionState(partition: 1, leader: 2, replicas: [2, 3], inSync: [2, 3]),
            ])
        let error = await #expect(throws: KafkaError.self) { try await client.createTopic("client-placed") }
        #expect(error?.name == "TOPIC_ALREADY_EXISTS")
        try await client.deleteTopic("client-placed")
        #expect(try await client.topics()["client-placed"] == nil)
    }

    @Test func `records are written and deleted`() async throws {
        let client = try await TestClient(KafkaCluster.shared)
        try await client.createTopic("client-records")
        try await client.produce(250, to: "client-records", 1, lz4: true, timestamp: { 1_700_000_000_000 + Int64($0) })
        #expect(try await client.logRange(of: "client-records", 1) == 0..<250)
        #expect(try await client.logRange(of: "client-records", 0) == 0..<0)
        try await client.deleteRecords(of: "client-records", 1, before: 100)
        #expect(try await client.logRange(of: "client-records", 1) == 100..<250)
    }

    @Test func `offsets are committed for a group without members`() async throws {
        let client = try await TestClient(KafkaCluster.shared)
        try await client.createTopic("client-commits")
        let offsets = [PartitionOffset("client-commits", 0, 7), PartitionOffset("client-commits", 2, 99_999)]
        try await client.commit(offsets, for: "client-committed")
        #expect(try await client.committed("client-committed") == offsets)
        #expect(try await client.committed("client-no-such-group") == [])
        #expect(try await client.groups()["client-committed"] == "Empty")
    }

    @Test func `a member joins, reads, commits and leaves`() async throws {
        let client = try await TestClient(KafkaCluster.shared)
        try await client.createTopic("client-member")
        try await client.produce(10, to: "client-member", 0)
        let member = try GroupMember(client, group: "client-members", topics: ["client-member"], commits: true)
        try await member.waitForAssignment(3)
        try await member.waitForRecords(10)
        #expect(member.progress.assigned == ["client-member": [0, 1, 2]])
        #expect(try await client.groups()["client-members"] == "Stable")
        try await member.close()
        #expect(try await client.committed("client-members") == [PartitionOffset("client-member", 0, 10)])
        #expect(try await client.groups()["client-members"] == "Empty")
    }

    @Test func `a member that vanishes stays a ghost until its session ends`() async throws {
        let client = try await TestClient(KafkaCluster.shared)
        try await client.createTopic("client-ghost")
        let member = try GroupMember(client, group: "client-ghosts", topics: ["client-ghost"], session: 6)
        try await member.waitForAssignment()
        try await member.vanish()
        #expect(try await client.groups()["client-ghosts"] == "Stable")
        try await eventually("the ghost is gone") { try await client.groups()["client-ghosts"] == "Empty" }
    }

    @Test func `the shared cluster is started once`() async throws {
        async let one = KafkaCluster.shared
        async let other = KafkaCluster.shared
        #expect(try await one === other)
    }
}
