import Foundation
import TripCore
import TripSimulator

/// A simulated cluster of any size in a process of its own, for measuring what asks it.
///
///     simulator-fixture [brokers] [topics] [partitions of each] [groups]
///
/// Says its bootstrap addresses on a line, and ends when standard input does.
let numbers = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
let sizes = numbers + [3, 1, 3, 1].dropFirst(numbers.count)
var cluster = SimulatedCluster(brokers: 1...Int32(sizes[0]))
cluster.now = Int64(Date().timeIntervalSince1970 * 1000)
cluster.makeOffsetsTopic()
for topic in 0..<sizes[1] {
    cluster.addTopic("topic-\(topic)", partitions: sizes[2], replicationFactor: 3)
    for partition in 0..<Int32(sizes[2]) { cluster.append(1000, to: "topic-\(topic)", partition) }
}
for group in 0..<sizes[3] {
    for partition in 0..<Int32(min(10, sizes[2])) {
        cluster.commit(990, of: "group-\(group)", to: "topic-\(group % max(1, sizes[1]))", partition)
    }
}
do {
    let simulator = try Simulator.start(cluster)
    print(simulator.bootstrap.prefix(3).map(\.description).joined(separator: ","))
    fflush(nil)
    while readLine() != nil {}
    for (api, count) in simulator.requests.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { print(api, count) }
    simulator.stop()
} catch {
    FileHandle.standardError.write(Data("cannot \(error.doing): \(error.reason)\n".utf8))
    exit(1)
}
