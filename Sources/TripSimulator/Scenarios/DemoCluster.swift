internal import TripCore

/// The cluster of a scenario as it is at the start, what goes wrong in it, and what goes on.
struct DemoCluster: Sendable {
    /// The cluster: three brokers, the topic of the click logs, and a group that reads it.
    var cluster: SimulatedCluster
    /// What goes wrong without the controller having noticed.
    var faults = Faults.none
    /// What producers, the group and retention do from now on.
    var traffic: DemoTraffic

    private static let topic = TopicSpec.clickLogs
    private static let group = DemoScenario.group
    private static let partitions = 0..<TopicSpec.defaultPartitions
    /// The broker that scenarios break: it leads partition 2, and neither controls nor coordinates.
    private static let broken: Int32 = 3
    /// How many records each partition has at the start, and how far back they go.
    private static let records: Int64 = 1_200
    private static let history: Int64 = 600_000

    /// The cluster of a scenario that begins at a moment, in milliseconds since 1970; with a port, the brokers listen on
    /// it and the two after it.
    init(_ scenario: DemoScenario, at now: Int64, firstPort: Int? = nil) {
        cluster = SimulatedCluster(brokers: 1...Int32(DemoScenario.brokers))
        cluster.id = "tripctl-demo-simulated"
        cluster.now = now
        traffic = DemoTraffic(since: now)
        if let firstPort {
            for (place, id) in cluster.live.enumerated() { cluster.brokers[id]?.port = firstPort + place }
        }
        cluster.addTopic(
            Self.topic, partitions: Self.partitions.count, replicationFactor: TopicSpec.defaultReplicationFactor,
            settings: ["retention.ms": "604800000"])
        for partition in Self.partitions {
            cluster.change(Self.topic, partition) {
                $0.log.madeUp = .clicks(seed: UInt64(partition))
                $0.log.append(count: Self.records, from: now - Self.history, to: now)
            }
            commit(Self.records - 24 - 6 * Int64(partition), partition)
        }
        place()
        apply(scenario)
    }

    private mutating func apply(_ scenario: DemoScenario) {
        switch scenario {
        case .healthy: break
        case .brokerDown:
            cluster.lose(broker: Self.broken)
        case .frozen:
            faults.add(.silent, broker: Self.broken)
            traffic.deafBroker = Self.broken
        case .rebalance:
            place(state: .preparing)
            traffic.consumedPerMinute = 0
        case .stalled:
            for partition in Self.partitions { commit(12 + 3 * Int64(partition), partition) }
            traffic.consumedPerMinute = 0
        case .leaderless:
            for replica in cluster.live where replica != Self.broken {
                cluster.shrink(Self.topic, 2, without: replica)
            }
            cluster.lose(broker: Self.broken)
        case .losingData:
            // Nobody was there to read for longer than retention keeps.
            cluster.place([], in: Self.group)
            for partition in Self.partitions {
                commit(200, partition)
                cluster.expire(Self.topic, partition, before: 320 + 40 * Int64(partition))
            }
            traffic.consumedPerMinute = 0
            traffic.droppedPerMinute = traffic.producedPerMinute
        }
    }

    private mutating func commit(_ offset: Int64, _ partition: Int32) {
        cluster.commit(offset, of: Self.group, to: Self.topic, partition)
    }

    private mutating func place(state: Group.State = .stable) {
        let places = Self.partitions.map { TopicPartition(Self.topic, $0) }
        cluster.place(
            [
                PlacedMember(clientID: DemoTraffic.clientID, partitions: Array(places.prefix(2))),
                PlacedMember(clientID: DemoTraffic.clientID, partitions: Array(places.dropFirst(2))),
            ], in: Self.group, state: state)
    }
}
