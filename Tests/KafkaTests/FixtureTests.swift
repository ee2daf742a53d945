import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// The bench itself: does it start, do what it is told, and leave nothing behind?
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct FixtureTests {
    @Test func `a cluster is ready when its start returns`() async throws {
        let cluster = try await KafkaCluster.start()
        #expect(cluster.brokers.map(\.id) == [1, 2, 3])
        #expect(cluster.bootstrap.split(separator: ",").count == 3)
        let processes = try await cluster.processes()
        #expect(processes.map(\.name) == ["zookeeper", "broker-1", "broker-2", "broker-3"])
        #expect(processes.allSatisfy { $0.state == "running" && isRunning($0.pid) })
        try await cluster.quit()
        #expect(processes.allSatisfy { !isRunning($0.pid) })
        #expect(!FileManager.default.fileExists(atPath: cluster.dataDirectory))
    }
}
