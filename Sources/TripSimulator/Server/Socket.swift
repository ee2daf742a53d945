internal import TripCore
internal import TripSystem

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The few system calls that a server on loopback needs. None of them blocks.
enum Socket {
    /// A socket bound to a port on 127.0.0.1; 0 lets the system choose. Until it listens, its port refuses.
    static func bound(to port: Int) throws(Failure) -> Int32 {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw trouble(port, errno) }
        prepare(descriptor)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = loopback(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let code = errno
            Socket.close(descriptor)
            throw trouble(port, code)
        }
        return descriptor
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return address
    }

    private static func trouble(_ port: Int, _ code: Int32) -> Failure {
        let place = port == 0 ? "a port" : "port \(port)"
        return Failure(
            .system, doing: "listen on \(place) of 127.0.0.1", reason: String(cString: strerror(code)),
            hint: code == EMFILE ? "raise the limit of open files: ulimit -n" : nil)
    }

    /// The port that a socket is bound to.
    static func port(of descriptor: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    static func listens(_ descriptor: Int32) -> Bool { listen(descriptor, 512) == 0 }

    /// Neither blocks nor is handed on to programs that are started.
    static func prepare(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        #if canImport(Darwin)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// A connection that waits at a listener; `nil` when none does.
    static func accepted(at listener: Int32) -> Int32? {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        prepare(descriptor)
        // An answer is sent when it is ready, and not held back for the next.
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    /// What came of reading or writing.
    enum Progress: Equatable {
        case moved(Int)
        case notNow
        case ended
    }

    /// Appends what is there.
    static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Progress {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 {
                bytes.append(contentsOf: buffer[..<count])
                return .moved(count)
            }
            return count < 0 && (errno == EAGAIN || errno == EINTR) ? .notNow : .ended
        }
    }

    /// Sends as much as goes.
    static func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Progress {
        #if canImport(Glibc)
        let flags = Int32(MSG_NOSIGNAL)
        #else
        let flags: Int32 = 0
        #endif
        let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
        if count >= 0 { return .moved(count) }
        return errno == EAGAIN || errno == EINTR ? .notNow : .ended
    }

    #if canImport(Glibc)
    static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
    #else
    static func close(_ descriptor: Int32) { _ = Darwin.close(descriptor) }
    #endif

    /// A pipe whose one end wakes who polls the other.
    static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        #if canImport(Glibc)
        let code = Glibc.pipe(&ends)
        #else
        let code = Darwin.pipe(&ends)
        #endif
        guard code == 0 else {
            throw Failure(.system, doing: "make a pipe", reason: String(cString: strerror(errno)))
        }
        ends.forEach(prepare)
        return (ends[0], ends[1])
    }

    static func wake(_ end: Int32) {
        var byte: UInt8 = 1
        #if canImport(Glibc)
        _ = Glibc.write(end, &byte, 1)
        #else
        _ = Darwin.write(end, &byte, 1)
        #endif
    }

    static func drain(_ end: Int32) {
        var room = [UInt8](repeating: 0, count: 256)
        #if canImport(Glibc)
        while Glibc.read(end, &room, room.count) > 0 {}
        #else
        while Darwin.read(end, &room, room.count) > 0 {}
        #endif
    }

    /// As many open files as this user may have: a listener and some connections for each broker.
    static func raiseFileLimit() {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        #if canImport(Glibc)
        limit.rlim_cur = limit.rlim_max
        #else
        limit.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #endif
        setrlimit(resource, &limit)
    }
}
