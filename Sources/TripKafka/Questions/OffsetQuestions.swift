internal import CRdKafka
public import TripCore
internal import TripSystem

extension KafkaCluster {
    /// How many partitions are asked for in one call. librdkafka's own work grows with the square of it, and a call
    /// for each takes as many round trips: 250 to 500 measured best.
    private static let partitionsACall = 250

    /// The first and the next offsets (ListOffsets through `offsets_for_times`). `query_watermark_offsets` is never
    /// called: with a dead leader, 2.0.2 does not come back from it.
    public func logRanges(of partitions: [TopicPartition: Int32]) -> [TopicPartition: Answer<LogRange>] {
        var calls: [OffsetCall] = []
        for (leader, entries) in Dictionary(grouping: partitions, by: \.value) {
            let asked = entries.map(\.key).sorted()
            for from in stride(from: 0, to: asked.count, by: Self.partitionsACall) {
                let chunk = Array(asked[from..<min(from + Self.partitionsACall, asked.count)])
                calls.append(OffsetCall(leader: leader, partitions: chunk, edge: .start))
                calls.append(OffsetCall(leader: leader, partitions: chunk, edge: .end))
            }
        }
        let results = run(calls)

        var starts: [TopicPartition: Answer<Int64>] = [:]
        var ends: [TopicPartition: Answer<Int64>] = [:]
        for (call, result) in zip(calls, results) {
            if call.edge == .start { starts.merge(result) { $1 } } else { ends.merge(result) { $1 } }
        }
        return Dictionary(
            uniqueKeysWithValues: partitions.keys.map { at in
                let missing = Failure(.kafka, doing: Self.reading(at), reason: "the broker said nothing of it")
                let start = starts[at] ?? .failure(missing)
                let end = ends[at] ?? .failure(missing)
                return (at, start.flatMap { start in end.map { LogRange(start: start, end: $0) } })
            })
    }

    /// Runs every call on a thread of its own, the first on this one: one after the other, their round trips would
    /// add up. A call that is not back by the deadline is given up.
    private func run(_ calls: [OffsetCall]) -> [[TopicPartition: Answer<Int64>]] {
        guard !calls.isEmpty else { return [] }
        let results = Monitor<[Int: [TopicPartition: Answer<Int64>]]>([:])
        let work: @Sendable (Int) -> Void = { index in
            let result = self.result(of: calls[index])
            results.change { $0[index] = result }
        }
        for index in calls.indices.dropFirst() where !Threads.start({ work(index) }) { work(index) }
        work(0)
        let done = results.wait(until: deadline) { $0.count == calls.count ? $0 : nil } ?? results.read { $0 }
        return calls.indices.map { index in
            done[index]
                ?? calls[index].all(
                    .noAnswer(
                        to: "read offsets", from: calls[index].leader, within: deadline.timeout))
        }
    }

    /// Waits for the leader, asks it, and asks again in halves when one partition's error has spoiled the answer for
    /// all of them.
    private func result(of call: OffsetCall) -> [TopicPartition: Answer<Int64>] {
        let doing =
            "read offsets of \(call.partitions.count == 1 ? Self.name(call.partitions[0]) : "\(call.partitions.count) partitions")"
        guard let address = addresses.read({ $0[call.leader] }) else {
            return call.all(Failure(.unreachable, doing: doing, reason: "broker \(call.leader) is not in the cluster"))
        }
        _ = client.reach(of: address, until: deadline.patience)
        if case .failure(let failure)? = readiness(of: call.leader, doing: doing) { return call.all(failure) }

        let list = PartitionList(capacity: call.partitions.count)
        for at in call.partitions { list.add(at, offset: call.edge.rawValue) }
        let timeout = deadline.callTimeout
        let code = list.withPointer { rd_kafka_offsets_for_times(client.handle, $0, timeout) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            // The elements still hold what was asked, without an error: they say nothing.
            if code == RD_KAFKA_RESP_ERR__TIMED_OUT || deadline.hasPassed {
                client.dropMute()
                return call.all(.noAnswer(to: doing, from: call.leader, within: deadline.timeout))
            }
            guard call.partitions.count > 1 else { return call.all(KafkaError(code).failure(doing: doing)) }
            let (first, second) = call.halves
            return result(of: first).merging(result(of: second)) { $1 }
        }
        return Dictionary(
            list.elements.map { element in
                if element.code == RD_KAFKA_RESP_ERR_NO_ERROR, element.offset >= 0 {
                    return (element.at, .success(element.offset))
                }
                return (element.at, .failure(KafkaError(element.code).failure(doing: Self.reading(element.at))))
            }, uniquingKeysWith: { $1 })
    }

    private static func name(_ at: TopicPartition) -> String { "\(at.topic) partition \(at.partition)" }
    private static func reading(_ at: TopicPartition) -> String { "read the offsets of \(name(at))" }
}

/// One call for the first or the next offset of some partitions of one leader.
private struct OffsetCall: Sendable {
    var leader: Int32
    var partitions: [TopicPartition]
    var edge: Edge

    /// The code that ListOffsets takes in place of a time.
    enum Edge: Int64, Sendable {
        case end = -1
        case start = -2
    }

    /// The same answer for every partition.
    func all(_ failure: Failure) -> [TopicPartition: Answer<Int64>] {
        Dictionary(partitions.map { ($0, .failure(failure)) }, uniquingKeysWith: { $1 })
    }

    var halves: (OffsetCall, OffsetCall) {
        let middle = partitions.count / 2
        return (
            OffsetCall(leader: leader, partitions: Array(partitions[..<middle]), edge: edge),
            OffsetCall(leader: leader, partitions: Array(partitions[middle...]), edge: edge)
        )
    }
}
