import Foundation
import Testing
import TripTestSupport

/// The life of a cluster from its first start to its removal, beside somebody else's containers.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct UpAndDownTests {
    @Test func `up, up again, another host, down, up with its records, and gone without a trace`() async throws {
        try await withDeployment { deployment in
            let stranger = try await Stranger()
            try await firstUp(deployment)
            try await carriesRecords(deployment)
            try await upAgain(deployment)
            try await otherHost(deployment)
            let count = try await deployment.records(host: ownAddress())
            try await downAndUp(deployment, records: count)
            try await goesAway(deployment, stranger)
            let differences = try await stranger.differences()
            #expect(differences.isEmpty, "\(differences)")
        }
    }

    private func firstUp(_ deployment: Deployment) async throws {
        let up = try await deployment.run(["up"], deadline: 240)
        #expect(up.status == 0, "\(up.output)\(up.errors)")
        tell(figure: "up on an empty engine: \(rounded(up.seconds))")
        #expect(up.output.contains("the cluster works"))
        #expect(up.output.contains("created topic tripclick-logs: replicas (1,2) (2,3) (3,1)"))
        #expect(up.output.contains("localhost:9092,localhost:9093,localhost:9094"))
        // In a pipe a line for each change, with when it was.
        let lines = up.errors.split(separator: "\n")
        #expect(!up.errors.contains("\u{1b}"))
        #expect(lines.allSatisfy { $0.wholeMatch(of: /\d+\.\ds .+/) != nil }, "\(up.errors)")
        for word in [" start zookeeper", " kafka-3 ", " waiting: "] {
            #expect(lines.contains { $0.contains(word) }, "\(word): \(up.errors)")
        }
        let described = try await deployment.envelope(["topic", "describe", Deployment.topic])
        let topic = described["data"]["topics"][0]
        #expect(topic["partitions"].elements.map { $0["replicas"] } == [[1, 2], [2, 3], [3, 1]])
        #expect(topic["partitions"].elements.map { $0["leader"] } == [1, 2, 3])
        #expect(topic["partitions"].elements.allSatisfy { $0["isr"].elements.count == 2 })
        try await eventually("all is well", within: 60) { try await deployment.run(["status"]).status == 0 }
        let status = try await deployment.envelope(["status"])
        #expect(status["data"]["project"] == "tripclick")
        let containers = status["data"]["containers"].elements
        #expect(containers.compactMap { $0["service"].text }.sorted() == Deployment.containers)
        #expect(containers.allSatisfy { ($0["memory"]["used"].number ?? 0) > 1_000_000 }, "\(containers)")
        #expect(status["data"]["zooKeeper"]["serves"] == true)
    }

    /// Records come through from this machine and from inside Docker, each way.
    private func carriesRecords(_ deployment: Deployment) async throws {
        let client = TestClient(bootstrap: Deployment.bootstrap())
        for partition: Int32 in 0..<3 {
            try await client.produce(5, to: Deployment.topic, partition, value: { "outside \(partition) \($0)" })
        }
        _ = try await deployment.kafkaTool(
            "kafka-console-producer", ["--topic", Deployment.topic], in: "kafka-2", input: "inside 1\ninside 2\n")
        let read = try await deployment.kafkaTool(
            "kafka-console-consumer",
            ["--topic", Deployment.topic, "--from-beginning", "--max-messages", "17", "--timeout-ms", "60000"],
            in: "kafka-3")
        let outside = (0..<3).flatMap { partition in (0..<5).map { "outside \(partition) \($0)" } }
        #expect(Set(read.split(separator: "\n").map(String.init)) == Set(outside + ["inside 1", "inside 2"]))
        let member = try GroupMember(client, group: "lifecycle", topics: [Deployment.topic])
        try await member.waitForRecords(17, within: 120)
        try await member.close()
    }

    private func upAgain(_ deployment: Deployment) async throws {
        let before = try await deployment.processes()
        let again = try await deployment.run(["up"])
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(again.output.contains("nothing to do"))
        tell(figure: "up again: \(rounded(again.seconds))")
        #expect(again.seconds < 5)
        let envelope = try await deployment.envelope(["up"])
        #expect(envelope["data"]["outcome"] == "unchanged")
        #expect(envelope["data"]["changes"] == [])
        let quiet = try await deployment.run(["up", "--quiet"])
        #expect(quiet.output == Deployment.bootstrap() + "\n")
        #expect(quiet.errors == "")
        #expect(try await deployment.processes() == before)
    }

    private func otherHost(_ deployment: Deployment) async throws {
        let address = try ownAddress()
        let before = try await deployment.processes()
        let events = ContainerEvents()
        let began = ContinuousClock.now
        let up = try await deployment.envelope(["up", "--host", address])
        tell(figure: "up --host of another address: \(rounded(began))")
        let brokers = ["kafka-1", "kafka-2", "kafka-3"]
        #expect(up["data"]["outcome"] == "changed")
        #expect(up.changes == Dictionary(uniqueKeysWithValues: brokers.map { ($0, "recreated") }))
        for change in up["data"]["changes"].elements {
            #expect(change["reason"].text?.contains("advertised host from localhost to \(address)") == true)
        }
        try await events.expectTurns(brokers)
        let after = try await deployment.processes()
        for container in Deployment.containers {
            #expect((after[container] == before[container]) == !brokers.contains(container), "\(container)")
        }
        let client = TestClient(bootstrap: Deployment.bootstrap(address))
        #expect(try await client.brokers() == [1: "\(address):9092", 2: "\(address):9093", 3: "\(address):9094"])
        try await client.produce(1, to: Deployment.topic, 0)
        // Leaders have moved: that is information, or a warning until Kafka moves them back.
        let isr = try await deployment.run(["isr", "--host", address])
        #expect(isr.status == 0 || isr.status == 1, "\(isr.output)\(isr.errors)")
        let again = try await deployment.envelope(["up"])
        #expect(again["data"]["outcome"] == "unchanged")
        #expect(again["data"]["bootstrap"]["outside"].text == Deployment.bootstrap(address))
    }

    private func downAndUp(_ deployment: Deployment, records: Int) async throws {
        #expect(records == 18)
        let down = try await deployment.envelope(["down"])
        #expect(down["data"]["outcome"] == "stopped")
        #expect(try await Docker.containers(project: Deployment.project) == [])
        #expect(try await Docker.networks(project: Deployment.project) == [])
        #expect(try await Docker.volumes(project: Deployment.project).count == 5)
        let nothing = try await deployment.envelope(["down"])
        #expect(nothing["data"]["outcome"] == "unchanged")
        let began = ContinuousClock.now
        let up = try await deployment.envelope(["up"])
        tell(figure: "up with kept records: \(rounded(began))")
        #expect(up["data"]["outcome"] == "started")
        try await eventually("the records are there", within: 60) { try await deployment.records() == records }
    }

    private func goesAway(_ deployment: Deployment, _ stranger: Stranger) async throws {
        let running = try await deployment.processes()
        let refused = try await deployment.run(["down", "--volumes"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("--yes"))
        #expect(try await deployment.processes() == running)
        let down = try await deployment.envelope(["down", "--volumes", "--yes"])
        #expect(down["data"]["outcome"] == "stopped")
        let left = try await Inventory.taken().beyond(stranger.inventory)
        #expect(left.isEmpty, "\(left)")
    }
}
