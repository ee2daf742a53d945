/// The records of a partition.
public struct Log: Sendable, Equatable {
    /// The first offset that is still there.
    public private(set) var start: Int64 = 0
    /// The next offset that is given out.
    public private(set) var end: Int64 = 0
    /// What made-up records say.
    public var madeUp = MadeUpRecords.numbered
    /// The records, by rising offset.
    private(set) var batches: [Batch] = []

    /// Records that came together.
    struct Batch: Sendable, Equatable {
        /// The offset of the first.
        var base: Int64
        /// How many.
        var count: Int64
        /// Milliseconds since 1970, of the first.
        var firstTime: Int64
        /// The same of the newest.
        var lastTime: Int64
        /// As a producer sent them, compressed or not; `nil` for records that are made up when somebody reads them.
        var bytes: [UInt8]?

        /// The offset after the last.
        var end: Int64 { base + count }

        /// When the record at an offset was made: the times of made-up records lie evenly between first and last.
        func time(at offset: Int64) -> Int64 {
            guard count > 1 else { return firstTime }
            return firstTime + (lastTime - firstTime) * (offset - base) / (count - 1)
        }
    }

    /// An empty log.
    public init() {}

    /// Makes up records at the end, their times spread evenly from `from` to `to`, in milliseconds since 1970.
    public mutating func append(count: Int64, from: Int64, to: Int64) {
        guard count > 0 else { return }
        batches.append(Batch(base: end, count: count, firstTime: from, lastTime: max(from, to)))
        end += count
    }

    /// Appends a producer's batch.
    ///
    /// - Returns: the offset of its first record.
    mutating func append(_ batch: RecordBatch) -> Int64 {
        let base = end
        batches.append(
            Batch(
                base: base, count: batch.count, firstTime: batch.firstTime, lastTime: batch.lastTime,
                bytes: batch.bytes(at: base)))
        end += batch.count
        return base
    }

    /// Drops everything before an offset, as retention does: the log then starts there.
    public mutating func drop(before offset: Int64) {
        guard offset > start else { return }
        start = min(offset, end)
        batches.removeFirst(batches.prefix { $0.end <= start }.count)
    }

    /// Drops the batches whose newest record is older than a time, in milliseconds since 1970.
    public mutating func drop(olderThan time: Int64) {
        if let kept = batches.first(where: { $0.lastTime >= time }) {
            drop(before: kept.base)
        } else {
            drop(before: end)
        }
    }

    /// The index of the batch with an offset in it; `nil` past the end.
    func place(of offset: Int64) -> Int? {
        var (low, high) = (0, batches.count)
        while low < high {
            let middle = (low + high) / 2
            if batches[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low < batches.count ? low : nil
    }

    /// The first record that is not older than a time; `nil` when all are.
    func first(since time: Int64) -> (offset: Int64, time: Int64)? {
        for batch in batches where batch.lastTime >= time {
            let times = batch.bytes.map { RecordBatch.times(in: $0) } ?? nil
            if let found = times?.firstIndex(where: { $0 >= time }), let times {
                return (batch.base + Int64(found), times[found])
            }
            if batch.bytes != nil { return (max(batch.base, start), batch.firstTime) }
            guard time > batch.time(at: max(batch.base, start)) else {
                return (max(batch.base, start), batch.time(at: max(batch.base, start)))
            }
            // Made-up records: the first of them at or after the time.
            var (low, high) = (batch.base, batch.end - 1)
            while low < high {
                let middle = (low + high) / 2
                if batch.time(at: middle) < time { low = middle + 1 } else { high = middle }
            }
            return (low, batch.time(at: low))
        }
        return nil
    }

    /// The newest record's time and offset; `nil` in an empty log.
    var newest: (offset: Int64, time: Int64)? {
        batches.max { $0.lastTime < $1.lastTime }.map { ($0.end - 1, $0.lastTime) }
    }
}
