#if canImport(Glibc)
public import Glibc
#else
public import Darwin
#endif

/// `count` different loopback ports that nothing is bound to; fewer where so many are not to be had.
///
/// They come from below the ranges that Linux (32768 and up) and macOS (49152 and up) give to outgoing connections: a
/// port that bind(0) chose could become some connection's source port while its server is down for a while. Two
/// programs that choose the same port at the same moment must be told apart by their binding it.
public func freePorts(_ count: Int) -> [Int] {
    var ports: Set<Int> = []
    for _ in 0..<1000 where ports.count < count {
        let port = Int.random(in: 12_000..<32_000)
        if let descriptor = try? boundSocket(port: port) {
            close(descriptor)
            ports.insert(port)
        }
    }
    return ports.shuffled()
}

/// A new TCP socket, close-on-exec.
public func tcpSocket() throws(SystemError) -> Int32 {
    #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw SystemError("cannot make a socket") }
    return descriptor
}

/// A TCP socket bound to 127.0.0.1:`port`, not yet listening; 0 lets the system choose.
public func boundSocket(port: Int) throws(SystemError) -> Int32 {
    let descriptor = try tcpSocket()
    guard withLoopbackAddress(port, { bind(descriptor, $0, $1) }) == 0 else {
        let error = SystemError("cannot bind port \(port)")
        close(descriptor)
        throw error
    }
    return descriptor
}

/// The port that a socket is bound to.
public func boundPort(_ descriptor: Int32) -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// Lends 127.0.0.1:`port` as the sockets API wants it.
public func withLoopbackAddress<Result>(
    _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
