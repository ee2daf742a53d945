import Foundation
import Testing
import TripTestSupport

/// `tripctl lag` of groups in every state that Kafka knows: each number of each case.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct LagStateTests {
    @Test func `a live member, with and without a lag`() async throws {
        let (client, tripctl) = try await bench("state-live", records: [10, 20, 0])
        try await client.commit([.init("state-live", 0, 4), .init("state-live", 1, 20)], for: "state-live")
        let member = try GroupMember(client, group: "state-live", topics: ["state-live"], clientID: "reader 1")
        try await member.waitForAssignment(3)
        let reply = try await tripctl.json(["lag", "state-live"])
        #expect(reply.status == 0)
        #expect(reply.total("state-live") == "stable lag=6 lost=0 complete=true")
        #expect(
            reply.rows("state-live") == [
                "state-live:0 4 in 0..10 lag=6 lost=0", "state-live:1 20 in 0..20 lag=0 lost=0",
                "state-live:2 null in 0..0 lag=0 lost=0 neverCommitted",
            ])
        #expect(reply.codes == ["TC302"])
        #expect(reply.texts == ["nothing committed yet in partition 2: lag is counted from the log start"])
        let row = reply.group("state-live")["partitions"][0]
        #expect(row["client"] == "reader 1" && row["host"] == "127.0.0.1")
        #expect(row["age"] == nil)
        let leaders = try await client.topics()["state-live"]?.map { $0.leader ?? -1 } ?? []
        #expect(
            reply.group("state-live")["partitions"].elements.map { $0["leader"].number } == leaders.map(Double.init))
        let members = reply.group("state-live")["members"]
        #expect(members.elements.count == 1)
        #expect(members[0]["member"] == row["member"])
        #expect(members[0]["partitions"].elements.map { $0["partition"] } == [0, 1, 2])

        try await member.close()
        let left = try await tripctl.json(["lag", "state-live"])
        #expect(left.total("state-live") == "empty lag=6 lost=0 complete=true")
        #expect(left.rows("state-live").count == 2)
        #expect(left.group("state-live")["members"] == [])
        #expect(left.group("state-live")["partitions"][0]["member"] == nil)
    }

    @Test func `one partition of three is committed`() async throws {
        let (client, tripctl) = try await bench("state-third", records: [7, 8, 9])
        try await client.commit([.init("state-third", 1, 5)], for: "state-third")
        let empty = try await tripctl.json(["lag", "state-third"])
        #expect(empty.status == 0 && empty.codes == [])
        #expect(empty.total("state-third") == "empty lag=3 lost=0 complete=true")
        #expect(empty.rows("state-third") == ["state-third:1 5 in 0..8 lag=3 lost=0"])

        let member = try GroupMember(client, group: "state-third", topics: ["state-third"])
        try await member.waitForAssignment(3)
        let live = try await tripctl.json(["lag", "state-third"])
        #expect(live.status == 0 && live.codes == ["TC302"])
        #expect(live.total("state-third") == "stable lag=19 lost=0 complete=true")
        #expect(
            live.rows("state-third") == [
                "state-third:0 null in 0..7 lag=7 lost=0 neverCommitted", "state-third:1 5 in 0..8 lag=3 lost=0",
                "state-third:2 null in 0..9 lag=9 lost=0 neverCommitted",
            ])
    }

    @Test func `assigned and never committed counts from the log start`() async throws {
        let (client, tripctl) = try await bench("state-fresh", records: [30, 5, 0])
        try await client.deleteRecords(of: "state-fresh", 0, before: 12)
        let member = try GroupMember(client, group: "state-fresh", topics: ["state-fresh"])
        try await member.waitForAssignment(3)
        let reply = try await tripctl.json(["lag", "state-fresh"])
        #expect(reply.status == 0 && reply.codes == ["TC302"])
        #expect(reply.total("state-fresh") == "stable lag=23 lost=0 complete=true")
        #expect(
            reply.rows("state-fresh") == [
                "state-fresh:0 null in 12..30 lag=18 lost=0 neverCommitted",
                "state-fresh:1 null in 0..5 lag=5 lost=0 neverCommitted",
                "state-fresh:2 null in 0..0 lag=0 lost=0 neverCommitted",
            ])
    }

    @Test func `records that were deleted before they were read are lost`() async throws {
        let (client, tripctl) = try await bench("state-below", records: [1000, 0, 0])
        try await client.deleteRecords(of: "state-below", 0, before: 500)
        try await client.commit([.init("state-below", 0, 10)], for: "state-below")
        let reply = try await tripctl.json(["lag", "state-below"])
        #expect(reply.status == 1 && reply.codes == ["TC303"])
        #expect(reply.total("state-below") == "empty lag=500 lost=490 complete=true")
        #expect(reply.rows("state-below") == ["state-below:0 10 in 500..1000 lag=500 lost=490 beforeStart"])
        #expect(reply.texts == ["the commit lies 490 records before the log start: deleted unread"])
    }

    @Test func `a commit beyond the end is no negative lag, and no part of the total`() async throws {
        let (client, tripctl) = try await bench("state-above", records: [100, 40, 0])
        try await client.commit([.init("state-above", 0, 4000), .init("state-above", 1, 30)], for: "state-above")
        let reply = try await tripctl.json(["lag", "state-above"])
        #expect(reply.status == 1 && reply.codes == ["TC304"])
        #expect(reply.total("state-above") == "empty lag=10 lost=0 complete=true")
        #expect(
            reply.rows("state-above") == [
                "state-above:0 4000 in 0..100 lag=0 lost=0 beyondEnd", "state-above:1 30 in 0..40 lag=10 lost=0",
            ])
        #expect(reply.texts == ["commit 3,900 beyond the end: the topic was rewound or recreated"])
    }

    @Test func `commits go with their topic`() async throws {
        let (client, tripctl) = try await bench("state-gone", records: [5, 0, 0])
        try await client.createTopic("state-stays", partitions: 1)
        try await client.produce(9, to: "state-stays", 0)
        try await client.commit([.init("state-gone", 0, 2)], for: "state-of-one")
        try await client.commit([.init("state-gone", 0, 2), .init("state-stays", 0, 3)], for: "state-of-two")
        try await client.deleteTopic("state-gone")
        try await eventually("the group of the deleted topic is gone") {
            try await client.groups()["state-of-one"] == nil
        }
        try await eventually("its commits are gone") { try await client.committed("state-of-two").count == 1 }
        let one = try await tripctl.json(["lag", "state-of-one"])
        #expect(one.status == 1 && one.codes == ["TC301"])
        let two = try await tripctl.json(["lag", "state-of-two"])
        #expect(two.status == 0)
        #expect(two.rows("state-of-two") == ["state-stays:0 3 in 0..9 lag=6 lost=0"])
    }

    @Test func `a member of a deleted topic: that row says why, the others stand`() async throws {
        let (client, tripctl) = try await bench("state-away", records: [5, 5, 5])
        try await client.createTopic("state-here", partitions: 1)
        try await client.produce(9, to: "state-here", 0)
        try await client.commit([.init("state-here", 0, 2)], for: "state-away")
        let member = try GroupMember(
            client, group: "state-away", topics: ["state-away", "state-here"], session: 45)
        try await member.waitForAssignment(4)
        // A ghost does not notice that a topic is gone.
        try await member.vanish()
        try await client.deleteTopic("state-away")
        let reply = try await tripctl.json(["lag", "state-away"])
        #expect(reply.status == 3)
        #expect(reply.envelope["complete"] == false)
        #expect(reply.total("state-away") == "stable lag=7 lost=0 complete=false")
        #expect(
            reply.rows("state-away") == (0..<3).map {
                "state-away:\($0) null in null..null lag=null lost=null topicDeleted"
            } + ["state-here:0 2 in 0..9 lag=7 lost=0"])
        #expect(Set(reply.codes) == ["TC305"])
        #expect(reply.texts.first == "lag unknown: topic state-away does not exist")
        let table = try await tripctl.run(["lag", "state-away"])
        #expect(table.output.hasPrefix("state-away: stable, 1 member, coordinator "))
        #expect(table.output.contains(", lag ≥ 7\n"))
        let prometheus = try await tripctl.run(["lag", "state-away", "-o", "prometheus"])
        #expect(!prometheus.output.contains(#"topic="state-away""#))
    }

    @Test func `a rebalance is information, and what is committed is known`() async throws {
        let (client, tripctl) = try await bench("state-moving", records: [10, 10, 10])
        try await client.commit([.init("state-moving", 0, 4), .init("state-moving", 2, 10)], for: "state-moving")
        let stubborn = try GroupMember(
            client, group: "state-moving", topics: ["state-moving"], session: 45, stubborn: true)
        try await stubborn.waitForAssignment(3)
        let second = try GroupMember(client, group: "state-moving", topics: ["state-moving"], session: 45)
        try await eventually("the group rebalances") {
            try await client.groups()["state-moving"] == "PreparingRebalance"
        }
        let reply = try await tripctl.json(["lag", "state-moving"])
        #expect(reply.status == 0 && reply.codes == ["TC306"])
        #expect(reply.envelope["complete"] == true)
        #expect(reply.total("state-moving") == "rebalancing lag=6 lost=0 complete=true")
        #expect(
            reply.rows("state-moving") == [
                "state-moving:0 4 in 0..10 lag=6 lost=0", "state-moving:2 10 in 0..10 lag=0 lost=0",
            ])
        #expect(reply.group("state-moving")["members"].elements.allSatisfy { $0["partitions"] == [] })
        #expect(reply.group("state-moving")["members"].elements.count == 2)
        let list = try await tripctl.json(["groups"])
        let listed = list.data["groups"].elements.first { $0["group"] == "state-moving" }
        #expect(listed?["state"] == "rebalancing" && listed?["members"] == 2)
        try await stubborn.vanish()
        try await second.vanish()
    }

    @Test func `a killed consumer is a member until its session ends`() async throws {
        let (client, tripctl) = try await bench("state-ghost", records: [10, 0, 0])
        try await client.commit([.init("state-ghost", 0, 1)], for: "state-ghost")
        let member = try GroupMember(client, group: "state-ghost", topics: ["state-ghost"], session: 8)
        try await member.waitForAssignment(3)
        try await member.vanish()
        let haunted = try await tripctl.json(["lag", "state-ghost"])
        #expect(haunted.total("state-ghost") == "stable lag=9 lost=0 complete=true")
        #expect(haunted.rows("state-ghost").count == 3)
        #expect(haunted.group("state-ghost")["members"].elements.count == 1)
        try await eventually("the ghost is gone") { try await client.groups()["state-ghost"] == "Empty" }
        let laid = try await tripctl.json(["lag", "state-ghost"])
        #expect(laid.total("state-ghost") == "empty lag=9 lost=0 complete=true")
        #expect(laid.rows("state-ghost") == ["state-ghost:0 1 in 0..10 lag=9 lost=0"])
    }

    @Test func `a group that does not exist is named, with the ones that may be meant`() async throws {
        let (client, tripctl) = try await bench("state-near", records: [1, 0, 0])
        try await client.commit([.init("state-near", 0, 0)], for: "state-nearby")
        let reply = try await tripctl.json(["lag", "state-neraby", "state-nearby"])
        #expect(reply.status == 1 && reply.codes == ["TC301"])
        #expect(reply.total("state-neraby") == "notFound lag=null lost=null complete=false")
        #expect(reply.total("state-nearby") == "empty lag=1 lost=0 complete=true")
        #expect(reply.hints.first?.contains("did you mean state-nearby") == true)
        #expect(reply.errors == "tripctl: group state-neraby does not exist\n")
        let judged = try await tripctl.json(["lag", "state-neraby", "--crit", "lag=1"])
        #expect(judged.status == 3 && judged.codes == ["TC301"])
        let table = try await tripctl.run(["lag", "state-neraby"])
        #expect(table.status == 1)
        #expect(table.errors == "tripctl: group state-neraby does not exist\n")
        #expect(table.output.hasPrefix("state-neraby: not found\n"))
        #expect(table.output.contains("did you mean state-nearby?"))
    }

    /// A topic with so many records in its partitions, and what there is to ask about it.
    private func bench(_ topic: String, records: [Int]) async throws -> (TestClient, Tripctl) {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic(topic, partitions: records.count)
        for (partition, count) in records.enumerated() where count > 0 {
            try await client.produce(count, to: topic, Int32(partition))
        }
        return (client, Tripctl(cluster))
    }
}
