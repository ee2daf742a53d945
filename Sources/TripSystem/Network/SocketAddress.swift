internal import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// An internet address as the sockets API has it, with or without a port.
struct SocketAddress: Sendable, Hashable {
    private let bytes: [UInt8]

    /// A copy of the system's own.
    init(_ address: UnsafePointer<sockaddr>, length: Int) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: length))
    }

    /// `AF_INET`, `AF_INET6` or another.
    var family: Int32 { withPointer { address, _ in Int32(address.pointee.sa_family) } }

    /// The address in numbers, without brackets, port or zone; `nil` when it is no internet address.
    var text: String? {
        guard family == AF_INET || family == AF_INET6 else { return nil }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = withPointer { address, length in
            getnameinfo(address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        }
        guard code == 0 else { return nil }
        let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.split(separator: "%").first.map(String.init)
    }

    /// Lends the address to a system call.
    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        // The copy is a whole sockaddr_storage, so that every family's fields are there and aligned.
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes.prefix($0.count)) }
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(bytes.count)) }
        }
    }
}

/// The addresses of host names.
enum HostNames {
    /// What the resolver says of a name, each address once; empty when it knows none or the deadline passes.
    ///
    /// The resolver cannot be told to stop: it runs on a thread that is left behind when it takes too long.
    static func lookUp(_ name: String, port: Int = 0, deadline: Deadline) -> [SocketAddress] {
        if let numeric = resolve(name, port: port, flags: AI_NUMERICHOST) { return numeric }
        let answer = Monitor<[SocketAddress]?>(nil)
        guard
            Threads.start({
                let found = resolve(name, port: port, flags: 0) ?? []
                answer.change { $0 = found }
            })
        else { return [] }
        return answer.wait(until: deadline) { $0 } ?? []
    }

    private static func resolve(_ name: String, port: Int, flags: Int32) -> [SocketAddress]? {
        var hints = addrinfo()
        hints.ai_flags = flags
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, String(port), &hints, &list) == 0 else { return nil }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let copy = SocketAddress(address, length: Int(entry.pointee.ai_addrlen))
                if !found.contains(copy) { found.append(copy) }
            }
            next = entry.pointee.ai_next
        }
        return found
    }
}
