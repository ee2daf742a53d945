/// Takes the bytes of a program's output apart into lines, wherever the pieces end.
struct LineSplitter {
    private var bytes: [UInt8] = []

    /// Longer lines are cut, so that a program that never ends its line does not fill the memory.
    private static let longest = 65_536

    /// Adds a piece and hands over the lines that it ends.
    mutating func add(_ piece: some Collection<UInt8>, _ take: (String) -> Void) {
        var rest = piece[...]
        while let newline = rest.firstIndex(of: 0x0a) {
            bytes.append(contentsOf: rest[..<newline])
            give(take)
            rest = rest[rest.index(after: newline)...]
        }
        bytes.append(contentsOf: rest)
        if bytes.count > Self.longest { give(take) }
    }

    /// Hands over what has no line end.
    mutating func end(_ take: (String) -> Void) { if !bytes.isEmpty { give(take) } }

    private mutating func give(_ take: (String) -> Void) {
        if bytes.last == 0x0d { bytes.removeLast() }
        // A progress bar overwrites its line: what stands there last is the line.
        let shown = bytes.lastIndex(of: 0x0d).map { bytes[($0 + 1)...] } ?? bytes[...]
        take(String(decoding: shown, as: UTF8.self))
        bytes.removeAll(keepingCapacity: true)
    }
}
