/// A way to spoil the bytes of an answer, decided by a number alone: the same bytes come out the same.
enum Mutation: String, CaseIterable, Sendable {
    /// Some bits are the other way round.
    case flips
    /// The frame is whole and its content ends early.
    case cut
    /// Fewer bytes come than the length says.
    case short
    /// The length says something else than what comes.
    case length
    /// Two parts have changed places.
    case swapped
    /// A part comes twice.
    case repeated
    /// A number that may be a count is huge.
    case huge
    /// A number that may be a count or an id is negative.
    case negative
    /// A part is made of zeros.
    case zeros
    /// A part is anything.
    case noise
    /// Bytes come that nobody expects behind the content, within the frame.
    case longer

    /// The bytes spoiled. A frame is four bytes of length, four of the request's own number, and the content.
    func apply(to frame: [UInt8], seed: UInt64) -> [UInt8] {
        var random = SplitMix(state: seed)
        guard frame.count > 9 else { return frame }
        var content = Array(frame[4...])
        /// A place in the content, mostly behind the request's own number.
        func place() -> Int {
            let first = random.next(below: 20) == 0 ? 0 : 4
            return first + random.next(below: content.count - first)
        }
        func part(atMost limit: Int) -> Range<Int> {
            let start = place()
            return start..<min(content.count, start + 1 + random.next(below: limit))
        }
        switch self {
        case .flips:
            for _ in 0...random.next(below: 8) { content[place()] ^= 1 << UInt8(random.next(below: 8)) }
        case .cut: content.removeLast(content.count - max(4, place()))
        case .short:
            return Array(frame[..<4]) + content[..<place()]
        case .length:
            let values: [Int] = [
                0, 1, 3, 4, 5, content.count - 1, content.count + 1, content.count * 2, 99_999_999, 0x7fff_ffff,
                0xffff_ffff,
            ]
            return bigEndian(values[random.next(below: values.count)]) + content
        case .swapped:
            let (one, other) = (part(atMost: 16), part(atMost: 16))
            for (a, b) in zip(one, other) { content.swapAt(a, b) }
        case .repeated:
            let piece = part(atMost: 64)
            content.insert(contentsOf: content[piece], at: piece.upperBound)
        case .huge:
            overwrite([0x7f, 0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x00, 0xff, 0xff, 0xff])
        case .negative: overwrite([0xff, 0xff, 0xff, 0xff], [0x80, 0x00, 0x00, 0x00], [0xff, 0xff])
        case .zeros: for index in part(atMost: 12) { content[index] = 0 }
        case .noise: for index in part(atMost: 24) { content[index] = UInt8(random.next(below: 256)) }
        case .longer: content += (0...random.next(below: 40)).map { _ in UInt8(random.next(below: 256)) }
        }
        func overwrite(_ choices: [UInt8]...) {
            let bytes = choices[random.next(below: choices.count)]
            let start = place()
            for (offset, byte) in bytes.enumerated() where start + offset < content.count {
                content[start + offset] = byte
            }
        }
        return bigEndian(content.count) + content
    }

    private func bigEndian(_ value: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).bigEndian) { Array($0) }
    }
}

/// Numbers that look random and are decided by the first state (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    /// A number from 0 to one less than `limit`.
    mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
