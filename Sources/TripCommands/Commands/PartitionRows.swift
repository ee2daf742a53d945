internal import TripCore

// Partitions as `isr` and `topic describe` show them.

extension PartitionJudgement {
    static func columns(withTopic: Bool) -> [Column] {
        (withTopic ? [Column("TOPIC", flexible: true)] : [])
            + [
                Column("PARTITION", .right), Column("LEADER", .right), Column("PREFERRED", .right),
                Column("REPLICAS"), Column("IN SYNC"), Column("UNREACHABLE"),
            ]
    }

    func row(withTopic: Bool) -> [Cell] {
        let leader = partition.leader
        let leaderStyle: Style =
            leader == nil ? .critical : leader.map(unreachable.contains) == true ? .critical : .plain
        return (withTopic ? [Cell(at.topic)] : [])
            + [
                Cell(at.partition), leader.map { Cell($0, leaderStyle) } ?? Cell("none", .critical),
                Cell(partition.preferredLeader), Cell(ids: partition.replicas),
                Cell(ids: partition.inSync, isUnderReplicated ? .warning : .plain),
                Cell(unreachable.isEmpty ? "" : unreachable.map { String($0) }.joined(separator: ","), .critical),
            ]
    }

    var json: JSONValue {
        [
            "partition": .from(at.partition), "leader": .from(partition.leader),
            "preferredLeader": .from(partition.preferredLeader), "replicas": .list(partition.replicas),
            "isr": .list(partition.inSync), "unreachable": .list(unreachable),
        ]
    }

    var samples: [Sample] {
        let subject = Subject.topic(at.topic, at.partition)
        return [
            Sample(.partitionLeader, subject, partition.leader),
            Sample(.partitionInSyncReplicas, subject, partition.inSync.count),
            Sample(.partitionReplicas, subject, partition.replicas.count),
        ]
    }
}

extension TopicJudgement {
    /// The topic in JSON, with its settings where they were asked for.
    func json(configs: [ConfigEntry]? = nil) -> JSONValue {
        var pairs: [(String, JSONValue)] = [
            ("name", .string(name)), ("partitions", .array(partitions.map(\.json))),
        ]
        if let configs {
            pairs.append(
                (
                    "configs",
                    .array(
                        configs.map {
                            ["name": .string($0.name), "value": .from($0.value), "isDefault": .bool($0.isDefault)]
                        })
                ))
        }
        return .object(pairs)
    }

    var samples: [Sample] { partitions.flatMap(\.samples) }
}
