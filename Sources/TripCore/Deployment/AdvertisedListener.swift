/// What a broker tells clients outside Docker to call, as its container's environment has it.
public enum AdvertisedListener {
    /// The variable that holds the listeners.
    public static let variable = "KAFKA_ADVERTISED_LISTENERS"

    /// The host and port of the listener for clients outside; `nil` when there is none that can be read. The host is as
    /// it stands there, without brackets: it may be one that nobody can call.
    public static func outside(in listeners: String) -> Address? {
        for listener in listeners.split(separator: ",") {
            guard listener.hasPrefix("EXTERNAL://") else { continue }
            let rest = listener.dropFirst("EXTERNAL://".count)
            guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]) else {
                return nil
            }
            var host = rest[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            return Address(host: String(host), port: port)
        }
        return nil
    }

    /// The host and port that a broker's container advertises to clients outside.
    public static func outside(of container: Container) -> Address? {
        container.environment[variable].flatMap { outside(in: $0) }
    }
}
