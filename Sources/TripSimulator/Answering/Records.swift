internal import TripCore

/// Records: appended, read, and looked up by time.
extension Answering {
    /// A partition that this broker leads, or why it does not.
    private func led(_ topic: String, _ number: Int32) -> Result<Partition, Refusal> {
        let at = TopicPartition(topic, number)
        guard let partition = cluster.partition(at) else { return .failure(Refusal(.unknownTopicOrPartition)) }
        guard partition.leader == session.broker, !faults.electing.contains(at) else {
            let holds = partition.replicas.contains(session.broker)
            // A broker without a replica does not know the partition's state at all, and says the same.
            return .failure(Refusal(holds || !partition.replicas.isEmpty ? .notLeader : .unknownTopicOrPartition))
        }
        return .success(partition)
    }

    mutating func produce(_ request: ProduceRequest) -> ProduceResponse {
        ProduceResponse(
            topics: request.topics.answered { topic, partition in
                do throws(Refusal) {
                    return try append(partition, to: topic, acks: request.acks)
                } catch {
                    return .init(number: partition.number, error: error.code)
                }
            })
    }

    private mutating func append(
        _ asked: ProduceRequest.Partition, to topic: String, acks: Int16
    ) throws(Refusal) -> ProduceResponse.Partition {
        let log = try admit(topic, asked.number, acks: acks)
        let batches = try RecordBatch.all(in: asked.records ?? [])
        var base: Int64?
        cluster.change(topic, asked.number) { partition in
            for batch in batches {
                let first = partition.log.append(batch)
                base = base ?? first
            }
        }
        return .init(number: asked.number, base: base ?? log.end, start: log.start)
    }

    /// Where a partition's log begins and ends that records may be appended to. The partition itself is not held on to:
    /// with a second owner, its log would be copied to be changed.
    private func admit(_ topic: String, _ number: Int32, acks: Int16) throws(Refusal) -> (start: Int64, end: Int64) {
        let partition = try led(topic, number).get()
        if acks == -1, partition.inSync.count < cluster.minInSync(of: cluster.topics[topic] ?? Topic()) {
            throw Refusal(.notEnoughReplicas)
        }
        return (partition.log.start, partition.log.end)
    }

    func listOffsets(_ request: ListOffsetsRequest) -> ListOffsetsResponse {
        ListOffsetsResponse(
            topics: request.topics.answered { topic, asked in
                switch led(topic, asked.number) {
                case .failure(let refusal): return .init(number: asked.number, error: refusal.code)
                case .success(let partition):
                    let (offset, time) = Self.offset(at: asked.time, in: partition.log)
                    return .init(
                        number: asked.number, time: time, offset: offset,
                        epoch: offset < 0 ? -1 : partition.epoch)
                }
            })
    }

    private static func offset(at time: Int64, in log: Log) -> (offset: Int64, time: Int64) {
        switch time {
        case -1: return (log.end, -1)
        case -2: return (log.start, -1)
        case -3: return log.newest.map { ($0.offset, $0.time) } ?? (-1, -1)
        default: return log.first(since: time).map { ($0.offset, $0.time) } ?? (-1, -1)
        }
    }

    func fetch(_ request: FetchRequest) -> FetchResponse {
        var left = Int(request.maxBytes)
        return FetchResponse(
            topics: request.topics.answered { topic, asked in
                switch led(topic, asked.number) {
                case .failure(let refusal): return .init(number: asked.number, error: refusal.code)
                case .success(let partition):
                    let log = partition.log
                    var answer = FetchResponse.Partition(
                        number: asked.number, highWatermark: log.end, lastStable: log.end, start: log.start)
                    guard asked.offset >= log.start, asked.offset <= log.end else {
                        answer.error = .offsetOutOfRange
                        return answer
                    }
                    let records = log.bytes(
                        from: asked.offset, atMost: min(left, Int(asked.maxBytes)))
                    left -= records.count
                    answer.records = records
                    return answer
                }
            })
    }

    /// Whether there is as much as the client wants, or something it has to know at once.
    func isEnough(_ response: FetchResponse, for request: FetchRequest) -> Bool {
        var bytes = 0
        for topic in response.topics {
            for partition in topic.partitions {
                if partition.error != .none { return true }
                bytes += partition.records?.count ?? 0
            }
        }
        return bytes >= request.minBytes || request.maxWait <= 0
    }
}

extension Log {
    /// How many records are made up at a time.
    private static let madeUpAtOnce: Int64 = 500

    /// The batches from an offset on: the first whole, however large, and more as long as they fit. Nothing once
    /// nothing more may come.
    func bytes(from offset: Int64, atMost limit: Int) -> [UInt8] {
        guard limit > 0, var index = place(of: offset) else { return [] }
        var bytes: [UInt8] = []
        var next = offset
        while index < batches.count {
            let batch = batches[index]
            next = max(next, batch.base)
            let more: [UInt8]
            if let sent = batch.bytes {
                more = sent
                next = batch.end
            } else {
                let fitting = max(1, Int64(limit - bytes.count) / Int64(madeUp.size))
                let count = min(batch.end - next, Self.madeUpAtOnce, fitting)
                more = RecordBatch.madeUp(from: next, count: Int(count), saying: madeUp) { batch.time(at: $0) }
                next += count
            }
            guard bytes.isEmpty || bytes.count + more.count <= limit else { break }
            bytes += more
            if next >= batch.end { index += 1 }
            if bytes.count >= limit { break }
        }
        return bytes
    }
}
