internal import TripCore

/// A failed attempt to connect, or a connection that broke, read from the line that librdkafka logs for it: the reason
/// stands nowhere else.
///
/// The lines look like `[thrd:localhost:9092/bootstrap]: localhost:9092/bootstrap: Connect to ipv4#127.0.0.1:9092
/// failed: Connection refused (after 0ms in state CONNECT)`.
struct DialFailure: Equatable, Sendable {
    /// What sort of trouble it is.
    enum Kind: Equatable, Sendable {
        /// Something said no: nobody listens there, or there is no way.
        case refused
        /// The name has no address.
        case unresolved
        /// Nothing came in time.
        case silent
        /// The connection was taken and closed.
        case hangsUp
        /// Something else than a broker answered.
        case notKafka
        /// It speaks TLS, and was not spoken to in TLS.
        case wantsTLS
        /// It was spoken to in TLS, and does not speak it.
        case noTLS
        /// Its certificate is not one to trust.
        case untrusted
        /// The login was refused.
        case login
        /// It was given a login, and wants none.
        case noLogin
        /// This process has no descriptor left to connect with.
        case noFiles
        /// Anything else.
        case other
    }

    /// The address as it was configured or advertised.
    var address: Address
    /// The reason in a reader's words.
    var reason: String
    /// The sort of reason.
    var kind: Kind

    /// What is said of a listener that takes connections, and of nothing more.
    static let silence = "it accepts connections and says nothing"

    /// A failure of these parts.
    init(address: Address, reason: String, kind: Kind) {
        self.address = address
        self.reason = reason
        self.kind = kind
    }

    /// Reads the text of a log line; `nil` when it is none about an address.
    init?(line: String) {
        guard let start = line.position(of: "]: ") else { return nil }
        let rest = line[start..<line.endIndex].dropFirst(3)
        // The name ends at "/bootstrap: " or "/1: ": the first "/" that is followed by a word and a colon.
        guard let (name, text) = Self.split(rest), let address = Self.address(name) else { return nil }
        self.address = address
        // "(after 3ms in state CONNECT)" and "(… identical error(s) suppressed)" say nothing to a reader.
        let plain = text.position(of: " (after ").map { String(text[..<$0]) } ?? text
        (reason, kind) = Self.words(for: plain)
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

    private static func words(for text: String) -> (reason: String, kind: Kind) {
        if text.hasPrefix("Connect to "), let why = text.text(after: " failed: ") {
            return (why.lowercased(), why.lowercased().contains("timed out") ? .silent : .refused)
        }
        if text.hasPrefix("Failed to resolve") {
            return text.contains("emporary failure")
                ? ("the name could not be looked up: no name server answers", .unresolved)
                : ("the name does not resolve", .unresolved)
        }
        // "ApiVersionRequest failed: Local: Timed out", "Connection setup timed out", "1 request(s) timed out".
        if text.lowercased().contains("timed out") { return (silence, .silent) }
        if let size = text.text(after: "Invalid response size ")?.integer { return foreign(answer: size) }
        if let size = text.text(after: "Invalid frame size ")?.integer { return foreign(answer: size) }
        // The first answers on a connection, which librdkafka then takes for those of an old broker or of a login.
        if ["Local: Read underflow", "Local: Bad message format", "response parsing failed"].contains(
            where: text.contains)
            || text.hasPrefix("ApiVersionRequest failed: Err-")
        {
            return ("it does not speak Kafka's protocol: its answer cannot be read", .notKafka)
        }
        if text.contains("Too many open files") {
            return ("this program may open no more files: ulimit -n shows how many", .noFiles)
        }
        if text.contains("SSL handshake failed") || text.contains("SSL routines") { return handshake(text) }
        if let why = text.text(after: "SASL authentication error: ") {
            return ("the login was refused: \(why)", .login)
        }
        if let why = text.text(after: " mechanism handshake failed: ") { return mechanism(text, why) }
        if text.contains("SASL Handshake not supported") { return ("it wants no SASL login", .noLogin) }
        if ["Disconnected", "Connection reset by peer", "Broken pipe"].contains(where: { text.contains($0) }) {
            return ("it hangs up", .hangsUp)
        }
        return text.contains("SASL") ? (text, .login) : (text, .other)
    }

    /// What else than a broker answers is read as the length of a reply: its first four bytes tell what it is.
    private static func foreign(answer size: Int32) -> (reason: String, kind: Kind) {
        let bytes = withUnsafeBytes(of: size.bigEndian) { Array($0) }
        // An alert of TLS: type 21, version 3.x.
        if bytes[0] == 21, bytes[1] == 3 { return ("it wants TLS", .wantsTLS) }
        guard bytes.allSatisfy({ (32..<127).contains($0) }) else {
            return ("it does not speak Kafka's protocol", .notKafka)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // Some servers answer a request that they cannot read with the page alone.
        if text == "HTTP" || text.hasPrefix("<") { return ("it speaks HTTP, not Kafka", .notKafka) }
        if text == "SSH-" { return ("it speaks SSH, not Kafka", .notKafka) }
        return ("it does not speak Kafka's protocol: its answer begins with '\(text)'", .notKafka)
    }

    private static func handshake(_ text: String) -> (reason: String, kind: Kind) {
        if text.contains("certificate verify failed") { return ("its certificate could not be verified", .untrusted) }
        let plain = ["PLAINTEXT", "unexpected eof", "wrong version number", "packet length too long", "Disconnected"]
        if plain.contains(where: { text.contains($0) }) { return ("it does not speak TLS", .noTLS) }
        return ("the TLS handshake failed: \(text.text(after: "routines::") ?? text)", .other)
    }

    /// `SASL SCRAM-SHA-256 mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported
    /// mechanisms: PLAIN`
    private static func mechanism(_ text: String, _ why: String) -> (reason: String, kind: Kind) {
        // A listener without SASL takes the question for one of a login that has begun.
        if why.contains("not valid in current SASL state") { return ("it wants no SASL login", .noLogin) }
        guard why.contains("Unsupported SASL mechanism"), let known = why.text(after: "supported mechanisms: ") else {
            return ("the login was refused: \(why)", .login)
        }
        let wanted = text.split(separator: " ").dropFirst().first.map(String.init) ?? "this one"
        return ("it takes no login by \(wanted), only by \(known)", .login)
    }
}

extension DialFailure.Kind {
    /// What to do about addresses that failed in these ways; `nil` when nothing more is to be said than that they did.
    static func hint(for kinds: [Self]) -> String? {
        for kind in advice where kinds.contains(kind.of) { return kind.hint }
        return !kinds.isEmpty && kinds.allSatisfy { $0 == .unresolved }
            ? "check the name: -b HOST:PORT or --host HOST; the names of containers are known inside Docker's network only"
            : nil
    }

    /// The most telling first: when addresses fail in different ways, its advice is given.
    private static let advice: [(of: Self, hint: String)] = [
        (.noFiles, "raise the limit, as with `ulimit -n 16384`: each broker takes three files and more"),
        (.login, "check sasl.username, sasl.password and sasl.mechanism"),
        (
            .untrusted,
            "-X ssl.ca.location=FILE names the authority to trust; the host has to be a name in the broker's certificate"
        ),
        (.wantsTLS, "-X security.protocol=ssl, or sasl_ssl, speaks TLS: see --client-config"),
        (.noTLS, "-X security.protocol=plaintext, or sasl_plaintext, is for listeners without TLS"),
        (.noLogin, "leave out security.protocol and sasl.mechanism, or name the port of the listener with SASL"),
        (.hangsUp, "the listener may want SASL or TLS: see -X security.protocol=… and --client-config"),
        (.notKafka, "name a broker's port: by default 9092, 9093 and 9094; 8080 is the UI's, 2181 ZooKeeper's"),
    ]
}

extension String {
    /// What stands behind `prefix`, where it first stands.
    fileprivate func text(after prefix: String) -> String? {
        position(of: prefix).map { String(self[$0...].dropFirst(prefix.count)) }
    }

    /// The number at the beginning.
    fileprivate var integer: Int32? { Int32(prefix { $0 == "-" || $0.isNumber }) }
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
