/// This machine, as far as running the cluster on it asks for it.
public protocol HostPort: Sendable {
    /// The addresses of this machine's interfaces, without brackets or zones.
    func addresses() -> [String]

    /// Looks a host name up. Empty when it is unknown or nothing answers before the deadline.
    func lookUp(_ name: String, deadline: Deadline) -> [String]

    /// Who listens on a TCP port of this machine, whatever the address.
    func listeners(on port: Int) -> [PortListener]

    /// Bytes free where this path is, for who is no superuser; `nil` where it is not known.
    func freeSpace(at path: String) -> Int64?

    /// The path of a program in PATH; `nil` when there is none.
    func program(_ name: String) -> String?

    /// What one line asked of a server on this machine brings back: ZooKeeper's `srvr`. At most 64 KB.
    ///
    /// - Throws: `unreachable` when it refuses; `timedOut`.
    func ask(_ line: String, of address: Address, deadline: Deadline) throws(Failure) -> String

    /// The status and body of an HTTP GET, such as 200.
    ///
    /// - Throws: `unreachable` when it refuses; `timedOut`; `system` when what comes back is no HTTP.
    func get(_ path: String, from address: Address, deadline: Deadline) throws(Failure) -> (status: Int, body: String)
}

/// A program that listens on a port.
public struct PortListener: Sendable, Equatable {
    /// The address that it listens on: `0.0.0.0` and `::` for all of them.
    public var address: String
    /// Its process id; `nil` when this user may not know.
    public var pid: Int32?
    /// Its name, such as `java`; `nil` when this user may not know.
    public var program: String?

    /// A listener.
    public init(address: String, pid: Int32? = nil, program: String? = nil) {
        self.address = address
        self.pid = pid
        self.program = program
    }
}
