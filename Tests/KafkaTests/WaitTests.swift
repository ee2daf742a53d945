import Foundation
import Testing
import TripTestSupport

/// `wait` as scripts use it, on real clusters.
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(4)))
struct WaitTests {
    @Test func `a script waits while a cluster comes up, and goes on soon after`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        try await client.createTopic("orders", assignment: [[1, 2], [2, 3], [3, 1]])
        for id in 1...3 { try await cluster.stop(id) }
        let script = """
            echo began
            "$T" wait -b "$B" --for brokers=3 --for isr=full --for topic=orders --for controller --timeout 2m || exit
            echo "goes on"
            """
        async let run = Binary(path: "/bin/sh").run(
            ["-c", script], environment: ["T": Binary.tripctl.path, "B": cluster.bootstrap], deadline: 150)
        for id in 1...3 { try await cluster.start(id) }
        let isUp = ContinuousClock.now
        let outcome = try await run
        // It has seen the brokers at other times than the fixture has, and replicas take a moment to be in sync.
        #expect(ContinuousClock.now - isUp < .seconds(30))
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.hasPrefix("began\nCONDITION"), "\(outcome.output)")
        #expect(outcome.output.hasSuffix("\nOK  all 4 conditions hold\ngoes on\n"), "\(outcome.output)")
        // What was missing has been told, and changed on the way.
        let told = outcome.errors.split(separator: "\n")
        #expect(told.first?.contains("brokers=3 (unknown: 127.0.0.1:") == true, "\(outcome.errors)")
        #expect(told.count >= 2 && told.allSatisfy { $0.hasPrefix("waiting for ") }, "\(outcome.errors)")

        // A broker that dies while the conditions are watched ends their time, and they never hold that long again.
        async let watch = Tripctl(cluster).json(["wait", "--for", "brokers=3", "--stable", "20s", "--timeout", "25s"])
        try await cluster.kill(3)
        let broken = try await watch
        #expect(broken.status == 3 && broken.codes == ["TC432"], "\(broken.envelope)")
        #expect(broken.data["conditions"][0]["seen"] == "2")
        try await cluster.quit()
    }

    @Test func `the time is over, and what never held is named`() async throws {
        let tripctl = Tripctl(try await KafkaCluster.shared)
        let arguments = ["wait", "--for", "brokers=3", "--for", "topic=never-there", "--timeout", "3s"]
        let reply = try await tripctl.json(arguments)
        Promise.holds(reply.outcome, timeout: 3)
        #expect(reply.status == 3 && reply.codes == ["TC432"])
        #expect(reply.texts == ["topic=never-there does not hold after 3 s: absent"], "\(reply.texts)")
        let conditions = reply.data["conditions"].elements
        #expect(conditions.map { $0["condition"].text } == ["brokers=3", "topic=never-there"])
        #expect(conditions.map { $0["holds"] } == [true, false])
        #expect(conditions.map { $0["seen"].text } == ["3", "absent"])
        #expect(reply.errors == "waiting for topic=never-there (absent)\n")
        let quiet = try await tripctl.run(arguments + ["-q"])
        #expect(quiet.status == 3 && quiet.output == "topic=never-there\n" && quiet.errors == "")
        let plugin = try await tripctl.run(arguments + ["-o", "nagios"])
        #expect(plugin.output.hasPrefix("KAFKA UNKNOWN - topic never-there: "), "\(plugin.output)")
        #expect(plugin.output.hasSuffix(" | 'conditions'=1;;;0;2\n"), "\(plugin.output)")
    }

    @Test func `a group catches up`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic("wait-clicks", assignment: [[1, 2]])
        try await client.produce(10, to: "wait-clicks", 0)
        try await client.commit([PartitionOffset("wait-clicks", 0, 2)], for: "wait-readers")
        async let wait = Tripctl(cluster).json(
            ["wait", "--for", "lag(wait-readers)<5", "--for", "age(wait-readers)<1h", "--timeout", "50s"])
        let behind = try await Tripctl(cluster).json(["wait", "--for", "lag(wait-readers)<=7", "--timeout", "2s"])
        #expect(behind.status == 3 && behind.data["conditions"][0]["seen"] == "8", "\(behind.envelope)")
        try await client.commit([PartitionOffset("wait-clicks", 0, 6)], for: "wait-readers")
        let caughtUp = try await wait
        #expect(caughtUp.status == 0, "\(caughtUp.envelope)")
        #expect(caughtUp.data["conditions"][0]["seen"] == "4")
    }
}
