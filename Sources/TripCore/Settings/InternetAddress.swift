/// The numbers of an IP address written as text, worked out without asking anybody.
enum InternetAddress: Equatable {
    /// Four numbers with dots between.
    case v4([UInt8])
    /// Eight groups of 16 bits.
    case v6([UInt16])

    /// Reads an address; `nil` when the text is none. A zone, `%eth0`, is no part of it.
    init?(_ text: String) {
        if let octets = Self.octets(text[...]) {
            self = .v4(octets)
        } else if let groups = Self.groups(text) {
            self = .v6(groups)
        } else {
            return nil
        }
    }

    /// Whether it means every address of a machine: good to listen on, and nothing to call.
    var isUnspecified: Bool {
        switch self {
        case .v4(let octets): octets.allSatisfy { $0 == 0 }
        case .v6(let groups): groups.allSatisfy { $0 == 0 }
        }
    }

    /// Whether it is this machine itself, whichever machine that is.
    var isLoopback: Bool {
        switch self {
        case .v4(let octets): octets[0] == 127
        case .v6(let groups): groups == [0, 0, 0, 0, 0, 0, 0, 1]
        }
    }

    /// Four decimal numbers. Leading zeros are refused: some programs read them as octal.
    private static func octets(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt8? in
            guard part.unicodeScalars.allSatisfy(\.isASCIIDigit), part == "0" || part.first != "0" else { return nil }
            return UInt8(part)
        }
        return octets.count == 4 ? octets : nil
    }

    private static func groups(_ text: String) -> [UInt16]? {
        let bytes = Array(text.utf8)
        // The one "::" stands for as many groups of zeros as are missing.
        let gaps = bytes.indices.dropLast().filter { bytes[$0] == colon && bytes[$0 + 1] == colon }
        guard gaps.count <= 1 else { return nil }
        guard let gap = gaps.first else {
            let all = run(text[...])
            return all?.count == 8 ? all : nil
        }
        let middle = text.utf8.index(text.utf8.startIndex, offsetBy: gap)
        let after = text.utf8.index(middle, offsetBy: 2)
        guard let head = middle == text.startIndex ? [] : run(text[..<middle]),
            let tail = after == text.endIndex ? [] : run(text[after...]), head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static let colon = UInt8(ascii: ":")

    /// Groups of hexadecimal digits; the last may be an IPv4 address, which makes two.
    private static func run(_ text: Substring) -> [UInt16]? {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var tail: [UInt16] = []
        if let last = parts.last, last.contains(".") {
            guard let octets = octets(last) else { return nil }
            tail = [0, 2].map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
            parts.removeLast()
        }
        var groups: [UInt16] = []
        for part in parts {
            guard (1...4).contains(part.utf8.count), part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups + tail
    }
}
