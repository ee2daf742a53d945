/// Which brokers hold which partition.
public enum ReplicaAssignment {
    /// A balanced assignment: (1,2) (2,3) (3,1). Leaders go round the brokers in order; the followers stand at a
    /// distance that grows by one each time round, so that they are spread as well, whatever the number of partitions:
    /// over three brokers (1,2) (2,3) (3,1) (1,3) (2,1) (3,2).
    ///
    /// - Throws: `refused`, when there are fewer brokers than replicas; `usage`, for a number below 1.
    public static func balanced(
        partitions: Int32, replicationFactor: Int, brokers: [Int32], topic: String = TopicSpec.clickLogs
    ) throws(Failure) -> [[Int32]] {
        let doing = "create topic \(topic)"
        guard partitions > 0 else {
            throw Failure(
                .usage, doing: doing, reason: "\(partitions) partitions are asked for, and a topic has at least one",
                hint: "give --partitions 1 or more")
        }
        guard replicationFactor > 0 else {
            throw Failure(
                .usage, doing: doing, reason: "replication factor \(replicationFactor) is less than 1",
                hint: "give --replication-factor 1 or more")
        }
        let ids = Array(Set(brokers)).sorted()
        guard replicationFactor <= ids.count else {
            let up = ids.count == 1 ? "1 broker that is up" : "\(ids.count) brokers that are up"
            throw Failure(
                .refused, doing: doing, reason: "replication factor \(replicationFactor) is larger than the \(up)",
                hint: "give --replication-factor \(ids.count) or less, or start more brokers")
        }
        return (0..<Int(partitions)).map { number in
            let (round, leader) = number.quotientAndRemainder(dividingBy: ids.count)
            // Of n brokers, the followers of one leader start at any of the n - 1 others.
            let shift = ids.count > 1 ? round % (ids.count - 1) : 0
            return [ids[leader]]
                + (0..<(replicationFactor - 1)).map { follower in
                    ids[(leader + 1 + (shift + follower) % (ids.count - 1)) % ids.count]
                }
        }
    }

    /// Whether `found` is `asked`, turned: brokers stand in a ring, in order of ids, and the one can be had from the
    /// other by turning the ring, or going round it the other way. The order of the partitions does not matter, nor do
    /// the ids, as long as there are as many brokers.
    ///
    /// Every such turn leads and shares the same number of partitions on each broker, and Kafka, which begins at a
    /// random broker and distance, makes any of them: (1,2) (2,3) (3,1) agrees with (2,3) (3,1) (1,2) and with
    /// (1,3) (2,1) (3,2), not with (1,2) (1,3) (2,3).
    public static func isBalancedRotation(_ found: [[Int32]], of asked: [[Int32]]) -> Bool {
        let old = Set(asked.joined()).sorted()
        let new = Set(found.joined()).sorted()
        guard found.count == asked.count, old.count == new.count else { return false }
        if found == asked { return true }
        let wanted = inOrder(found)
        return [new, new.reversed()].contains { ring in
            ring.indices.contains { shift in
                let renamed = Dictionary(
                    uniqueKeysWithValues: old.indices.map { (old[$0], ring[($0 + shift) % ring.count]) })
                return inOrder(asked.map { $0.compactMap { renamed[$0] } }) == wanted
            }
        }
    }

    private static func inOrder(_ assignment: [[Int32]]) -> [[Int32]] {
        assignment.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
