import TripCore
import TripKafka
import TripSimulator
import TripTestSupport

/// The questions that tripctl asks, each through the real client in this process.
enum Question: String, CaseIterable, Sendable {
    case groups, description, commits, coordinator, offsets, topicConfigs, brokerConfigs, create, delete, records

    /// The request that the answer comes to.
    var api: API {
        switch self {
        case .groups: .listGroups
        case .description: .describeGroups
        case .commits: .offsetFetch
        case .coordinator: .findCoordinator
        case .offsets: .listOffsets
        case .topicConfigs, .brokerConfigs: .describeConfigs
        case .create: .createTopics
        case .delete: .deleteTopics
        case .records: .fetch
        }
    }

    /// Asks on a connection of its own, and returns why there is no answer; `nil` when there is one.
    func failure(of simulator: Simulator, within seconds: Double = 1) async throws -> Failure? {
        let bootstrap = simulator.bootstrap
        return try await onOwnThread {
            let deadline = Deadline(after: .milliseconds(Int(seconds * 1000)))
            let cluster = try TripKafka.KafkaCluster(Connection(bootstrap: bootstrap, deadline: deadline))
            defer { cluster.close() }
            let metadata = try cluster.metadata()
            _ = cluster.reach(of: metadata.brokers)
            return failure(of: cluster, metadata)
        }
    }

    private func failure(of cluster: TripKafka.KafkaCluster, _ metadata: ClusterMetadata) -> Failure? {
        let place = TopicPartition(Scene.topic, 0)
        switch self {
        case .groups: return cluster.groups(on: [1])[1]?.failure
        case .description, .commits:
            let coordinator = Self.coordinator(in: metadata)
            let asked = GroupQuery(Scene.group, coordinator: coordinator)
            return cluster.observe([asked], commits: self == .commits).first?.problem
        case .coordinator:
            return cluster.observe([GroupQuery(Scene.group, coordinator: nil)], commits: true).first?.problem
        case .offsets: return cluster.logRanges(of: [place: 1])[place]?.failure
        case .topicConfigs:
            return cluster.topicConfigs(of: [Scene.topic], named: ["retention.ms"])[Scene.topic]?.failure
        case .brokerConfigs: return cluster.brokerConfigs(of: [1], named: ["broker.id"])[1]?.failure
        case .create:
            return Self.failure { () throws(Failure) in
                try cluster.create(NewTopic(name: "orders", assignment: [[1, 2]], configs: [:]))
            }
        case .delete: return Self.failure { () throws(Failure) in try cluster.delete(topic: Scene.topic) }
        case .records: return cluster.recordTimes(at: [place: 90])[place]?.failure
        }
    }

    private static func failure(_ body: () throws(Failure) -> Void) -> Failure? {
        do throws(Failure) {
            try body()
            return nil
        } catch { return error }
    }

    private static func coordinator(in metadata: ClusterMetadata) -> Int32? {
        guard let topic = metadata.topics.first(where: { $0.name == TopicMetadata.consumerOffsets }) else { return nil }
        let number = Coordinator.partition(of: Scene.group, count: Int32(topic.partitions.count))
        return topic.partitions.first { $0.partition == number }?.leader
    }
}
