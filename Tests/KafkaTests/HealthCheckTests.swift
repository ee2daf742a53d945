import Foundation
import Testing
import TripCore
import TripTestSupport

/// The health checks that tripctl writes into its compose file, run against the real thing and what only looks like it.
@Suite(.requires(.kafka), .timeLimit(.minutes(3)))
struct HealthCheckTests {
    /// Runs a service's check against another port of this machine.
    private func check(_ service: String, _ port: Int, at real: Int) async throws -> Outcome {
        let file = MessagingLayer.composeFile(for: try DeploymentSettings())
        let test = try #require(file.service(service)).healthcheck.test
        try #require(test.count == 4 && test[0] == "CMD" && test[3].contains("/\(port)"))
        let program = test[3].replacing("/\(port)", with: "/\(real)")
        return try await Binary(path: "/bin/\(test[1])").run([test[2], program], deadline: 30)
    }

    @Test func `brokers and ZooKeeper pass`() async throws {
        let cluster = try await KafkaCluster.shared
        for broker in cluster.brokers {
            let outcome = try await check("kafka-1", 9092, at: broker.port)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let outcome = try await check("zookeeper", 2181, at: try #require(cluster.zooKeeperPort))
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `what refuses, hangs up or says nothing does not pass`() async throws {
        let silent = try ListenerDouble(.silent)
        let closing = try ListenerDouble(.closing)
        let closed = try ListenerDouble(.closed)
        for (service, port) in [("kafka-1", 9092), ("zookeeper", 2181)] {
            for real in [silent.port, closing.port, closed.port] {
                let outcome = try await check(service, port, at: real)
                #expect(!outcome.hitDeadline, "\(service) at \(real)")
                #expect(outcome.status != 0, "\(service) at \(real)")
            }
        }
    }
}
