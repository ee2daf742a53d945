extension Address {
    /// The ports of the three brokers outside Docker.
    public static let brokerPorts = MessagingLayer.brokers.map(\.externalPort)

    /// Reads addresses with commas between: `h:9092,[::1]:9093`. Blanks round a comma pass, and an address given twice
    /// counts once. librdkafka would wrap port 99999 silently, so ports are checked here.
    ///
    /// - Parameter source: where they were given, such as `--bootstrap` or `TRIPCTL_BOOTSTRAP`.
    /// - Throws: `usage`, with the address, the reason and the next step.
    public static func parse(list: String, source: String = "--bootstrap") throws(Failure) -> [Address] {
        if list.trimmed.isEmpty { throw failure(list, source, "it is empty") }
        var addresses: [Address] = []
        var seen: Set<String> = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let text = String(part).trimmed
            if text.isEmpty { throw failure(list, source, "an address between its commas is empty") }
            let address = try parse(text, source: source)
            if seen.insert(address.description.lowercased()).inserted { addresses.append(address) }
        }
        return addresses
    }

    /// Reads one address, `h:9092` or `[::1]:9093`.
    ///
    /// - Throws: `usage`, with the address, the reason and the next step.
    public static func parse(_ text: String, source: String = "--bootstrap") throws(Failure) -> Address {
        if text.contains("://") {
            throw failure(text, source, "it has a scheme", hint: "leave out everything up to ://")
        }
        if text.contains("/") { throw failure(text, source, "it has a path") }
        if text.contains(where: \.isWhitespace) {
            throw failure(text, source, "it has a blank in it", hint: "put commas between addresses: h1:9092,h2:9092")
        }
        if let leftover = text.first(where: { "$<>{}`".contains($0) }) {
            throw failure(text, source, "'\(leftover)' is left over from a command: put the real host there")
        }
        let (host, port) = try split(text, source)
        if port.isEmpty {
            throw failure(
                text, source, "it has no port",
                hint: "brokers here listen on 9092, 9093 and 9094: \(Address(host: host, port: 9092))")
        }
        guard port.unicodeScalars.allSatisfy(\.isASCIIDigit), let number = Int(port), (1...65_535).contains(number)
        else {
            throw failure(text, source, "port '\(port)' is not a number from 1 to 65535")
        }
        return Address(host: host, port: number)
    }

    /// The host, checked, and what stands where the port should.
    private static func split(_ text: String, _ source: String) throws(Failure) -> (host: String, port: String) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw failure(text, source, "its bracket does not close") }
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            // The zone says which of this machine's links a link-local address is on.
            let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
            guard case .v6 = InternetAddress(String(parts[0])), parts.count == 1 || !parts[1].isEmpty else {
                throw failure(text, source, "'\(host)' is no IPv6 address")
            }
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw failure(text, source, "'\(rest)' follows the bracket")
            }
            return (host, String(rest.dropFirst()))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            let isAddress = InternetAddress(text) != nil
            // `::1:9092` is an address in itself, and the port of another is what was meant.
            let host = parts.dropLast().joined(separator: ":")
            let meant =
                InternetAddress(host) != nil && parts.last?.utf8.count == 4
                ? "[\(host)]:\(parts[parts.count - 1])" : nil
            throw failure(
                text, source, isAddress ? "it has no port" : "it has more than one colon",
                hint: "an IPv6 address stands in brackets: \(meant ?? "[\(isAddress ? text : "::1")]:9092")")
        }
        let host = String(parts[0])
        if host.isEmpty { throw failure(text, source, "it has no host") }
        if InternetAddress(host) == nil, let reason = HostName.nameProblem(host, underscores: true) {
            throw failure(text, source, reason)
        }
        return (host, parts.count == 2 ? String(parts[1]) : "")
    }

    private static func failure(
        _ text: String, _ source: String, _ reason: String, hint: String = "give HOST:PORT, several with commas between"
    ) -> Failure {
        Failure(.usage, doing: "use \(source) '\(text)'", reason: reason, hint: hint)
    }
}
