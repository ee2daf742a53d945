// How numbers, lists and names stand in the sentences of findings and failures.

extension BinaryInteger {
    /// The number with its thousands apart, as people read it: `3,900`.
    public var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return self < 0 ? "-" + text : text
    }

    /// The number and the noun that it counts: `1 broker`, `2 brokers`. The plural takes an s unless it is given.
    public func counted(_ noun: String, plural: String? = nil) -> String {
        self == 1 ? "1 \(noun)" : "\(grouped) \(plural ?? noun + "s")"
    }
}

extension Sequence where Element: BinaryInteger {
    /// The numbers in words: `3`, `1 and 2`, `1, 2 and 3`; of many only the first few, `1, 2, 3 and 7 more`.
    public func inWords(limit: Int = 8) -> String {
        map { String($0) }.inWords(limit: limit)
    }

    /// The numbers after the noun that they number: `broker 3`, `brokers 1 and 2`.
    public func inWords(after noun: String, limit: Int = 8) -> String {
        let all = Array(self)
        return (all.count == 1 ? noun : noun + "s") + " " + all.inWords(limit: limit)
    }
}

extension Sequence<String> {
    /// The words in a row: `a`, `a and b`, `a, b and c`; of many only the first few, `a, b and 7 more`. The word
    /// before the last may be another, such as `or`.
    public func inWords(limit: Int = 8, last: String = "and") -> String {
        var all = Array(self)
        if all.count > limit { all = all.prefix(limit) + ["\(all.count - limit) more"] }
        guard let end = all.popLast() else { return "none" }
        return all.isEmpty ? end : all.joined(separator: ", ") + " \(last) \(end)"
    }
}

extension String {
    /// The text as one word of a POSIX shell: itself when nothing in it is special, else in single quotes. Commands
    /// in hints are there to be copied, and a group may be named almost anything.
    public var shellWord: String {
        let plain =
            !isEmpty
            && unicodeScalars.allSatisfy { $0.isASCIILetterOrDigit || "._-/:,=@%+".unicodeScalars.contains($0) }
        if plain { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    /// The text without the blanks and tabs round it.
    public var trimmed: String { String(trimmingBlanks) }

    private var trimmingBlanks: Substring {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether it is one of `a-z`, `A-Z` and `0-9`.
    var isASCIILetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// Whether it is one of `0-9`.
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
