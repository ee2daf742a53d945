/// Reads a message from bytes. What does not fit breaks it: everything after that is zero and empty, and
/// ``isBroken`` says so.
struct Reader: Codec {
    let version: Int16
    let isFlexible: Bool
    private let bytes: [UInt8]
    private var position: Int
    private(set) var isBroken = false

    init(_ bytes: [UInt8], from position: Int = 0, version: Int16, isFlexible: Bool) {
        self.bytes = bytes
        self.position = position
        self.version = version
        self.isFlexible = isFlexible
    }

    /// Where the next field begins.
    var offset: Int { position }
    /// How many bytes follow.
    var left: Int { bytes.count - position }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard !isBroken, count >= 0, count <= left else {
            isBroken = true
            return nil
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func integer<I: FixedWidthInteger>(_ value: inout I) {
        value = take(I.bitWidth / 8)?.reduce(0) { $0 << 8 | I(truncatingIfNeeded: $1) } ?? 0
    }

    /// A number of seven bits a byte, the lowest first.
    mutating func varint() -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = take(1)?.first else { return 0 }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        isBroken = true
        return 0
    }

    /// The length of what follows; `nil` for null. A compact one is one more than it says, and zero is null.
    private mutating func length<I: FixedWidthInteger>(_: I.Type) -> Int? {
        if isFlexible {
            let length = varint()
            return length == 0 ? nil : Int(clamping: length - 1)
        }
        var length: I = 0
        integer(&length)
        return length < 0 ? nil : Int(length)
    }

    mutating func text(_ value: inout String?) {
        value = length(Int16.self).flatMap { take($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func blob(_ value: inout [UInt8]?) {
        value = length(Int32.self).flatMap { take($0) }.map(Array.init)
    }

    mutating func tags() {
        var count = varint()
        while count > 0, !isBroken {
            _ = varint()
            _ = take(Int(clamping: varint()))
            count -= 1
        }
    }

    mutating func elements<E>(
        _ list: inout [E]?, blank: @autoclosure () -> E, _ element: (inout E, inout Reader) -> Void
    ) {
        list = nil
        guard let count = length(Int32.self) else { return }
        // An element has a byte at least: more elements than bytes are a lie that memory would be taken for.
        guard !isBroken, count <= left else {
            isBroken = true
            return
        }
        var read: [E] = []
        read.reserveCapacity(count)
        for _ in 0..<count {
            var one = blank()
            element(&one, &self)
            guard !isBroken else { return }
            read.append(one)
        }
        list = read
    }
}
