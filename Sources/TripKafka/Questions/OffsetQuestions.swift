internal import CRdKafka
public import TripCore
internal import TripSystem

extension KafkaCluster {
    /// How many partitions are asked for in one call. librdkafka's own work grows with the square of it, and a call
    /// for each takes as many round trips.
    private static let partitionsACall = 500

    /// The first and the next offsets (ListOffsets through `offsets_for_times`). `query_watermark_offsets` is never
    /// called: with a dead leader, 2.0.2 does not come back from it.
    public func logRanges(of partitions: [TopicPartition: Int32]) -> [TopicPartition: Answer<LogRange>] {
        // Each chunk of a leader's partitions is asked for twice, for the starts and for the ends.
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

        var ranges: [TopicPartition: Answer<LogRange>] = [:]
        ranges.reserveCapacity(partitions.count)
        for index in stride(from: 0, to: calls.count, by: 2) {
            for (place, at) in calls[index].partitions.enumerated() {
                let (start, end) = (results[index][place], results[index + 1][place])
                ranges[at] = start.flatMap { start in end.map { LogRange(start: start, end: $0) } }
            }
        }
        return ranges
    }

    /// Runs every call on a thread of its own, the first on this one: one after the other, their round trips would
    /// add up. A call that is not back by the deadline is given up.
    private func run(_ calls: [OffsetCall]) -> [[Answer<Int64>]] {
        guard !calls.isEmpty else { return [] }
        let results = Monitor<[Int: [Answer<Int64>]]>([:])
        let work: @Sendable (Int) -> Void = { index in
            let call = calls[index]
            let result =
                self.client.holding { self.result(of: call) }
                ?? call.all(Failure(.system, doing: call.doing, reason: "the connection is closed"))
            results.change { $0[index] = result }
        }
        for index in calls.indices.dropFirst() where !Threads.start({ work(index) }) { work(index) }
        work(0)
        let done = results.wait(until: deadline) { $0.count == calls.count ? $0 : nil } ?? results.read { $0 }
        return calls.indices.map { index in
            let call = calls[index]
            return done[index]
                ?? call.all(.noAnswer(to: "read offsets", from: call.leader, within: deadline.timeout))
        }
    }

    /// Waits for the leader, asks it, and asks again in halves when one partition's error has spoiled the answer for
    /// all of them. The answers are in the order of the call's partitions.
    private func result(of call: OffsetCall) -> [Answer<Int64>] {
        guard let address = addresses.read({ $0[call.leader] }) else {
            let reason = "broker \(call.leader) is not in the cluster"
            return call.all(Failure(.unreachable, doing: call.doing, reason: reason))
        }
        _ = client.reach(of: address, until: deadline.patience)
        if case .failure(let failure)? = readiness(of: call.leader, doing: call.doing) { return call.all(failure) }

        let list = PartitionList(capacity: call.partitions.count)
        for at in call.partitions { list.add(at, offset: call.edge.rawValue) }
        let timeout = deadline.callTimeout
        let code = list.withPointer { rd_kafka_offsets_for_times(client.handle, $0, timeout) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            // The elements still hold what was asked, without an error: they say nothing.
            if code == RD_KAFKA_RESP_ERR__TIMED_OUT || deadline.hasPassed {
                client.dropMute()
                return call.all(.noAnswer(to: call.doing, from: call.leader, within: deadline.timeout))
            }
            guard call.partitions.count > 1 else { return call.all(KafkaError(code).failure(doing: call.doing)) }
            let (first, second) = call.halves
            return result(of: first) + result(of: second)
        }
        // The list is filled in where it stands: its elements are still in the order they were added in.
        return list.withPointer { list in
            UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).enumerated().map {
                place, element in
                if element.err == RD_KAFKA_RESP_ERR_NO_ERROR, element.offset >= 0 { return .success(element.offset) }
                let doing = "read the offsets of \(OffsetCall.name(call.partitions[place]))"
                guard element.err != RD_KAFKA_RESP_ERR_NO_ERROR else {
                    return .failure(Failure(.kafka, doing: doing, reason: "the answer names no offset"))
                }
                return .failure(KafkaError(element.err).failure(doing: doing))
            }
        }
    }
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

    /// What the call is for, to follow "cannot".
    var doing: String {
        "read offsets of \(partitions.count == 1 ? Self.name(partitions[0]) : "\(partitions.count) partitions")"
    }

    static func name(_ at: TopicPartition) -> String { "\(at.topic) partition \(at.partition)" }

    /// The same answer for every partition.
    func all(_ failure: Failure) -> [Answer<Int64>] { partitions.map { _ in .failure(failure) } }

    var halves: (OffsetCall, OffsetCall) {
        let middle = partitions.count / 2
        return (
            OffsetCall(leader: leader, partitions: Array(partitions[..<middle]), edge: edge),
            OffsetCall(leader: leader, partitions: Array(partitions[middle...]), edge: edge)
        )
    }
}
