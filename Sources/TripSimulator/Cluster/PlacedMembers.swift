public import TripCore

/// A member that is put into a group, and speaks to nobody.
public struct PlacedMember: Sendable {
    /// What the client calls itself.
    public var clientID: String
    /// The partitions it reads.
    public var partitions: [TopicPartition]
    /// Where it comes from, such as `/127.0.0.1`.
    public var host: String

    /// A member.
    public init(clientID: String, partitions: [TopicPartition], host: String = "/127.0.0.1") {
        self.clientID = clientID
        self.partitions = partitions
        self.host = host
    }
}

extension SimulatedCluster {
    /// Gives a group these members, and the state that the group is in. Real clients may join them: the placed ones do
    /// not come again in a rebalance, and are gone after it.
    public mutating func place(_ members: [PlacedMember], in group: String, state: Group.State = .stable) {
        if groups[group] == nil { addGroup(group) }
        let ids = members.map { "\($0.clientID)-\(nextID().text)" }
        groups[group]?.protocolType = "consumer"
        groups[group]?.protocolName = state == .stable || state == .completing ? "range" : ""
        groups[group]?.generation += 1
        groups[group]?.state = members.isEmpty ? .empty : state
        groups[group]?.leader = ids.first
        groups[group]?.members = zip(members, ids).map { member, id in
            Group.Member(
                id: id, clientID: member.clientID, host: member.host,
                protocols: [
                    JoinGroupRequest.Assignor(
                        name: "range", metadata: ConsumerBytes.subscription(to: member.partitions.map(\.topic)))
                ],
                assignment: state == .stable ? ConsumerBytes.assignment(of: member.partitions) : [])
        }
    }
}

/// What consumers tell each other through the coordinator, which only passes it on.
enum ConsumerBytes {
    /// Version, topics, and what else an assignor may want to know: nothing.
    static func subscription(to topics: [String]) -> [UInt8] {
        var writer = Writer(version: 0, isFlexible: false)
        writer.append(Int16(0))
        var names: [String] = Array(Set(topics)).sorted()
        writer.strings(&names)
        writer.append(Int32(-1))
        return writer.bytes
    }

    /// Version, the partitions of each topic, and what else an assignor may want to tell: nothing.
    static func assignment(of partitions: [TopicPartition]) -> [UInt8] {
        var writer = Writer(version: 0, isFlexible: false)
        writer.append(Int16(0))
        let byTopic = Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }
        var topics = byTopic.map {
            OffsetFetchRequest.Topic(name: $0.key, partitions: $0.value.map(\.partition).sorted())
        }
        writer.parts(&topics)
        writer.append(Int32(-1))
        return writer.bytes
    }
}
