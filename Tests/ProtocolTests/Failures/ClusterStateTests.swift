import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// A cluster that is not well, as metadata tells it.
@Suite(.serialized) struct ClusterStateTests {
    private static let first = TopicPartition(Scene.topic, 0)

    @Test func anElectionIsOverInTheEnd() async throws {
        let scene = try Scene { $1.electing = [Self.first] }
        let isr = try await scene.json("isr")
        #expect(isr.status == 2)
        #expect(isr.codes == ["TC201"])
        #expect(
            isr.data["topics"].elements.first { $0["name"].text == Scene.topic }?["partitions"][0]["leader"] == .null)
        let lag = try await scene.json("lag", Scene.group)
        #expect(lag.status == 3)
        #expect(lag.texts == ["lag unknown: the partition has no leader"])
        #expect(lag.data["groups"][0]["lag"] == .number(20))

        try scene.simulator.change { $1.electing = [] }
        #expect(try await scene.json("isr").status == 0)
        #expect(try await scene.json("lag", Scene.group).data["groups"][0]["lag"] == .number(30))
    }

    @Test func aPartitionWithoutALeader() async throws {
        let scene = try Scene { cluster, _ in cluster.elect(nil, of: Scene.topic, 1) }
        for command in ["isr", "health"] {
            let reply = try await scene.json(command)
            #expect(reply.status == 2)
            #expect(reply.codes == ["TC201"])
        }
    }

    @Test func aShrunkISR() async throws {
        let scene = try Scene { cluster, _ in cluster.shrink(Scene.topic, 1, without: 3) }
        for command in ["isr", "health"] {
            let reply = try await scene.json(command)
            #expect(reply.status == 1)
            #expect(reply.codes == ["TC206"])
        }
        try scene.simulator.change { cluster, _ in cluster.brokerSettings["min.insync.replicas"] = "2" }
        for command in ["isr", "health"] {
            let reply = try await scene.json(command)
            #expect(reply.status == 2)
            #expect(reply.codes == ["TC205"])
        }
    }

    /// Metadata goes on naming a broker that is dead: only dialling tells.
    @Test func staleMetadata() async throws {
        let scene = try Scene { cluster, faults in
            faults.staleMetadata = Faults.StaleMetadata(cluster, until: cluster.now + 3_600_000)
            cluster.lose(broker: 3)
        }
        let brokers = try await scene.json("brokers")
        #expect(brokers.status == 2)
        #expect(brokers.codes == ["TC102"])
        #expect(Set(try await scene.json("isr").codes) == ["TC202", "TC211"])
        let groups = try await scene.json("groups")
        #expect(groups.status == 3)
        #expect(groups.codes == ["TC308"])

        try scene.simulator.change { $1.staleMetadata = nil }
        let noticed = try await scene.json("brokers")
        #expect(noticed.status == 1)
        #expect(noticed.codes == ["TC101", "TC106", "TC105"])
        #expect(try await scene.json("lag", Scene.group).status == 0)
    }

    @Test func noController() async throws {
        let scene = try Scene { $1.hidesController = true }
        for command in ["brokers", "health"] {
            let reply = try await scene.json(command)
            #expect(reply.status == 2)
            #expect(reply.codes == ["TC104"])
        }
        let create = try await scene.json("topic", "create", "orders", timeout: 2)
        #expect(create.status == 3)
        #expect(create.error["reason"].text == "no broker that answers is the controller, so nothing was asked")
    }

    /// Topics that may not be looked at are unknown, and not gone.
    @Test(arguments: [ErrorCode.topicAuthorizationFailed, .leaderNotAvailable])
    func topicsThatBrokersDoNotTellOf(_ code: ErrorCode) async throws {
        let scene = try Scene { $1.add(.error(code), api: .metadata) }
        for command in [["isr"], ["topic", "list"], ["topic", "describe", Scene.topic]] {
            let reply = try await scene.json(command)
            #expect(reply.status == 3, "\(command)")
            #expect(Set(reply.codes) == ["TC213"])
        }
        let lag = try await scene.json("lag", Scene.group)
        #expect(lag.status == 3)
        #expect(Set(lag.codes) == ["TC305"])
    }
}
