import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Brokers that run well, and that clients do not reach or that cannot come in: what no setting shows.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(15)))
struct AddressTroubleTests {
    @Test func `addresses at which nobody answers, and an id that another broker has`() async throws {
        try await withDeployment { deployment in
            try await deployment.up()
            try await takenID(deployment)
            try await refusing(deployment)
            try await silent(deployment)
        }
    }

    /// Listens on one address of this machine, and tells clients another one, where nobody listens.
    private func refusing(_ deployment: Deployment) async throws {
        let (gateway, own) = (try await bridgeAddress(), try ownAddress())
        let refuses = Trouble("an advertised address that refuses", deployment)
        let up = try await refuses.up(
            ["--host", gateway, "--bind", own], says: "TC514", of: "kafka-1", exit: 1, texts: ["\(gateway):9092"])
        #expect(up.seconds < 100)
        await refuses.status(says: "TC514", of: "kafka-1", exit: 2, texts: ["\(gateway):9092"])
        try await refuses.heals(["--host", "localhost", "--bind", "127.0.0.1"])
    }

    /// As a firewall does, drops what is sent to the address that clients are told.
    private func silent(_ deployment: Deployment) async throws {
        let own = try ownAddress()
        let silent = Trouble("an advertised address that says nothing", deployment)
        try await firewall("-I", own)
        let up: Answer
        do {
            up = try await silent.up(["--host", own], says: "TC514", of: "kafka-1", exit: 1, texts: ["\(own):9092"])
        } catch {
            try? await firewall("-D", own)
            throw error
        }
        try await firewall("-D", own)
        #expect(up.seconds < 100)
        try await silent.heals()
    }

    /// A broker of somebody else's with the id of the first, started while that one is away.
    private func takenID(_ deployment: Deployment) async throws {
        let other = "stranger-broker"
        try await Docker.said("stop", "kafka-1", deadline: 90)
        try await Docker.said(
            "run", "--detach", "--name", other, "--network", Deployment.network, "--memory", "2g",
            "--env", "KAFKA_BROKER_ID=1", "--env", "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",
            "--env", "KAFKA_ADVERTISED_LISTENERS=INTERNAL://\(other):29092,EXTERNAL://localhost:9192",
            "--env", "KAFKA_LISTENERS=INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:9192",
            "--env", "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
            "--env", "KAFKA_INTER_BROKER_LISTENER_NAME=INTERNAL", "confluentinc/cp-kafka:7.5.1")
        do {
            try await eventually("the other broker has the id", within: 120) {
                try await Docker.logs(other).contains("] started (kafka.server.KafkaServer)")
            }
            let taken = Trouble("two brokers with one id", deployment)
            try await Docker.said("start", "kafka-1")
            await taken.status(says: "TC509", of: "kafka-1", exit: 2, texts: ["two brokers run with one id"])
            try await taken.up(says: "TC509", of: "kafka-1", exit: 2)
            try await Docker.said("rm", "--force", "--volumes", other)
            // The session of one that is gone lasts for 18 seconds more.
            try await eventually("`status` does not say TC509 any more", within: 90) {
                try await !deployment.answer(["status"]).says("TC509")
            }
            try await taken.heals()
        } catch {
            _ = try? await Docker.run(["rm", "--force", "--volumes", other])
            throw error
        }
    }

    /// Where the engine's own bridge has this machine.
    private func bridgeAddress() async throws -> String {
        try await Docker.said(
            "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}"
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func firewall(_ change: String, _ address: String) async throws {
        // Before the engine's own rules send it on to a container.
        let brokers = ["-d", address, "-p", "tcp", "--dport", "9092:9094"]
        let rule = ["-w", "-t", "mangle", change, "OUTPUT"] + brokers + ["-j", "DROP"]
        let outcome = try await Binary(path: "iptables").run(rule)
        try #require(outcome.status == 0, "iptables \(rule): \(outcome.errors)")
    }
}
