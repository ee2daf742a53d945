import Foundation
import Testing
import TripTestSupport

/// Everything but ZooKeeper's own view works on a KRaft cluster, where metadata names a random broker as controller.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct KRaftTests {
    @Test func `brokers, and no controller`() async throws {
        let tripctl = Tripctl(try await KafkaCluster.kraftShared)
        for _ in 0..<5 {
            let reply = try await tripctl.json(["brokers"])
            #expect(reply.status == 0 && reply.codes == [], "\(reply.texts)")
            #expect(reply.data["controller"] == nil)
            #expect(reply.data["brokers"].elements.map { $0["id"] } == [1, 2, 3])
            #expect(reply.data["brokers"].elements.allSatisfy { $0["reachable"] == true && $0["listed"] == true })
        }
        let table = try await tripctl.run(["brokers"])
        #expect(table.output.hasSuffix("OK  3 of 3 brokers answer\n"), "\(table.output)")
        #expect(!table.output.contains("controller"))
    }

    @Test func `topics are created, shown, judged and deleted`() async throws {
        let cluster = try await KafkaCluster.kraftShared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        let created = try await tripctl.json(["topic", "create", "kraft-topic"])
        #expect(created.status == 0 && created.data["outcome"] == "created", "\(created.errors)")
        #expect(try await client.topics()["kraft-topic"]?.map(\.replicas) == [[1, 2], [2, 3], [3, 1]])
        #expect(try await client.topics()["kraft-topic"]?.map(\.leader) == [1, 2, 3])
        let again = try await tripctl.json(["topic", "create", "kraft-topic"])
        #expect(again.status == 0 && again.data["outcome"] == "exists", "\(again.errors)")
        let differs = try await tripctl.json(["topic", "create", "kraft-topic", "--retention", "1h"])
        #expect(differs.status == 1 && differs.codes == ["TC212"])
        let refused = try await tripctl.run(["topic", "create", "kraft-bad", "--config", "no.such=1"])
        #expect(
            refused.status == 1 && refused.errors.contains("Unknown topic config name: no.such"), "\(refused.errors)")
        let listed = try await tripctl.json(["topic", "list"])
        let row = listed.data["topics"].elements.first { $0["name"] == "kraft-topic" }
        #expect(
            row == [
                "name": "kraft-topic", "partitions": 3, "replicationFactor": 2, "internal": false, "offline": 0,
                "underReplicated": 0,
            ])
        let described = try await tripctl.json(["topic", "describe", "kraft-topic"])
        #expect(described.status == 0)
        let configs = described.data["topics"][0]["configs"].elements
        let retention = configs.first { $0["name"] == "retention.ms" }
        #expect(retention == ["name": "retention.ms", "value": "604800000", "isDefault": false])
        let isr = try await tripctl.json(["isr", "kraft-topic"])
        #expect(isr.status == 0 && isr.data["topics"][0]["partitions"].elements.count == 3)
        #expect(try await tripctl.json(["topic", "delete", "kraft-topic", "--yes"]).status == 0)
        #expect(try await tripctl.json(["topic", "describe", "kraft-topic"]).status == 1)
    }

    @Test func `what is created and deleted is so on every broker at return`() async throws {
        let cluster = try await KafkaCluster.kraftShared
        let tripctl = Tripctl(cluster)
        func isEverywhere(_ topic: String) async throws -> Set<Bool> {
            var seen: Set<Bool> = []
            for address in cluster.bootstrap.split(separator: ",") {
                seen.insert(try await TestClient(bootstrap: String(address)).topics()[topic] != nil)
            }
            return seen
        }
        for round in 0..<4 {
            let outcomes = ["created", "exists"]
            for outcome in outcomes {
                let reply = try await tripctl.json(["topic", "create", "kraft-round"])
                #expect(reply.data["outcome"] == .string(outcome), "round \(round): \(reply.errors)")
                #expect(try await isEverywhere("kraft-round") == [true])
            }
            #expect(try await tripctl.json(["topic", "delete", "kraft-round", "--yes"]).status == 0)
            #expect(try await isEverywhere("kraft-round") == [false])
        }
    }

    @Test func `groups, lag and health`() async throws {
        let cluster = try await KafkaCluster.kraftShared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("kraft-lag", partitions: 2)
        try await client.produce(1000, to: "kraft-lag", 0)
        try await client.deleteRecords(of: "kraft-lag", 0, before: 500)
        try await client.produce(8, to: "kraft-lag", 1)
        try await client.commit([.init("kraft-lag", 0, 10), .init("kraft-lag", 1, 3)], for: "kraft-group")
        let lag = try await tripctl.json(["lag", "kraft-group", "--time"])
        #expect(lag.status == 1 && lag.codes == ["TC303"])
        #expect(lag.total("kraft-group") == "empty lag=505 lost=490 complete=true")
        #expect((0...60).contains(lag.group("kraft-group")["age"].number ?? -1))
        let absent = try await tripctl.json(["lag", "kraft-gruop"])
        #expect(absent.status == 1 && absent.codes == ["TC301"])
        #expect(absent.hints.first?.contains("did you mean kraft-group?") == true)
        let member = try GroupMember(client, group: "kraft-live", topics: ["kraft-lag"])
        try await member.waitForAssignment(2)
        let live = try await tripctl.json(["lag", "kraft-live"])
        #expect(live.total("kraft-live") == "stable lag=508 lost=0 complete=true")
        let groups = try await tripctl.json(["groups"])
        #expect(groups.status == 0)
        #expect(
            Set(groups.data["groups"].elements.compactMap { $0["group"].text }).isSuperset(of: [
                "kraft-group", "kraft-live",
            ]))
        let health = try await tripctl.json(["health", "--topic", "kraft-lag"])
        #expect(health.status == 0, "\(health.texts)")
        #expect(health.data["faultBudget"]["brokersMayFail"] == 1)
    }
}
