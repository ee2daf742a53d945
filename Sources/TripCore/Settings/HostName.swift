/// A host that clients are told to call: a name, an IPv4 or an IPv6 address.
public struct HostName: Sendable, Equatable {
    /// The name or address, an IPv6 address without brackets.
    public let text: String
    /// What it is.
    public let kind: Kind

    /// What a host can be.
    public enum Kind: Sendable, Equatable {
        /// A name, to be looked up.
        case name
        /// An IPv4 address.
        case ipv4
        /// An IPv6 address.
        case ipv6
    }

    /// The host as it stands before a port: an IPv6 address in brackets.
    public var bracketed: String { kind == .ipv6 ? "[\(text)]" : text }

    /// Whether it is this machine itself, whichever machine that is: `localhost` or a loopback address.
    public var isLoopback: Bool {
        let name = text.lowercased()
        return InternetAddress(text)?.isLoopback ?? (name == "localhost" || name.hasSuffix(".localhost"))
    }

    /// `localhost`.
    public static let localhost = HostName(text: "localhost", kind: .name)

    private init(text: String, kind: Kind) {
        self.text = text
        self.kind = kind
    }

    /// Reads a host that brokers shall advertise.
    ///
    /// - Parameter source: where it was given, such as `--host` or `KAFKA_HOST`.
    /// - Throws: `usage`, with the reason and what to give instead.
    public static func parse(_ input: String, source: String = "--host") throws(Failure) -> HostName {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "use \(source) '\(input)'", reason: reason,
                hint: "give the name or address that clients call, such as localhost or 10.0.1.100, and nothing else")
        }
        if input.trimmed.isEmpty { throw failure("it is empty") }
        if let leftover = input.first(where: { "$<>{}`".contains($0) }) {
            throw failure("'\(leftover)' is left over from a command: put the real host there")
        }
        if input.contains("://") { throw failure("it has a scheme") }
        if input.contains("/") { throw failure("it has a path") }
        if input.contains(where: \.isWhitespace) { throw failure("it has a blank in it") }
        var text = input
        let isBracketed = text.hasPrefix("[")
        if isBracketed {
            guard let end = text.firstIndex(of: "]") else { throw failure("its bracket does not close") }
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty { throw failure(rest.hasPrefix(":") ? "it has a port" : "'\(rest)' follows the bracket") }
            text = String(text[text.index(after: text.startIndex)..<end])
        }
        if text.contains("%") { throw failure("it has a zone, which means something on one machine only") }
        if let address = InternetAddress(text) {
            if address.isUnspecified { throw failure("it is where a server listens, and no address to call") }
            if case .v6 = address { return HostName(text: text, kind: .ipv6) }
            if isBracketed { throw failure("only an IPv6 address stands in brackets") }
            return HostName(text: text, kind: .ipv4)
        }
        if text.contains(":") {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let isPort = parts.count == 2 && parts[1].unicodeScalars.allSatisfy(\.isASCIIDigit)
            throw failure(isPort ? "it has a port" : "it is no IPv6 address")
        }
        if isBracketed { throw failure("only an IPv6 address stands in brackets") }
        if let reason = nameProblem(text, underscores: false) { throw failure(reason) }
        return HostName(text: text, kind: .name)
    }

    /// Why a text is no host name by RFC 1123, `nil` when it is one. Underscores are no part of host names, and Docker
    /// makes names with them all the same: where one is only called, they pass.
    static func nameProblem(_ text: String, underscores: Bool) -> String? {
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        if text.utf8.count > 253 { return "it has more than 253 characters" }
        for label in labels {
            if label.isEmpty { return "a part of the name is empty" }
            if label.utf8.count > 63 { return "'\(label)' has more than 63 characters" }
            if let wrong = label.unicodeScalars.first(where: {
                !($0.isASCIILetterOrDigit || $0 == "-" || (underscores && $0 == "_"))
            }) {
                return "a host name cannot hold '\(Character(wrong))'"
            }
            if label.hasPrefix("-") || label.hasSuffix("-") { return "'\(label)' begins or ends with a hyphen" }
        }
        if let last = labels.last, last.unicodeScalars.allSatisfy(\.isASCIIDigit) {
            return "it ends in a number, and is no IPv4 address"
        }
        return nil
    }
}
