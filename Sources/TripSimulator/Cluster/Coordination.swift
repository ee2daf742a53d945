internal import TripCore

/// Which broker keeps which group.
extension SimulatedCluster {
    static let offsetsTopic = "__consumer_offsets"

    /// The partition of `__consumer_offsets` that holds a group; `nil` while there is no such topic.
    func partition(ofGroup group: String) -> Int32? {
        guard let count = topics[Self.offsetsTopic]?.partitions.count, count > 0 else { return nil }
        return TripCore.Coordinator.partition(of: group, count: Int32(clamping: count))
    }

    /// The broker that coordinates a group; `nil` when its partition has no leader, or there is no
    /// `__consumer_offsets` yet.
    public func coordinator(of group: String) -> Int32? {
        partition(ofGroup: group).flatMap { partition(TopicPartition(Self.offsetsTopic, $0))?.leader }
    }

    /// Moves a group, and those that share its partition of `__consumer_offsets`, to another broker.
    public mutating func moveCoordinator(of group: String, to broker: Int32) {
        if let partition = partition(ofGroup: group) { elect(broker, of: Self.offsetsTopic, partition) }
    }

    /// Makes `__consumer_offsets`, as Kafka does when the first group comes.
    public mutating func makeOffsetsTopic(partitions: Int = 50, replicationFactor: Int = 2) {
        guard topics[Self.offsetsTopic] == nil else { return }
        addTopic(
            Self.offsetsTopic, partitions: partitions, replicationFactor: replicationFactor,
            settings: ["cleanup.policy": "compact", "compression.type": "producer", "segment.bytes": "104857600"])
        groupsByPartition = [:]
        for group in groups.keys { index(group) }
    }

    private mutating func index(_ group: String) {
        if let partition = partition(ofGroup: group) { groupsByPartition[partition, default: []].insert(group) }
    }

    /// The groups that a broker coordinates, by name.
    func groups(on broker: Int32) -> [String] {
        guard let partitions = topics[Self.offsetsTopic]?.partitions else { return [] }
        return partitions.indices.filter { partitions[$0].leader == broker }
            .flatMap { groupsByPartition[Int32($0)] ?? [] }.sorted()
    }

    /// Changes a group, which is made when there is none.
    mutating func changeGroup<R>(_ name: String, _ body: (inout Group) throws(Refusal) -> R) throws(Refusal) -> R {
        if groups[name] == nil { addGroup(name) }
        let result = try body(&groups[name, default: Group()])
        let group = groups[name, default: Group()]
        let waits = group.joinDeadline != nil || group.members.contains { $0.deadline != nil }
        if waits { groupsWithDeadlines.insert(name) } else { groupsWithDeadlines.remove(name) }
        return result
    }

    /// Puts a group there without members or commits, or in the place of the one that is.
    public mutating func addGroup(_ name: String) {
        makeOffsetsTopic(replicationFactor: Int(defaultReplicationFactor))
        groups[name] = Group()
        groupsWithDeadlines.remove(name)
        index(name)
    }

    /// Takes a group away.
    public mutating func removeGroup(_ name: String) {
        groups[name] = nil
        groupsWithDeadlines.remove(name)
        if let partition = partition(ofGroup: name) { groupsByPartition[partition]?.remove(name) }
    }

    /// Commits an offset for a group, which is made when there is none.
    public mutating func commit(_ offset: Int64, of group: String, to topic: String, _ partition: Int32) {
        note(Group.Commit(offset), of: group, at: TopicPartition(topic, partition))
    }

    mutating func note(_ commit: Group.Commit, of group: String, at place: TopicPartition) {
        if groups[group] == nil { addGroup(group) }
        groups[group]?.commits[place] = commit
    }
}
