import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// A cluster that people look at and write to: how its start looks on a terminal, its logs, and a restart that nobody
/// who writes notices.
@Suite(.serialized, .requires(.docker), .requires(.shells), .showingLogs, .timeLimit(.minutes(20)))
struct ClusterInUseTests {
    @Test func `progress on a terminal, logs, a restart, and a rolling restart under load`() async throws {
        try await withDeployment { deployment in
            try await startsOnTerminal(deployment)
            try await showsLogs(deployment)
            try await followsThroughRestart(deployment)
            try await restartsOne(deployment)
            try await rolls(deployment)
            try await refusesWhileShort(deployment)
        }
    }

    private func startsOnTerminal(_ deployment: Deployment) async throws {
        let terminal = try await Tmux(
            environment: deployment.environment.compactMapValues { $0 }.merging([
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": deployment.folder,
            ]) { $1 }, "$T up; echo status $?")
        do {
            // A line a service, drawn over and over, and under them what is waited for.
            try await eventually("the services and what is waited for are on the screen", within: 120) {
                let screen = try await terminal.screen()
                guard let waiting = screen.lastIndex(where: { $0.contains("  waiting: ") }), waiting >= 5 else {
                    return false
                }
                let rows = screen[(waiting - 5)..<waiting].map { $0.split(separator: " ").first.map(String.init) ?? "" }
                return rows == ["zookeeper", "kafka-1", "kafka-2", "kafka-3", "kafka-ui"]
            }
            let text = try await terminal.whenDone(within: 240)
            try await terminal.close()
            #expect(text.hasSuffix("status 0\n"), "\(text)")
            #expect(text.contains("the cluster works"), "\(text)")
            // The drawing is gone: what is left are the steps and the report.
            #expect(!text.contains("waiting: "), "\(text)")
            #expect(text.components(separatedBy: "kafka-ui").count <= 3, "\(text)")
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        } catch {
            try? await terminal.close()
            throw error
        }
    }

    private func showsLogs(_ deployment: Deployment) async throws {
        let all = try await deployment.run(["logs", "--tail", "5"])
        #expect(all.status == 0, "\(all.errors)")
        let names = all.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        // A service may have written more lines of TRACE than these at its end.
        #expect(Set(counts.keys.map(String.init)).isSubset(of: Deployment.containers), "\(all.output)")
        #expect(counts["zookeeper"] != nil && counts.count > 1, "\(all.output)")
        #expect(counts.values.allSatisfy { $0 <= 5 }, "\(all.output)")

        let quiet = try await deployment.run(["logs", "--tail", "all", "kafka-1"])
        let loud = try await deployment.run(["logs", "--tail", "all", "--trace", "kafka-1"])
        #expect(quiet.output.contains("started (kafka.server.KafkaServer)"))
        #expect(!quiet.output.contains(" TRACE "))
        #expect(loud.output.contains(" TRACE "))
        #expect(quiet.output.split(separator: "\n").allSatisfy { $0.hasPrefix("kafka-1 | ") })

        let objects = try await deployment.run(["logs", "--since", "2h", "-o", "json", "kafka-1", "zookeeper"])
        let lines = try objects.output.split(separator: "\n").map { try JSONTree(String($0)) }
        #expect(Set(lines.map { $0["service"] }) == ["kafka-1", "zookeeper"])
        let times = lines.compactMap { $0["time"].text }
        #expect(times.count == lines.count)
        #expect(times == times.sorted())
        // Nothing of the start is younger than a millisecond.
        let now = try await deployment.run(["logs", "--since", "1ms", "kafka-1", "zookeeper"])
        #expect(now.status == 0, "\(now.errors)")
        #expect(now.output.split(separator: "\n").count < lines.count)
        let wrong = try await deployment.run(["logs", "kafka-4"])
        #expect(wrong.status == 1 || wrong.status == 64)
        #expect(wrong.errors.contains("kafka-4"))
    }

    private func followsThroughRestart(_ deployment: Deployment) async throws {
        let follower = try deployment.start(["logs", "-f", "--tail", "1", "zookeeper"])
        try await follower.line(containing: "zookeeper | ", within: 60)
        try await Docker.said("restart", "zookeeper", deadline: 120)
        try await follower.line(containing: "binding to port", within: 120)
        #expect(follower.ending == nil)
        follower.signal(SIGINT)
        #expect(try await follower.ended(within: 30) == .exited(130), "\(follower.errors)")
        try await deployment.healthy()
    }

    private func restartsOne(_ deployment: Deployment) async throws {
        let before = try await deployment.processes()
        let restart = try await deployment.envelope(["restart", "kafka-ui"])
        #expect(restart["data"]["outcome"] == "changed")
        #expect(restart.changes == ["kafka-ui": "restarted"])
        let after = try await deployment.processes()
        #expect(before.filter { after[$0.key] != $0.value }.map(\.key) == ["kafka-ui"])
    }

    private func rolls(_ deployment: Deployment) async throws {
        let client = TestClient(bootstrap: Deployment.bootstrap())
        let member = try GroupMember(client, group: "rolling", topics: [Deployment.topic])
        let producer = try SteadyProducer(client, topic: Deployment.topic, partitions: 3)
        try await eventually("records are acknowledged and read", within: 120) {
            producer.told.longestGap.count == 3 && member.progress.consumed > 50
        }
        let before = try await deployment.processes()
        let events = ContainerEvents()
        let began = ContinuousClock.now
        let roll = try await deployment.envelope(["restart", "--rolling"], deadline: 620)
        tell(figure: "restart --rolling under writers: \(rounded(began))")
        let brokers = ["kafka-1", "kafka-2", "kafka-3"]
        #expect(roll["data"]["outcome"] == "changed")
        #expect(roll.changes == Dictionary(uniqueKeysWithValues: brokers.map { ($0, "restarted") }))
        try await events.expectTurns(brokers)
        let after = try await deployment.processes()
        #expect(Set(before.filter { after[$0.key] != $0.value }.map(\.key)) == Set(brokers))

        let told = try await producer.stop()
        #expect(told.failures == [])
        for (partition, gap) in told.longestGap.sorted(by: { $0.key < $1.key }) {
            tell(figure: "longest gap between acknowledgements of partition \(partition): \(rounded(gap))")
        }
        let total = try await deployment.records()
        let read = try await deployment.kafkaTool(
            "kafka-console-consumer",
            ["--topic", Deployment.topic, "--from-beginning", "--max-messages", "\(total)", "--timeout-ms", "60000"])
        let values = Set(read.split(separator: "\n").map(String.init))
        let lost = told.acknowledged.subtracting(values)
        #expect(lost.isEmpty, "\(lost.count) of \(told.acknowledged.count) acknowledged records cannot be read")
        tell(figure: "\(told.acknowledged.count) records acknowledged, \(lost.count) lost")
        try await member.waitForRecords(told.acknowledged.count, within: 120)
        try await member.close()
    }

    private func refusesWhileShort(_ deployment: Deployment) async throws {
        let before = try await deployment.processes()
        try await Breaking.pause("kafka-3")
        let refused = try await deployment.envelope(["restart", "--rolling"], status: 1)
        #expect(refused.codes == ["TC427"])
        #expect(refused["data"]["outcome"] == "refused")
        try await Docker.said("unpause", "kafka-3")
        #expect(try await deployment.processes() == before)
    }
}
