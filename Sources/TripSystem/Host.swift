public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The machine that tripctl runs on.
public struct Host: HostPort {
    private let path: String

    /// This machine.
    ///
    /// - Parameter path: where programs are looked for, as PATH says it.
    public init(path: String = Machine.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin") {
        self.path = path
    }

    /// The addresses of this machine's interfaces, without brackets or zones, each once.
    public func addresses() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr else { continue }
            let length =
                switch Int32(address.pointee.sa_family) {
                case AF_INET: MemoryLayout<sockaddr_in>.size
                case AF_INET6: MemoryLayout<sockaddr_in6>.size
                default: 0
                }
            guard length > 0, let text = SocketAddress(address, length: length).text else { continue }
            if !found.contains(text) { found.append(text) }
        }
        return found
    }

    /// Looks a host name up. Empty when it is unknown or nothing answers before the deadline.
    public func lookUp(_ name: String, deadline: Deadline) -> [String] {
        var found: [String] = []
        for text in HostNames.lookUp(name, deadline: deadline).compactMap(\.text) where !found.contains(text) {
            found.append(text)
        }
        return found
    }

    /// Who listens on a TCP port of this machine, whatever the address.
    public func listeners(on port: Int) -> [PortListener] { TripSystem.listeners(on: port) }

    /// Bytes free where this path is, for who is no superuser; `nil` where it is not known.
    public func freeSpace(at path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (bytes, isTooMuch) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isTooMuch ? nil : Int64(exactly: bytes)
    }

    /// The path of a program in PATH; `nil` when there is none.
    public func program(_ name: String) -> String? {
        guard !name.isEmpty, !name.contains("/") else { return nil }
        // An empty part of PATH is the current folder: a program that lies there by chance is not what is meant.
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { Paths.isProgram($0) }
    }

    /// What one line asked of a server brings back, at most 64 KB.
    public func ask(_ line: String, of address: Address, deadline: Deadline) throws(Failure) -> String {
        do {
            let socket = try StreamSocket(to: address, deadline: deadline)
            try socket.send(Array((line + "\n").utf8), deadline: deadline)
            var bytes: [UInt8] = []
            while bytes.count < 65_536 {
                guard try socket.receive(into: &bytes, deadline: deadline) > 0 else { break }
            }
            return String(decoding: bytes.prefix(65_536), as: UTF8.self)
        } catch { throw failure(asking: address, error) }
    }

    /// The status and body of an HTTP GET.
    public func get(
        _ path: String, from address: Address, deadline: Deadline
    ) throws(Failure) -> (status: Int, body: String) {
        do {
            let socket: StreamSocket
            do { socket = try StreamSocket(to: address, deadline: deadline) } catch { throw HTTPTrouble.socket(error) }
            let exchange = try HTTPExchange(path, host: address.description, on: socket, deadline: deadline)
            let answer = try exchange.answer(limit: 1 << 22, deadline: deadline)
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        } catch let error as HTTPTrouble {
            guard case .socket(let trouble) = error else {
                throw Failure(.system, doing: "ask \(address) by HTTP", reason: error.reason)
            }
            throw failure(asking: address, trouble)
        } catch { throw Failure(.system, doing: "ask \(address) by HTTP", reason: "\(error)") }
    }
}

private func failure(asking address: Address, _ trouble: SocketTrouble) -> Failure {
    let problem = AddressProblem(address: address.description, reason: trouble.reason)
    return Failure(
        trouble == .timedOut ? .timedOut : .unreachable, doing: "ask \(address)", reason: trouble.reason,
        addresses: [problem])
}
