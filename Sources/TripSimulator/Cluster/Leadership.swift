internal import TripCore

/// What the controller does.
extension SimulatedCluster {
    /// Changes one partition; nothing happens where there is none.
    @discardableResult
    public mutating func change<R>(
        _ topic: String, _ partition: Int32, _ body: (inout Partition) -> R
    ) -> R? {
        guard let count = topics[topic]?.partitions.count, partition >= 0, partition < count else { return nil }
        return body(&topics[topic, default: Topic()].partitions[Int(partition)])
    }

    /// A broker ends and the controller has noticed: it leaves the in-sync replicas, another of them leads, and where
    /// there is none the partition has no leader, and keeps the last replica that was in sync.
    public mutating func lose(broker id: Int32) {
        guard brokers[id]?.isUp ?? false else { return }
        brokers[id]?.isUp = false
        if controller == id { controller = live.first }
        eachPartition { partition in
            if partition.inSync.count > 1 { partition.inSync.removeAll { $0 == id } }
            guard partition.leader == id else { return }
            partition.leader = partition.inSync.first { $0 != id }
            partition.epoch += 1
        }
    }

    /// A broker is back. Its replicas catch up at once and it leads what has no other leader; what it led before, others
    /// go on leading until ``electPreferredLeaders()``.
    public mutating func bringBack(broker id: Int32) {
        guard let broker = brokers[id], !broker.isUp else { return }
        brokers[id]?.isUp = true
        if controller == nil { controller = id }
        eachPartition { partition in
            guard partition.replicas.contains(id) else { return }
            if partition.leader == nil {
                guard partition.inSync.contains(id) else { return }
                partition.leader = id
                partition.epoch += 1
            }
            if !partition.inSync.contains(id) { partition.inSync.append(id) }
        }
    }

    /// Makes a replica the leader, or nobody.
    public mutating func elect(_ leader: Int32?, of topic: String, _ partition: Int32) {
        change(topic, partition) {
            $0.leader = leader
            $0.epoch += 1
        }
    }

    /// Every partition is led by its first replica again, where that one is up and in sync.
    public mutating func electPreferredLeaders() {
        let live = Set(live)
        eachPartition { partition in
            guard let first = partition.replicas.first, first != partition.leader, live.contains(first),
                partition.inSync.contains(first)
            else { return }
            partition.leader = first
            partition.epoch += 1
        }
    }

    /// A replica falls behind: it is in sync no more.
    public mutating func shrink(_ topic: String, _ partition: Int32, without broker: Int32) {
        change(topic, partition) { $0.inSync.removeAll { $0 == broker } }
    }

    /// A replica has caught up.
    public mutating func expand(_ topic: String, _ partition: Int32, with broker: Int32) {
        change(topic, partition) { partition in
            guard partition.replicas.contains(broker), !partition.inSync.contains(broker) else { return }
            partition.inSync.append(broker)
        }
    }

    private mutating func eachPartition(_ body: (inout Partition) -> Void) {
        for name in Array(topics.keys) {
            // Out of the table while it changes: with a second owner the whole of it would be copied.
            guard var topic = topics.removeValue(forKey: name) else { continue }
            for index in topic.partitions.indices { body(&topic.partitions[index]) }
            topics[name] = topic
        }
    }

    /// The partition, if there is one.
    func partition(_ at: TopicPartition) -> Partition? {
        guard let partitions = topics[at.topic]?.partitions, at.partition >= 0, at.partition < partitions.count else {
            return nil
        }
        return partitions[Int(at.partition)]
    }
}

/// What producers and retention do.
extension SimulatedCluster {
    /// Makes up records at the end of a partition, made at ``now``.
    public mutating func append(_ count: Int64, to topic: String, _ partition: Int32) {
        let now = now
        change(topic, partition) { $0.log.append(count: count, from: now, to: now) }
    }

    /// Retention drops everything before an offset.
    public mutating func expire(_ topic: String, _ partition: Int32, before offset: Int64) {
        change(topic, partition) { $0.log.drop(before: offset) }
    }

    /// Retention drops the records that are older than their topics' `retention.ms`, where `cleanup.policy` deletes.
    public mutating func expireOldRecords() {
        let limits = topics.compactMap { name, topic in oldestKept(in: topic).map { (name, $0) } }
        for (name, oldest) in limits {
            for number in 0..<(topics[name]?.partitions.count ?? 0) {
                change(name, Int32(number)) { $0.log.drop(olderThan: oldest) }
            }
        }
    }

    /// The time before which a topic keeps nothing; `nil` when it keeps everything.
    private func oldestKept(in topic: Topic) -> Int64? {
        func told(_ name: String) -> String? {
            TopicSetting.all.first { $0.name == name }.map { value(of: $0, for: topic).value }
        }
        guard told("cleanup.policy")?.contains("delete") ?? false,
            let kept = told("retention.ms").flatMap(Int64.init), kept >= 0
        else { return nil }
        return now - kept
    }

    /// How many in-sync replicas a topic wants for a record that has to be safe.
    func minInSync(of topic: Topic) -> Int {
        let text = topic.settings["min.insync.replicas"] ?? brokerSettings["min.insync.replicas"] ?? "1"
        return Int(text) ?? 1
    }
}
