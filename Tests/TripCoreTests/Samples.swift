import TripCore

/// The cluster that the tests judge: three brokers on loopback, and topics as each test wants them.
func metadata(
    brokers: [Int32] = [1, 2, 3], controller: Int32? = 1, _ topics: [String: [PartitionMetadata]]
) -> ClusterMetadata {
    ClusterMetadata(
        clusterID: "Kf3", controller: controller,
        brokers: brokers.map { ListedBroker(id: $0, host: "localhost", port: 9091 + Int($0)) },
        topics: topics.map { TopicMetadata(name: $0, partitions: $1) })
}

/// A snapshot of it in which every listed broker answers, but for those that refuse or say nothing.
func snapshot(
    _ metadata: ClusterMetadata, refuse: Set<Int32> = [], silent: Set<Int32> = [],
    bootstrapProblems: [AddressProblem] = []
) -> ClusterSnapshot {
    let reach = metadata.brokers.map { broker -> (Int32, Reach) in
        if refuse.contains(broker.id) { return (broker.id, .refuses(reason: "connection refused")) }
        if silent.contains(broker.id) { return (broker.id, .silent(reason: "no answer within 4 s")) }
        return (broker.id, .answers(latency: 0.0004))
    }
    return ClusterSnapshot(
        metadata: metadata, reach: Dictionary(uniqueKeysWithValues: reach), bootstrapProblems: bootstrapProblems)
}

/// A partition that is as it should be, unless told otherwise.
func partition(_ number: Int32, _ replicas: [Int32], isr: [Int32]? = nil, leader: Int32?? = nil) -> PartitionMetadata {
    PartitionMetadata(number, leader: leader ?? replicas.first, replicas: replicas, inSync: isr ?? replicas)
}

/// The topic of the click logs, as created: (1,2) (2,3) (3,1).
let clickLogs = [partition(0, [1, 2]), partition(1, [2, 3]), partition(2, [3, 1])]

/// A failure of that kind.
func failure(_ kind: Failure.Kind = .timedOut, _ reason: String = "no answer within 5 s") -> Failure {
    Failure(kind, doing: "ask the coordinator", reason: reason)
}

extension Collection<Finding> {
    /// The codes, for tests that care for nothing else.
    var codes: [String] { map(\.code.rawValue) }

    /// The only finding of that code.
    func only(_ code: FindingCode) -> Finding? {
        let found = filter { $0.code == code }
        return found.count == 1 ? found[0] : nil
    }
}
