import Foundation
import Testing
import TripTestSupport

/// No command that describes creates a topic, joins a group or commits: what is on the brokers before and after.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct ReadOnlyTests {
    /// Every describing command in every form; `T` is a topic, `G` a group.
    private static let commands: [[String]] = [
        ["brokers"], ["topic", "list"], ["topic", "list", "--internal"], ["topic", "describe"],
        ["topic", "describe", "T"], ["topic", "describe", "T", "T-absent"], ["isr"], ["isr", "T"],
        ["isr", "T-absent", "--problems", "--internal"], ["groups"], ["lag"], ["lag", "--all", "--time"], ["lag", "G"],
        ["lag", "G-absent"], ["lag", "G", "G-absent", "--members", "--time", "--topic", "T", "--topic", "T-absent"],
        ["lag", "G", "--for", "200ms", "--time"], ["lag", "G", "--warn", "lag=1,time=1s"],
        ["health"], ["health", "--topic", "T-absent"], ["health", "--group", "G"], ["health", "--group", "G-absent"],
        ["config", "producer"], ["config", "consumer", "--group", "G-config"],
        ["topic", "create", "T-dry", "--dry-run"], ["topic", "delete", "T", "--dry-run"],
        ["topic", "delete", "T-absent", "--dry-run"], ["topic", "delete", "T-absent", "--if-exists", "--yes"],
        // The group and the topic of a client's file must not make a reader a member.
        ["lag", "G", "-X", "group.id=G-from-settings"], ["brokers", "-X", "group.id=G-from-settings"],
        ["topic", "describe", "T-absent", "-X", "allow.auto.create.topics=true"],
    ]

    @Test func `a brand-new cluster stays brand-new`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        for command in Self.commands where command.first != "config" {
            let command = command.map { $0.replacing("T-", with: "new-").replacing("G-", with: "new-") }
            for form in [[], ["-o", "json"]] {
                let outcome = try await tripctl.run(command + form)
                #expect((0...3).contains(outcome.status ?? -1), "\(command): \(outcome.errors)")
                #expect(!outcome.output.contains("COORDINATOR"), "\(command): \(outcome.output)")
                #expect(!outcome.errors.contains("COORDINATOR"), "\(command): \(outcome.errors)")
                #expect(outcome.seconds < 5, "\(command)")
            }
        }
        let groups = try await tripctl.json(["groups"])
        #expect(groups.status == 0 && groups.codes == ["TC313"] && groups.data == ["groups": []])
        let lag = try await tripctl.json(["lag"])
        #expect(lag.status == 0 && lag.codes == ["TC313"] && lag.data == ["groups": []])
        let named = try await tripctl.json(["lag", "tripclick-consumer"])
        #expect(named.status == 1 && named.codes == ["TC301"])
        let health = try await tripctl.json(["health", "--group", "tripclick-consumer"])
        #expect(health.status == 1 && health.codes.contains("TC301"), "\(health.texts)")
        // A topic that a question had asked for would come within 3 to 4 seconds.
        let end = ContinuousClock.now + .seconds(5)
        var topics: Set<String> = []
        try await eventually("five seconds have passed") {
            topics.formUnion(try await client.topics().keys)
            return ContinuousClock.now > end
        }
        #expect(topics.isEmpty)
        try await cluster.quit()
    }

    @Test func `topics, groups, members and commits stay as they are`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("read", partitions: 3)
        try await client.produce(20, to: "read", 0, lz4: true)
        try await client.produce(20, to: "read", 1)
        try await client.commit([.init("read", 0, 5), .init("read", 1, 20)], for: "reader")
        let member = try GroupMember(client, group: "live-reader", topics: ["read"], session: 45)
        try await member.waitForAssignment(3)
        func state() async throws -> String {
            let members = try await tripctl.json(["lag", "live-reader"]).group("live-reader")["members"]
            return """
                \(try await client.topics().sorted { $0.key < $1.key })
                \(try await client.groups().sorted { $0.key < $1.key })
                \(try await client.committed("reader")) \(try await client.committed("live-reader"))
                \(try await client.committed("tripctl")) \(members)
                """
        }
        let before = try await state()
        #expect(before.contains("test-member"))
        for command in Self.commands {
            let command = command.map { word in
                switch word {
                case "T": "read"
                case "G": "reader"
                default: word.replacing("T-", with: "read-").replacing("G-", with: "reader-")
                }
            }
            for form in [[], ["-o", "json"], ["-o", "prometheus"], ["-q"]] {
                let outcome = try await tripctl.run(command + form)
                #expect((0...3).contains(outcome.status ?? -1), "\(command): \(outcome.errors)")
            }
        }
        #expect(try await state() == before)
        try await member.close()
        try await cluster.quit()
    }
}
