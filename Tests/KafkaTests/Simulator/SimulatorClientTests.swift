import Foundation
import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Clients that know nothing of simulators are served by one as by Kafka.
@Suite(.timeLimit(.minutes(5)))
struct SimulatorClientTests {
    private let simulator: Simulator
    private let client: TestClient
    private let tripctl: Tripctl

    init() throws {
        var cluster = SimulatedCluster()
        cluster.addTopic("t", replicas: [[1, 2], [2, 3], [3, 1]])
        simulator = try Simulator.start(cluster)
        let bootstrap = simulator.bootstrap.map(\.description).joined(separator: ",")
        client = TestClient(bootstrap: bootstrap)
        tripctl = Tripctl(bootstrap: bootstrap)
    }

    @Test func `kcat writes and reads, compressed or not, alone and in a group`() async throws {
        guard Binary.isInPath("kcat") else { return }
        let broker = ["-b", client.bootstrap]
        let lines = (1...50).map { "record \($0)\n" }.joined()
        func kcat(_ arguments: [String], input: String? = nil) async throws -> String {
            let outcome = try await Programs().run("kcat", broker + arguments, input: input)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome.output
        }
        for (number, settings) in [
            [], ["-z", "lz4", "-X", "acks=all"], ["-z", "gzip", "-X", "acks=1"], ["-X", "enable.idempotence=true"],
        ].enumerated() {
            _ = try await kcat(["-P", "-t", "t", "-p", "1"] + settings, input: lines)
            let from = "\(number * 50)"
            #expect(try await kcat(["-C", "-t", "t", "-p", "1", "-o", from, "-e", "-q"]) == lines, "\(settings)")
        }
        let listed = try await kcat(["-L", "-t", "t"])
        #expect(listed.contains("partition 1, leader 2, replicas: 2,3, isrs: 2,3"), "\(listed)")
        let read = try await kcat(["-G", "readers", "-X", "auto.offset.reset=earliest", "-e", "-q", "t"])
        #expect(read == lines + lines + lines + lines)
        // It has left, and committed what it read.
        let lag = try await tripctl.json(["lag", "readers"])
        #expect(lag.total("readers") == "empty lag=0 lost=0 complete=true", "\(lag.envelope)")
    }

    @Test func `members share, are seen, vanish, and the others go on`() async throws {
        for partition in Int32(0)..<3 { try await client.produce(10, to: "t", partition) }
        let first = try GroupMember(client, group: "g", topics: ["t"], clientID: "one", commits: true, session: 6)
        try await first.waitForRecords(30)
        let second = try GroupMember(client, group: "g", topics: ["t"], clientID: "two", commits: true, session: 6)
        try await second.waitForAssignment()
        try await eventually("two members share") {
            let group = try await tripctl.json(["lag", "g", "--members"]).group("g")
            return group["state"] == "stable" && group["lag"] == 0
                && Set(group["partitions"].elements.map { $0["client"] }) == ["one", "two"]
        }
        try await second.vanish()
        try await eventually("the one that is left has all") {
            let group = try await tripctl.json(["lag", "g", "--members"]).group("g")
            return group["state"] == "stable"
                && group["partitions"].elements.map { $0["client"] } == ["one", "one", "one"]
        }
        // Records come to who waits for them.
        try simulator.change { cluster, _ in cluster.append(5, to: "t", 2) }
        try await first.waitForRecords(35)
        try await first.close()
        let lag = try await tripctl.json(["lag", "g"])
        #expect(lag.group("g")["state"] == "empty" && lag.group("g")["lag"] == 0)
    }

    @Test func `a coordinator moves and a leader changes under a consumer`() async throws {
        let member = try GroupMember(client, group: "g", topics: ["t"], clientID: "one", commits: true)
        try await client.produce(5, to: "t", 0)
        try await member.waitForRecords(5)
        try simulator.change { cluster, _ in
            let old = cluster.coordinator(of: "g")
            cluster.moveCoordinator(of: "g", to: old == 1 ? 2 : 1)
            cluster.elect(2, of: "t", 0)
        }
        try await client.produce(5, to: "t", 0)
        try await member.waitForRecords(10)
        try await eventually("the commit is at the new coordinator") {
            try await client.committed("g").map(\.offset).reduce(0, +) == 10
        }
        try await member.close()
    }

    @Test func `a login is asked for, and given`() async throws {
        try simulator.change { cluster, _ in cluster.users = ["ann": "secret"] }
        let login = [
            "-X", "security.protocol=SASL_PLAINTEXT", "-X", "sasl.mechanism=PLAIN", "-X", "sasl.username=ann",
        ]
        let good = try await tripctl.json(["brokers"] + login + ["-X", "sasl.password=secret"])
        #expect(good.status == 0, "\(good.envelope)")
        let bad = try await tripctl.json(["brokers"] + login + ["-X", "sasl.password=wrong"])
        #expect(bad.status == 3 && bad.envelope["error"]["kind"] == "authentication", "\(bad.envelope)")
        let none = try await tripctl.json(["brokers", "--timeout", "2s"])
        #expect(none.status == 3, "\(none.envelope)")
    }

    @Test func `what is wrong with the brokers is what tripctl says`() async throws {
        try simulator.change { cluster, faults in
            faults.add(.refuses, broker: 1)
            cluster.elect(nil, of: "t", 2)
        }
        let brokers = try await tripctl.json(["brokers"])
        #expect(brokers.status == 2 && brokers.texts.contains { $0.contains("broker 1") }, "\(brokers.envelope)")
        let isr = try await tripctl.json(["isr"])
        #expect(isr.status == 2, "\(isr.envelope)")
        try simulator.change { cluster, faults in
            faults = .none
            cluster.lose(broker: 1)
            cluster.elect(3, of: "t", 2)
        }
        let lost = try await tripctl.json(["isr"])
        #expect(lost.status == 1, "\(lost.envelope)")
        try simulator.change { cluster, faults in
            cluster.bringBack(broker: 1)
            cluster.electPreferredLeaders()
            faults.add(.silent, broker: 3)
        }
        let frozen = try await tripctl.json(["brokers", "--timeout", "2s"])
        #expect(frozen.status == 3, "\(frozen.envelope)")
    }

    @Test(arguments: [Fault.Effect.garbage, .truncated, .closesInAnswer, .silent, .slow(60_000)])
    func `metadata that makes no sense, ends early or never comes is no answer`(_ effect: Fault.Effect) async throws {
        try simulator.change { _, faults in faults.add(effect, api: .metadata) }
        for command in ["brokers", "lag"] {
            let reply = try await tripctl.json([command, "--timeout", "2s"])
            #expect([1, 3].contains(reply.status) && reply.data == nil, "\(command): \(reply.envelope)")
            let kinds: Set<String?> = ["kafka", "unreachable", "timedOut"]
            #expect(kinds.contains(reply.envelope["error"]["kind"].text), "\(command): \(reply.envelope)")
        }
    }

    @Test func `an error of one request is told, and spoils no other`() async throws {
        try simulator.change { cluster, faults in
            cluster.commit(0, of: "g", to: "t", 0)
            faults.add(.error(.groupAuthorizationFailed), api: .offsetFetch)
        }
        let lag = try await tripctl.json(["lag", "g"])
        #expect(lag.status == 3 && "\(lag.envelope)".contains("GROUP_AUTHORIZATION_FAILED"), "\(lag.envelope)")
        #expect(try await tripctl.json(["groups"]).status == 0)
        try simulator.change { _, faults in faults.add(.error(.clusterAuthorizationFailed), api: .createTopics) }
        let create = try await tripctl.json(["topic", "create", "n", "--replication-factor", "1"])
        #expect(
            create.status == 1 && "\(create.envelope)".contains("CLUSTER_AUTHORIZATION_FAILED"), "\(create.envelope)")
        #expect(simulator.read { $0.topics["n"] == nil })
    }

    @Test(.requires(.python)) func `a Python consumer of today joins, commits and is seen`() async throws {
        let folder = try Folder()
        guard let python = try await Programs().makePython(in: folder) else { return }
        let script = try folder.write(
            """
            import subprocess, sys
            from confluent_kafka import Consumer, Producer
            bootstrap = sys.argv[1]
            producer = Producer({"bootstrap.servers": bootstrap, "compression.type": "zstd"})
            for number in range(20):
                producer.produce("t", f"record {number}".encode(), partition=number % 3)
            assert producer.flush(30) == 0
            consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "python", "client.id": "snake",
                                 "auto.offset.reset": "earliest", "enable.auto.commit": False})
            consumer.subscribe(["t"])
            values = set()
            while len(values) < 20:
                record = consumer.poll(1)
                if record is not None and not record.error():
                    values.add(record.value())
            consumer.commit(asynchronous=False)
            subprocess.run(sys.argv[2:], check=False)
            consumer.close()
            """, to: "consume.py")
        let outcome = try await Programs().run(
            python,
            [
                script, client.bootstrap, Binary.tripctl.path, "lag", "python", "--members", "-o", "json", "-b",
                client.bootstrap,
            ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let group = try JSONTree(outcome.output)["data"]["groups"][0]
        #expect(group["state"] == "stable" && group["lag"] == 0, "\(group)")
        #expect(group["partitions"].elements.map { $0["client"] } == ["snake", "snake", "snake"], "\(group)")
        #expect(group["partitions"].elements.compactMap { $0["committed"].number }.reduce(0, +) == 20, "\(group)")
    }
}
