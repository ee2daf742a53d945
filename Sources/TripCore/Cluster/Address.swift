/// A host and a port to dial.
public struct Address: Sendable, Hashable, CustomStringConvertible {
    /// A host name, or an IP address without brackets.
    public var host: String
    /// 1 to 65535.
    public var port: Int

    /// An address of parts that are known to be good.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, an IPv6 address in brackets.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
