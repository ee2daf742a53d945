internal import TripCore

/// A failed attempt to connect, read from the line that librdkafka logs for it: the reason stands nowhere else.
///
/// The lines look like `[thrd:localhost:9092/bootstrap]: localhost:9092/bootstrap: Connect to ipv4#127.0.0.1:9092
/// failed: Connection refused (after 0ms in state CONNECT)`.
struct DialFailure: Equatable {
    /// The address as it was configured or advertised.
    var address: Address
    /// The reason in a reader's words.
    var reason: String
    /// The address behind the name that was tried, such as `ipv4#127.0.0.1:9092`.
    var tried: String?
    /// Whether another attempt cannot end otherwise.
    var isFinal: Bool

    /// Reads a log line; `nil` when it is none about a connection.
    init?(line: String) {
        guard let start = line.position(of: "]: ") else { return nil }
        let rest = line[start..<line.endIndex].dropFirst(3)
        // The name ends at "/bootstrap: " or "/1: ": the first "/" that is followed by a word and a colon.
        guard let (name, text) = Self.split(rest), let address = Self.address(name) else { return nil }
        self.address = address
        tried = Self.word(after: "Connect to ", in: text)
        (reason, isFinal) = Self.words(for: text)
    }

    private static func split(_ rest: Substring) -> (name: Substring, text: String)? {
        var from = rest.startIndex
        while let slash = rest[from...].firstIndex(of: "/") {
            let tail = rest[rest.index(after: slash)...]
            if let colon = tail.firstIndex(of: ":"), colon > tail.startIndex,
                tail[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }),
                tail[colon...].hasPrefix(": ")
            {
                return (rest[..<slash], String(tail[colon...].dropFirst(2)))
            }
            from = rest.index(after: slash)
        }
        return nil
    }

    /// `host:port` with or without a `sasl_ssl://` before it.
    private static func address(_ name: Substring) -> Address? {
        let name = name.position(of: "://").map { name[$0..<name.endIndex].dropFirst(3) } ?? name
        guard let colon = name.lastIndex(of: ":"), let port = Int(name[name.index(after: colon)...]) else { return nil }
        return Address(host: String(name[..<colon].filter { $0 != "[" && $0 != "]" }), port: port)
    }

    private static func word(after prefix: String, in text: String) -> String? {
        guard let at = text.position(of: prefix) else { return nil }
        return text[at..<text.endIndex].dropFirst(prefix.count).split(separator: " ").first.map(String.init)
    }

    private static func words(for text: String) -> (reason: String, isFinal: Bool) {
        // "(after 3ms in state CONNECT)" and "(… identical error(s) suppressed)" say nothing to a reader.
        let plain = text.position(of: " (after ").map { String(text[..<$0]) } ?? text
        if let at = plain.position(of: " failed: "), plain.hasPrefix("Connect to ") {
            return (plain[at..<plain.endIndex].dropFirst(9).lowercased(), false)
        }
        if plain.hasPrefix("Failed to resolve") {
            return ("the name does not resolve", true)
        }
        // The first four bytes of "HTTP/1.1 400" read as the length of a reply.
        if plain.contains("Invalid response size 1213486160") {
            return ("it speaks HTTP, not Kafka", true)
        }
        if plain.contains("SSL handshake failed") {
            return (plain.contains("PLAINTEXT") ? "it does not speak TLS" : "the TLS handshake failed: " + plain, true)
        }
        if plain.contains("SASL authentication error") {
            let detail = plain.position(of: "error: ").map { String(plain[$0..<plain.endIndex].dropFirst(7)) }
            return ("the login was refused" + (detail.map { ": \($0)" } ?? ""), true)
        }
        if plain.contains("SASL") {
            return (plain, true)
        }
        if plain.hasPrefix("Disconnected") || plain.contains("Connection reset by peer")
            || plain.contains("Broken pipe")
        {
            return ("it hangs up", false)
        }
        if plain.contains("timed out") {
            return ("accepts connections and does not answer", false)
        }
        return (plain, false)
    }
}

extension StringProtocol {
    /// Where `other` first stands in this text: the standard library alone has no search that says where.
    func position(of other: String) -> String.Index? {
        let wanted = Array(other.utf8)
        guard let first = wanted.first else { return startIndex }
        var at = utf8.startIndex
        while let candidate = utf8[at...].firstIndex(of: first) {
            if utf8[candidate...].starts(with: wanted) { return candidate }
            at = utf8.index(after: candidate)
        }
        return nil
    }
}
