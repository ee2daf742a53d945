/// Writes a message into bytes.
struct Writer: Codec {
    let version: Int16
    let isFlexible: Bool
    private(set) var bytes: [UInt8] = []

    init(version: Int16, isFlexible: Bool, capacity: Int = 256) {
        self.version = version
        self.isFlexible = isFlexible
        bytes.reserveCapacity(capacity)
    }

    mutating func integer<I: FixedWidthInteger>(_ value: inout I) { append(value) }

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(raw more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// A number of seven bits a byte, the lowest first.
    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A number that may be negative, small ones short.
    mutating func zigzag(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    private mutating func length<I: FixedWidthInteger>(_ count: Int?, _: I.Type) {
        if isFlexible {
            varint(count.map { UInt64($0) + 1 } ?? 0)
        } else {
            append(count.map { I(clamping: $0) } ?? -1)
        }
    }

    mutating func text(_ value: inout String?) {
        length(value?.utf8.count, Int16.self)
        if let value { bytes.append(contentsOf: value.utf8) }
    }

    mutating func blob(_ value: inout [UInt8]?) {
        length(value?.count, Int32.self)
        if let value { bytes.append(contentsOf: value) }
    }

    mutating func tags() { varint(0) }

    mutating func elements<E>(
        _ list: inout [E]?, blank: @autoclosure () -> E, _ element: (inout E, inout Writer) -> Void
    ) {
        length(list?.count, Int32.self)
        for one in list ?? [] {
            var one = one
            element(&one, &self)
        }
    }

    /// Puts the number of the bytes that follow it before everything, as every message has it on the wire.
    mutating func frame() -> [UInt8] {
        let length = Int32(clamping: bytes.count).bigEndian
        withUnsafeBytes(of: length) { bytes.insert(contentsOf: $0, at: 0) }
        return bytes
    }
}
