/// A listener as a broker's KAFKA_ADVERTISED_LISTENERS names it: `EXTERNAL://localhost:9092`. What stands there may be
/// anything: it is read without judging it.
public struct AdvertisedListener: Sendable, Equatable {
    /// The listener's name.
    public var name: String
    /// What stands where the host should, without brackets round an IPv6 address.
    public var host: String
    /// The port; `nil` when there is none.
    public var port: Int?

    /// Reads a list of listeners.
    public static func parse(_ text: String) -> [AdvertisedListener] {
        text.split(separator: ",").map { part in
            let part = String(part)
            let name = part.prefix { $0 != ":" }
            var rest = part.dropFirst(name.count)
            rest = rest.hasPrefix("://") ? rest.dropFirst(3) : rest.dropFirst()
            let colon = rest.lastIndex(of: ":")
            let port = colon.flatMap { Int(rest[rest.index(after: $0)...]) }
            var host = port == nil ? String(rest) : String(rest[..<(colon ?? rest.endIndex)])
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            return AdvertisedListener(name: String(name).trimmed, host: host, port: port)
        }
    }
}

extension Container {
    /// What its broker tells clients outside Docker to call: the listener named EXTERNAL, else the one on a port that
    /// is published. `nil` when it is no broker's container, or names none.
    public var externalListener: AdvertisedListener? {
        let all = AdvertisedListener.parse(environment["KAFKA_ADVERTISED_LISTENERS"] ?? "")
        return all.first { $0.name == "EXTERNAL" }
            ?? all.first { listener in wantedPorts.contains { $0.port == listener.port && $0.port != nil } }
    }

    /// The address of that listener; `nil` when there is none, or it is no address.
    public var externalAddress: Address? {
        guard let listener = externalListener, let port = listener.port, (1...65_535).contains(port),
            !listener.host.isEmpty
        else { return nil }
        return Address(host: listener.host, port: port)
    }
}
