import Foundation

/// `count` different loopback ports that nothing is bound to.
///
/// They come from below the ranges that Linux (32768 and up) and macOS (49152 and up) give to outgoing connections: a
/// port that bind(0) chose could become some connection's source port while its broker is down between `kill` and
/// `start`. Two fixtures that choose the same port at the same moment are told apart by the start's retry.
func freePorts(_ count: Int) throws(FixtureFailure) -> [Int] {
    var ports: Set<Int> = []
    for _ in 0..<1000 where ports.count < count {
        let port = Int.random(in: 12_000..<32_000)
        if canBind(port) { ports.insert(port) }
    }
    guard ports.count == count else { throw FixtureFailure("no \(count) free ports on 127.0.0.1") }
    return ports.shuffled()
}

private func canBind(_ port: Int) -> Bool {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopbackAddress(port) { bind(descriptor, $0, $1) } == 0
}

/// Lends 127.0.0.1:`port` as the sockets API wants it.
func withLoopbackAddress<Result>(
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
