/// Kafka's rules for the names of topics (`org.apache.kafka.common.internals.Topic`).
public enum TopicName {
    /// The longest name: a partition's folder is the name, a hyphen and a number, and folders have 255 bytes.
    public static let longest = 249

    /// Checks a name.
    ///
    /// - Throws: `usage`, naming the character that is not allowed.
    public static func check(_ name: String, doing: String) throws(Failure) {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: doing, reason: reason,
                hint: "a topic's name has 1 to \(longest) of the letters a-z and A-Z, digits, '.', '_' and '-'")
        }
        if name.isEmpty { throw failure("the topic's name is empty") }
        if name == "." || name == ".." { throw failure("a topic cannot be called '\(name)'") }
        for character in name {
            let isLegal = character.unicodeScalars.allSatisfy {
                $0.isASCIILetterOrDigit || $0 == "." || $0 == "_" || $0 == "-"
            }
            if !isLegal { throw failure("a topic's name cannot hold '\(character)'") }
        }
        if name.utf8.count > longest {
            throw failure("the topic's name has \(name.utf8.count) characters, and Kafka takes \(longest)")
        }
    }

    /// The topic among `others` whose name collides with this one: Kafka's metrics write `.` as `_`, so it takes only
    /// one of `a.b` and `a_b`. The name itself is no collision.
    public static func collision(of name: String, with others: some Sequence<String>) -> String? {
        let flat = flattened(name)
        return others.first { $0 != name && flattened($0) == flat }
    }

    private static func flattened(_ name: String) -> [UInt8] {
        name.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "_") : $0 }
    }
}
