import Foundation
import Testing
import TripCore
import TripTestSupport

/// A cluster with something to lose, and a broker that will: the first bootstrap address, a leader, and a coordinator.
///
/// Topic `orders` has two replicas of each of its partitions, `solo` one; each partition holds ten records. Group
/// `victims` is coordinated by the victim, `others` by another broker; both have committed 4 everywhere. `riders` is
/// coordinated by the victim too, and has committed in `orders` alone.
struct FailureScene {
    let cluster: TripTestSupport.KafkaCluster
    let client: TestClient
    let tripctl: Tripctl
    /// The broker that the scene is about.
    let victim: Int
    /// The other two.
    let others: [Int]
    /// Groups by what they are here.
    let victims: String
    let riders: String
    let bystanders: String

    /// `victim` names the broker: the controller, or one that is not.
    init(whereVictimIsController isController: Bool) async throws {
        cluster = try await .start()
        client = TestClient(cluster)
        let first = try await Tripctl(cluster).json(["brokers"])
        let controller = Int(try #require(first.data["controller"].number))
        victim = isController ? controller : controller % 3 + 1
        let (victim, cluster) = (victim, cluster)
        others = cluster.brokers.map(\.id).filter { $0 != victim }
        let ports = try ([victim] + others).map { try cluster.broker($0).port }
        tripctl = Tripctl(bootstrap: ports.map { "127.0.0.1:\($0)" }.joined(separator: ","))

        let ids = ([victim] + others).map(Int32.init)
        try await client.createTopic("orders", assignment: [[ids[0], ids[1]], [ids[1], ids[2]], [ids[2], ids[0]]])
        try await client.createTopic("solo", assignment: ids.map { [$0] })
        let places = ["orders", "solo"].flatMap { topic in (0..<3).map { (topic, Int32($0)) } }
        for (topic, partition) in places { try await client.produce(10, to: topic, partition) }
        let commits = places.map { PartitionOffset($0.0, $0.1, 4) }
        // The first commit makes the topic that decides who coordinates.
        try await client.commit(commits, for: "first")
        let client = client
        let names = try await Self.names(client, coordinator: ids[0])
        (victims, riders) = (names[0], names[1])
        bystanders = try await Self.names(client, coordinator: ids[1])[0]
        for group in [victims, bystanders] { try await client.commit(commits, for: group) }
        try await client.commit(commits.filter { $0.topic == "orders" }, for: riders)
    }

    private static func names(_ client: TestClient, coordinator: Int32) async throws -> [String] {
        let partitions = try #require(try await client.topics()[TopicMetadata.consumerOffsets])
        let names = (0..<500).map { "group-\($0)" }.filter { name in
            let number = Coordinator.partition(of: name, count: Int32(partitions.count))
            return partitions.first { $0.partition == number }?.leader == coordinator
        }
        try #require(names.count > 1)
        return names
    }

    /// Every command that tells of the cluster.
    enum Question: String, CaseIterable, Sendable {
        case brokers, isr, lagGroup, lag, lagAll, groups, describe, health
    }

    private func arguments(_ question: Question) -> [String] {
        switch question {
        case .brokers: ["brokers"]
        case .isr: ["isr"]
        case .lagGroup: ["lag", victims]
        case .lag: ["lag"]
        case .lagAll: ["lag", "--all"]
        case .groups: ["groups"]
        case .describe: ["topic", "describe", "orders", "solo"]
        case .health: ["health"]
        }
    }

    /// Asks everything at once, and expects what holds at any time: each ends in its time with one envelope, and on
    /// standard error there is text alone.
    func askAll(
        timeout: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [Question: Reply] {
        try await withThrowingTaskGroup(of: (Question, Reply).self) { group in
            for question in Question.allCases {
                group.addTask {
                    let time = "\(Int(timeout * 1000))ms"
                    return (question, try await tripctl.json(arguments(question) + ["--timeout", time]))
                }
            }
            var replies: [Question: Reply] = [:]
            for try await (question, reply) in group {
                replies[question] = reply
                Promise.holds(reply.outcome, timeout: timeout, sourceLocation: sourceLocation)
                #expect(!reply.errors.contains("{"), "\(question): \(reply.errors)", sourceLocation: sourceLocation)
                #expect(!reply.errors.contains("crash"), "\(question): \(reply.errors)", sourceLocation: sourceLocation)
            }
            return replies
        }
    }

    /// Expects that all is well again, everywhere, before long.
    func waitUntilWell() async throws {
        let (tripctl, victims, riders) = (tripctl, victims, riders)
        try await eventually("all is well again", within: 60) {
            let isr = try await tripctl.json(["isr", "--internal"])
            let brokers = try await tripctl.json(["brokers"])
            return isr.status == 0 && brokers.status == 0
        }
        try await eventually("the groups are known again", within: 30) {
            let lag = try await tripctl.json(["lag", victims, riders])
            return lag.status == 0 && lag.group(victims)["lag"] == 36 && lag.group(riders)["lag"] == 18
        }
    }

    /// Returns when so many seconds have passed since `moment`.
    func wait(_ seconds: Double, after moment: ContinuousClock.Instant) async throws {
        try await eventually("\(seconds) s have passed", within: seconds + 1) {
            ContinuousClock.now - moment >= .seconds(seconds)
        }
    }
}

extension [FailureScene.Question: Reply] {
    /// The reply to a question.
    func reply(_ question: FailureScene.Question) throws -> Reply { try #require(self[question]) }

    /// The verdicts, for a failed expectation.
    var verdicts: String {
        sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key)=\($0.value.envelope["verdict"].text ?? "?")" }.joined(separator: " ")
    }
}
