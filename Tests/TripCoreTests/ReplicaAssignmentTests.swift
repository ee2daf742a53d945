import Testing
import TripCore

@Suite("Replicas assigned") struct ReplicaAssignmentTests {
    @Test("one a broker: (1,2) (2,3) (3,1)") func page() throws {
        let three = try ReplicaAssignment.balanced(partitions: 3, replicationFactor: 2, brokers: [3, 1, 2])
        #expect(three == [[1, 2], [2, 3], [3, 1]])
        let six = try ReplicaAssignment.balanced(partitions: 6, replicationFactor: 2, brokers: [1, 2, 3])
        #expect(six == [[1, 2], [2, 3], [3, 1], [1, 3], [2, 1], [3, 2]])
        let one = try ReplicaAssignment.balanced(partitions: 2, replicationFactor: 1, brokers: [7])
        #expect(one == [[7], [7]])
    }

    @Test("balanced, whatever the numbers", arguments: 1...7, [1, 3, 4, 6, 12, 35]) func balanced(
        brokers: Int, partitions: Int
    ) throws {
        let ids = (0..<brokers).map { Int32(10 * $0 + 1) }
        for factor in 1...brokers {
            let all = try ReplicaAssignment.balanced(
                partitions: Int32(partitions), replicationFactor: factor, brokers: ids)
            #expect(all.count == partitions)
            #expect(all.allSatisfy { Set($0).count == factor && Set($0).isSubset(of: ids) })
            let leads = ids.map { id in all.count { $0.first == id } }
            #expect((leads.max() ?? 0) - (leads.min() ?? 0) <= 1)
            let holds = ids.map { id in all.count { $0.contains(id) } }
            // Full rounds are even; a last short one may add as much as a broker can hold of it.
            let slack = partitions % brokers == 0 ? 0 : min(factor, partitions % brokers)
            #expect((holds.max() ?? 0) - (holds.min() ?? 0) <= slack)
        }
    }

    @Test("what cannot be assigned") func refused() throws {
        let few = try #require(throws: Failure.self) {
            try ReplicaAssignment.balanced(partitions: 3, replicationFactor: 3, brokers: [1, 2], topic: "orders")
        }
        #expect(few.kind == .refused)
        #expect(few.doing == "create topic orders")
        #expect(few.reason == "replication factor 3 is larger than the 2 brokers that are up")
        for (partitions, factor) in [(Int32(0), 1), (-1, 1), (1, 0)] {
            let failure = try #require(throws: Failure.self) {
                try ReplicaAssignment.balanced(partitions: partitions, replicationFactor: factor, brokers: [1])
            }
            #expect(failure.kind == .usage)
        }
    }

    @Test(
        "a turn of the ring agrees, another spread does not",
        arguments: [
            ([[1, 2], [2, 3], [3, 1]], true), ([[2, 3], [3, 1], [1, 2]], true), ([[3, 1], [1, 2], [2, 3]], true),
            ([[1, 3], [2, 1], [3, 2]], true), ([[11, 12], [12, 13], [13, 11]], true),
            ([[2, 3], [1, 2], [3, 1]], true),
            ([[1, 2], [1, 3], [2, 3]], false), ([[1, 2], [1, 2], [1, 2]], false), ([[1, 2], [2, 1], [3, 1]], false),
            ([[1, 2], [2, 3]], false), ([[1], [2], [3]], false), ([[1, 2], [2, 3], [3, 4]], false), ([], false),
        ] as [([[Int32]], Bool)]) func rotation(_ found: [[Int32]], _ agrees: Bool)
    {
        #expect(ReplicaAssignment.isBalancedRotation(found, of: [[1, 2], [2, 3], [3, 1]]) == agrees)
    }
}
