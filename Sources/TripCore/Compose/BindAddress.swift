/// Which addresses of this machine a port is published on.
public enum BindAddress: Sendable, Equatable {
    /// All of them, IPv4 and IPv6: an entry without an address.
    case everyAddress
    /// Every IPv4 address: `0.0.0.0`.
    case everyIPv4
    /// One address, an IPv6 address without brackets.
    case only(String)

    /// This machine alone, by IPv4.
    public static let loopback = BindAddress.only("127.0.0.1")

    /// Whether nobody but this machine gets through.
    public var isLoopback: Bool {
        guard case .only(let text) = self else { return false }
        return InternetAddress(text)?.isLoopback ?? false
    }

    /// The address as it stands before a port, an IPv6 address in brackets; `nil` when none stands there.
    public var text: String? {
        switch self {
        case .everyAddress: nil
        case .everyIPv4: "0.0.0.0"
        case .only(let text): text.contains(":") ? "[\(text)]" : text
        }
    }

    /// Reads an address to publish ports on. `0.0.0.0` is every IPv4 address and `::` every address of both families.
    ///
    /// - Parameter source: where it was given.
    /// - Throws: `usage`, with the reason and what to give instead.
    public static func parse(_ input: String, source: String = "--bind") throws(Failure) -> BindAddress {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "use \(source) '\(input)'", reason: reason,
                hint: "give an address of this machine, such as 127.0.0.1, 10.0.1.100 or 0.0.0.0 for all of them")
        }
        if input.trimmed.isEmpty { throw failure("it is empty") }
        var text = input
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        if text.contains("%") { throw failure("Docker publishes on no address with a zone") }
        guard let address = InternetAddress(text) else { throw failure("it is no IP address") }
        if text != input, case .v4 = address { throw failure("only an IPv6 address stands in brackets") }
        guard address.isUnspecified else { return .only(text) }
        if case .v4 = address { return .everyIPv4 }
        return .everyAddress
    }
}
