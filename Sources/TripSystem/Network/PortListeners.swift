internal import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Who listens on a TCP port of this machine.
///
/// Linux says it in `/proc/net/tcp` and `tcp6`; whose sockets those are stands in `/proc/PID/fd`, which only root may
/// read of other users. Elsewhere binding the port tells whether somebody has it, and nothing tells who.
func listeners(on port: Int) -> [PortListener] {
    #if os(Linux)
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(Paths.text(of:))
    if !tables.isEmpty {
        let found = tables.flatMap { ListeningSocket.all(in: $0) }.filter { $0.port == port }
        let owners = owners(of: Set(found.map(\.inode)))
        return found.map { socket in
            let owner = owners[socket.inode]
            return PortListener(address: socket.address, pid: owner?.pid, program: owner?.program)
        }
    }
    #endif
    return isTaken(port) ? [PortListener(address: "0.0.0.0")] : []
}

/// A row of `/proc/net/tcp` whose state is listening.
struct ListeningSocket: Equatable {
    /// The address in numbers.
    var address: String
    /// The port.
    var port: Int
    /// What the kernel counts the socket by.
    var inode: String

    /// The listening sockets of such a table, proc(5). Its columns: number, local address, remote address, state
    /// (`0A` is listening), queues, timers, retransmits, user, timeout, inode.
    static func all(in table: String) -> [ListeningSocket] {
        // Thousands of connections may stand in the table: looking at bytes is ten times faster than at characters.
        table.utf8.split(separator: 0x0a).dropFirst().compactMap { line in
            let columns = line.split(separator: 0x20, maxSplits: 10).map { Substring($0) }
            guard columns.count > 9, columns[3] == "0A" else { return nil }
            let local = columns[1].split(separator: ":")
            guard local.count == 2, let port = Int(local[1], radix: 16), let address = address(local[0]) else {
                return nil
            }
            return ListeningSocket(address: address, port: port, inode: String(columns[9]))
        }
    }

    /// An address in hexadecimal digits: words of four bytes, each in the machine's own order.
    private static func address(_ digits: Substring) -> String? {
        let digits = Array(digits)
        guard digits.count == 8 || digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 8) {
            guard let word = UInt32(String(digits[start..<start + 8]), radix: 16) else { return nil }
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// The processes that hold these sockets, as far as this user may know.
private func owners(of inodes: Set<String>) -> [String: (pid: Int32, program: String?)] {
    var wanted: [String: String] = [:]
    for inode in inodes { wanted["socket:[\(inode)]"] = inode }
    var found: [String: (pid: Int32, program: String?)] = [:]
    for process in wanted.isEmpty ? [] : Paths.entries(of: "/proc") {
        guard let pid = Int32(process) else { continue }
        for descriptor in Paths.entries(of: "/proc/\(process)/fd") {
            guard let target = Paths.target(of: "/proc/\(process)/fd/\(descriptor)"),
                let inode = wanted.removeValue(forKey: target)
            else { continue }
            let name = Paths.text(of: "/proc/\(process)/comm")?.split(separator: "\n").first
            found[inode] = (pid, name.map(String.init))
        }
        if wanted.isEmpty { break }
    }
    return found
}

/// Whether the port cannot be bound because somebody has it.
private func isTaken(_ port: Int) -> Bool {
    #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Connections that wait out their end do not count: only who listens does.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    return result != 0 && errno == EADDRINUSE
}
