/// A batch of records in Kafka's second format, as it lies on the wire and on disk.
///
/// Its head has 61 bytes: first offset (8), length of the rest (4), epoch (4), format (1), checksum (4), attributes (2),
/// last offset less the first (4), first and newest time (8 each), producer (8), its epoch (2), sequence (4), number of
/// records (4). The checksum covers what follows it, so offset and epoch may be set without a new one.
struct RecordBatch: Sendable {
    private static let headSize = 61
    private var bytes: [UInt8]

    /// How many offsets it takes.
    let count: Int64
    let firstTime: Int64
    let lastTime: Int64

    /// The batches in the bytes of a Produce request.
    ///
    /// - Throws: that they are of an older format, or of none.
    static func all(in bytes: [UInt8]) throws(Refusal) -> [RecordBatch] {
        var found: [RecordBatch] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 17 else { throw Refusal(.corruptMessage) }
            guard rest[rest.startIndex + 16] == 2 else { throw Refusal(.unsupportedFormat) }
            let length = rest.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length <= rest.count - 12, let batch = RecordBatch(Array(rest.prefix(length + 12))) else {
                throw Refusal(.corruptMessage)
            }
            found.append(batch)
            rest = rest.dropFirst(length + 12)
        }
        return found
    }

    private init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headSize else { return nil }
        var reader = Reader(bytes, from: 23, version: 0, isFlexible: false)
        var (lastDelta, first, newest): (Int32, Int64, Int64) = (0, 0, 0)
        reader.integer(&lastDelta)
        reader.integer(&first)
        reader.integer(&newest)
        guard lastDelta >= 0, Checksum.crc32c(bytes[21...]) == Self.number(in: bytes[17..<21]) else { return nil }
        self.bytes = bytes
        count = Int64(lastDelta) + 1
        firstTime = first
        lastTime = max(first, newest)
    }

    private static func number(in bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    /// The batch with its first offset set.
    func bytes(at base: Int64) -> [UInt8] {
        var bytes = bytes
        withUnsafeBytes(of: base.bigEndian) { bytes.replaceSubrange(0..<8, with: $0) }
        bytes.replaceSubrange(12..<16, with: [0, 0, 0, 0])
        return bytes
    }

    /// The time of each record of an uncompressed batch; `nil` for a compressed one.
    static func times(in bytes: [UInt8]) -> [Int64]? {
        guard bytes.count >= headSize, bytes[22] & 7 == 0 else { return nil }
        var reader = Reader(bytes, from: 27, version: 0, isFlexible: false)
        var first: Int64 = 0
        reader.integer(&first)
        reader = Reader(bytes, from: 57, version: 0, isFlexible: false)
        var count: Int32 = 0
        reader.integer(&count)
        var times: [Int64] = []
        for _ in 0..<max(0, count) {
            let length = Int(zigzag(reader.varint()))
            let start = reader.offset
            guard !reader.isBroken, length > 1, length <= reader.left else { return nil }
            var attributes: Int8 = 0
            reader.integer(&attributes)
            times.append(first &+ zigzag(reader.varint()))
            reader = Reader(bytes, from: start + length, version: 0, isFlexible: false)
        }
        return times
    }

    private static func zigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(value & 1) }

    /// Makes up records.
    static func madeUp(
        from base: Int64, count: Int, saying content: MadeUpRecords = .numbered, time: (Int64) -> Int64
    ) -> [UInt8] {
        let first = time(base)
        var rest = Writer(version: 0, isFlexible: false)
        rest.append(Int16(0))
        rest.append(Int32(count - 1))
        rest.append(first)
        rest.append(time(base + Int64(count) - 1))
        rest.append(Int64(-1))
        rest.append(Int16(-1))
        rest.append(Int32(-1))
        rest.append(Int32(count))
        for index in 0..<count {
            let offset = base + Int64(index)
            let value = content.value(at: offset, time: time(offset))
            var record = Writer(version: 0, isFlexible: false)
            record.append(Int8(0))
            record.zigzag(time(offset) - first)
            record.zigzag(Int64(index))
            record.zigzag(-1)
            record.zigzag(Int64(value.count))
            record.append(raw: value)
            record.zigzag(0)
            rest.zigzag(Int64(record.bytes.count))
            rest.append(raw: record.bytes)
        }
        var whole = Writer(version: 0, isFlexible: false)
        whole.append(base)
        whole.append(Int32(rest.bytes.count + 9))
        whole.append(Int32(0))
        whole.append(Int8(2))
        whole.append(Checksum.crc32c(rest.bytes[...]))
        whole.append(raw: rest.bytes)
        return whole.bytes
    }
}

/// The checksum of Kafka's batches.
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0x82f6_3b78 : sum >> 1 }
    }

    /// CRC-32C (Castagnoli).
    static func crc32c(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
