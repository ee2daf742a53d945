extension WaitCondition {
    /// Reads a condition: `brokers=3`, `brokers>=2`, `isr=full`, `topic=NAME`, `lag(GROUP)<100`, `age(GROUP)<30s`,
    /// `health=OK`, `health=WARN` or `controller`. `<=` does as well as `<`.
    ///
    /// - Throws: `usage`, with the input, the reason, and what may have been meant.
    public static func parse(_ text: String) throws(Failure) -> WaitCondition {
        let text = text.trimmed
        return WaitCondition(text, try WaitConditionReader(text: text).demand())
    }
}

/// Reads the text of one condition.
private struct WaitConditionReader {
    let text: String

    /// The conditions there are, each by an example.
    private static let examples: [(word: String, example: String)] = [
        ("brokers", "brokers=3"), ("isr", "isr=full"), ("topic", "topic=tripclick-logs"),
        ("lag", "'lag(tripclick-consumer)<100'"), ("age", "'age(tripclick-consumer)<30s'"), ("health", "health=OK"),
        ("controller", "controller"),
    ]

    /// An operator, the longer before those that they begin with.
    private static let operators = ["<=", ">=", "==", "!=", "=", "<", ">"]

    func demand() throws(Failure) -> WaitCondition.Demand {
        let word = text.prefix { $0.isASCII && $0.isLetter }
        let rest = String(text.dropFirst(word.count)).trimmed
        switch word {
        case "brokers":
            let (sign, value) = try sides(rest, of: "brokers", allowed: ["=", ">="])
            return .brokers(try count(value), orMore: sign == ">=")
        case "isr":
            let (_, value) = try sides(rest, of: "isr", allowed: ["="])
            guard value == "full" else { throw wrong("'\(value)' is no state of the ISR: full is", example: "isr") }
            return .fullISR
        case "topic":
            let (_, value) = try sides(rest, of: "topic", allowed: ["="])
            try TopicName.check(value, doing: doing)
            return .topic(value)
        case "lag":
            let (group, bound) = try group(rest, of: "lag")
            return .lag(group: group, try lag(bound))
        case "age":
            let (group, bound) = try group(rest, of: "age")
            return .age(group: group, try age(bound))
        case "health":
            let (_, value) = try sides(rest, of: "health", allowed: ["="])
            return .health(try verdict(value))
        case "controller":
            guard rest.isEmpty else { throw wrong("controller takes no value", example: "controller") }
            return .controller
        default: throw unknown(String(word))
        }
    }

    private var doing: String { "read --for '\(text)'" }

    private func failure(_ reason: String, hint: String) -> Failure {
        Failure(.usage, doing: doing, reason: reason, hint: hint)
    }

    private func wrong(_ reason: String, example word: String) -> Failure {
        failure(reason, hint: "write \(Self.examples.first { $0.word == word }?.example ?? word)")
    }

    private func unknown(_ word: String) -> Failure {
        let near = NearNames.of(word, in: Self.examples.map(\.word))
        let meant = near.compactMap { name in Self.examples.first { $0.word == name }?.example }
        let all = "conditions are " + Self.examples.map(\.example).inWords()
        return failure(
            text.isEmpty ? "it is empty" : "there is no condition '\(word.isEmpty ? text : word)'",
            hint: meant.isEmpty ? all : "did you mean \(meant.inWords(last: "or"))?")
    }

    /// The operator and what follows it.
    private func sides(_ rest: String, of word: String, allowed: [String]) throws(Failure) -> (String, String) {
        guard let sign = Self.operators.first(where: { rest.hasPrefix($0) }) else {
            throw wrong(
                rest.isEmpty ? "\(word) has no value" : "after \(word) stands '\(rest)', and not \(signs(allowed))",
                example: word)
        }
        guard allowed.contains(sign) else {
            throw wrong("\(word) takes \(signs(allowed)), and not \(sign)", example: word)
        }
        let value = String(rest.dropFirst(sign.count)).trimmed
        if value.isEmpty { throw wrong("nothing stands behind \(sign)", example: word) }
        return (sign, value)
    }

    private func signs(_ all: [String]) -> String { all.inWords(last: "or") }

    private func count(_ value: String) throws(Failure) -> Int {
        guard value.unicodeScalars.allSatisfy(\.isASCIIDigit), let count = Int(value) else {
            let more = value.contains(",") ? "; give --for once for each condition" : ""
            throw wrong("'\(value)' is not a number of brokers\(more)", example: "brokers")
        }
        guard count > 0 else {
            throw wrong("no broker at all can be waited for with nobody to ask", example: "brokers")
        }
        return count
    }

    /// The group between the parentheses, and what follows them. A group's name may hold parentheses too.
    private func group(_ rest: String, of word: String) throws(Failure) -> (group: String, bound: (String, String)) {
        guard rest.hasPrefix("("), let end = rest.lastIndex(of: ")") else {
            throw wrong("it names no group: \(word)(GROUP)", example: word)
        }
        let group = String(rest[rest.index(after: rest.startIndex)..<end])
        if group.isEmpty { throw wrong("a group's name is not empty", example: word) }
        let after = String(rest[rest.index(after: end)...]).trimmed
        return (group, try sides(after, of: "\(word)(\(group))", allowed: ["<", "<="], example: word))
    }

    private func sides(
        _ rest: String, of name: String, allowed: [String], example word: String
    ) throws(Failure) -> (String, String) {
        do {
            return try sides(rest, of: name, allowed: allowed)
        } catch {
            throw wrong(error.reason, example: word)
        }
    }

    private func lag(_ bound: (sign: String, value: String)) throws(Failure) -> WaitCondition.Bound<Int64> {
        guard bound.value.unicodeScalars.allSatisfy(\.isASCIIDigit), let limit = Int64(bound.value) else {
            throw wrong("'\(bound.value)' is not a number of records", example: "lag")
        }
        if limit == 0, bound.sign == "<" { throw wrong("no lag is below 0; <=0 is no lag", example: "lag") }
        return WaitCondition.Bound(limit, isInclusive: bound.sign == "<=")
    }

    private func age(_ bound: (sign: String, value: String)) throws(Failure) -> WaitCondition.Bound<Duration> {
        let limit: Duration
        do {
            limit = try TimeSpan.parse(bound.value)
        } catch {
            throw wrong(error.reason, example: "age")
        }
        if limit == .zero, bound.sign == "<" {
            throw wrong("no age is below 0; <=0s is nothing waiting", example: "age")
        }
        return WaitCondition.Bound(limit, isInclusive: bound.sign == "<=")
    }

    private func verdict(_ value: String) throws(Failure) -> Verdict {
        switch value.uppercased() {
        case "OK": return .ok
        case "WARN": return .warning
        default: throw wrong("'\(value)' is no verdict to wait for: OK and WARN are", example: "health")
        }
    }
}
