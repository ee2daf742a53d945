import TripCore

// Clusters to ask, as values that tests change.

extension FakeCluster.Parts {
    /// Three brokers, the click logs, one group, and everything well.
    static var healthy: FakeCluster.Parts {
        var parts = FakeCluster.Parts()
        parts.metadata = .success(
            ClusterMetadata(
                clusterID: "Kf3-x_YzQ2mWb1", controller: 1,
                brokers: [1, 2, 3].map { ListedBroker(id: $0, host: "localhost", port: 9091 + Int($0)) },
                topics: [
                    .spread("tripclick-logs"),
                    .spread(TopicMetadata.consumerOffsets, replicas: 3),
                ]))
        parts.reach = [1: .answers(latency: 0.0004), 2: .answers(latency: 0.0011), 3: .answers(latency: 0.012)]
        parts.bootstrapProblems = []
        parts.brokerConfigs = [1: .zooKeeper(), 2: .zooKeeper(), 3: .zooKeeper()]
        parts.topicConfigs = [
            "tripclick-logs": .success([
                ConfigEntry(name: "cleanup.policy", value: "delete", isDefault: true),
                ConfigEntry(name: "min.insync.replicas", value: "1", isDefault: true),
                ConfigEntry(name: "retention.ms", value: "604800000", isDefault: false),
            ]),
            TopicMetadata.consumerOffsets: .success([
                ConfigEntry(name: "min.insync.replicas", value: "1", isDefault: true)
            ]),
        ]
        parts.groups = [1: .success([]), 2: .success([]), 3: .success([])]
        return parts
    }

    func with(_ change: (inout FakeCluster.Parts) -> Void) -> FakeCluster.Parts {
        var parts = self
        change(&parts)
        return parts
    }

    /// The metadata, to be changed.
    mutating func metadata(_ change: (inout ClusterMetadata) -> Void) {
        guard case .success(var known)? = metadata else { return }
        change(&known)
        metadata = .success(
            ClusterMetadata(
                clusterID: known.clusterID, controller: known.controller, brokers: known.brokers, topics: known.topics))
    }

    /// Adds a topic with settings of its own.
    mutating func add(_ topic: TopicMetadata, _ configs: [ConfigEntry] = [.minISR("1")]) {
        metadata { $0.topics.append(topic) }
        topicConfigs?[topic.name] = .success(configs)
    }

    /// The broker was killed a moment ago: metadata goes on naming it, and it refuses.
    mutating func kill(_ broker: Int32, reason: String = "connection refused") {
        reach?[broker] = .refuses(reason: reason)
        let failure = Failure(.unreachable, doing: "ask broker \(broker)", reason: "broker \(broker): \(reason)")
        brokerConfigs?[broker] = .failure(failure)
        groups?[broker] = .failure(failure)
    }

    /// The broker is frozen: it takes connections and answers none.
    mutating func freeze(_ broker: Int32) {
        let reason = "connected, but no answer within 4 s"
        reach?[broker] = .silent(reason: reason)
        let failure = Failure(.timedOut, doing: "ask broker \(broker)", reason: "broker \(broker): \(reason)")
        brokerConfigs?[broker] = .failure(failure)
        groups?[broker] = .failure(failure)
    }

    /// The broker died a while ago: Kafka has noticed, and others lead. A partition whose last replica it was has no
    /// leader.
    mutating func bury(_ broker: Int32) {
        metadata { metadata in
            metadata.brokers.removeAll { $0.id == broker }
            if metadata.controller == broker { metadata.controller = metadata.brokers.first?.id }
            for topic in metadata.topics.indices {
                for index in metadata.topics[topic].partitions.indices {
                    metadata.topics[topic].partitions[index].bury(broker)
                }
            }
        }
        reach?[broker] = nil
        brokerConfigs?[broker] = nil
        groups?[broker] = nil
    }

    /// Adds a group: its coordinator lists it and knows its commits, and the logs are as given.
    mutating func add(
        _ group: GroupObservation, logs: [TopicPartition: LogRange] = [:], times: [TopicPartition: RecordTime] = [:]
    ) {
        var group = group
        if case .success(let metadata)? = metadata, case .broker(let id) = Coordinator(of: group.group, in: metadata) {
            group.coordinator = id
        }
        let name = group.group
        if let coordinator = group.coordinator, case .success(var listed)? = groups?[coordinator] {
            listed.append(
                ListedGroup(
                    group: name, state: group.state, coordinator: coordinator, protocolType: group.protocolType))
            groups?[coordinator] = .success(listed)
        }
        observations = (observations ?? [:]).merging([name: group]) { $1 }
        logRanges = (logRanges ?? [:]).merging(logs.mapValues { .success($0) }) { $1 }
        recordTimes = (recordTimes ?? [:]).merging(times.mapValues { .success($0) }) { $1 }
    }
}

extension TopicMetadata {
    /// A topic whose replicas are spread over brokers 1, 2 and 3, all in sync and led by the first.
    static func spread(_ name: String, partitions: Int32 = 3, replicas: Int32 = 2) -> TopicMetadata {
        TopicMetadata(
            name: name,
            partitions: (0..<partitions).map { number in
                let ids = (0..<replicas).map { (number + $0) % 3 + 1 }
                return PartitionMetadata(number, leader: ids.first, replicas: ids, inSync: ids)
            })
    }
}

extension PartitionMetadata {
    fileprivate mutating func bury(_ broker: Int32) {
        let rest = inSync.filter { $0 != broker }
        if rest.isEmpty {
            leader = nil
        } else {
            inSync = rest
            if leader == broker { leader = rest.first }
        }
    }
}

extension ConfigEntry {
    static func minISR(_ value: String) -> ConfigEntry {
        ConfigEntry(name: "min.insync.replicas", value: value, isDefault: false)
    }
}

extension Result where Success == [ConfigEntry], Failure == TripCore.Failure {
    /// The settings of a broker that runs with ZooKeeper.
    static func zooKeeper(rack: String? = nil) -> Self {
        .success([
            ConfigEntry(name: "broker.rack", value: rack, isDefault: rack == nil),
            ConfigEntry(name: "controller.quorum.voters", value: "", isDefault: true),
        ])
    }

    /// The settings of a broker that runs on KRaft.
    static func kraft(rack: String? = nil) -> Self {
        .success([
            ConfigEntry(name: "broker.rack", value: rack, isDefault: rack == nil),
            ConfigEntry(name: "controller.quorum.voters", value: "1@localhost:19091", isDefault: false),
        ])
    }
}

extension GroupObservation {
    /// A group with a member for each partition of the click logs; `committed` by partition, `nil` for no commit yet.
    static func reading(
        _ committed: [Int64?], as group: String = "tripclick-consumer", state: GroupState = .stable
    ) -> GroupObservation {
        let places = committed.indices.map { TopicPartition("tripclick-logs", Int32($0)) }
        return GroupObservation(
            group: group, state: state, protocolType: "consumer",
            members: places.map { at in
                GroupMember(
                    id: "rdkafka-\(at.partition)-0b8a2c34-7f3e-4f6b-9d5e-6a1c2b3d4e5f",
                    clientID: "click-\(at.partition)",
                    host: "10.0.1.7", assignment: state == .stable ? [at] : [])
            },
            committed: Dictionary(
                uniqueKeysWithValues: zip(places, committed).compactMap { at, offset in offset.map { (at, $0) } }))
    }

    /// A group without members that has committed these offsets.
    static func empty(_ group: String, _ committed: [Int64]) -> GroupObservation {
        GroupObservation(
            group: group, state: .empty, protocolType: "consumer",
            committed: Dictionary(
                uniqueKeysWithValues: committed.enumerated().map {
                    (TopicPartition("tripclick-logs", Int32($0.offset)), $0.element)
                }))
    }
}

/// The log ranges of a topic, by partition.
func logs(_ ranges: [Range<Int64>], of topic: String = "tripclick-logs") -> [TopicPartition: LogRange] {
    Dictionary(
        uniqueKeysWithValues: ranges.enumerated().map { index, range in
            (TopicPartition(topic, Int32(index)), LogRange(start: range.lowerBound, end: range.upperBound))
        })
}

/// When the record at each place was written, in seconds before the run began.
func written(_ secondsAgo: [Double], in topic: String = "tripclick-logs") -> [TopicPartition: RecordTime] {
    Dictionary(
        uniqueKeysWithValues: secondsAgo.enumerated().map { index, seconds in
            (TopicPartition(topic, Int32(index)), .at(milliseconds: beginning - Int64(seconds * 1_000)))
        })
}
