public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A connection to a server, over a unix socket or TCP, whose every wait ends with a deadline. It closes when it goes.
public final class StreamSocket {
    private let descriptor: Int32

    /// Connects to the unix socket at a path.
    public init(path: String, deadline: Deadline) throws(SocketTrouble) {
        descriptor = try connected(toPath: path, deadline)
    }

    /// Connects to a host and port, trying each address of the host until one is there.
    public init(to address: Address, deadline: Deadline) throws(SocketTrouble) {
        let found = HostNames.lookUp(address.host, port: address.port, deadline: deadline)
        guard !found.isEmpty else { throw deadline.hasPassed ? .timedOut : .unknownHost }
        var trouble = SocketTrouble.unknownHost
        for candidate in found {
            do {
                descriptor = try connected(to: candidate, deadline)
                return
            } catch { trouble = error }
        }
        throw trouble
    }

    deinit { close(descriptor) }

    /// Sends all of the bytes.
    public func send(_ bytes: [UInt8], deadline: Deadline) throws(SocketTrouble) {
        var sent = 0
        while sent < bytes.count {
            #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
            #else
            let flags: Int32 = 0
            #endif
            let (count, code) = bytes[sent...].withUnsafeBytes { rest in
                #if canImport(Glibc)
                (Glibc.send(descriptor, rest.baseAddress, rest.count, flags), errno)
                #else
                (Darwin.send(descriptor, rest.baseAddress, rest.count, flags), errno)
                #endif
            }
            if count >= 0 {
                sent += count
            } else if code == EAGAIN {
                try ready(descriptor, POLLOUT, deadline)
            } else if code != EINTR {
                throw SocketTrouble(code: code)
            }
        }
    }

    /// Waits for bytes and appends what is there, at most 64 KB.
    ///
    /// - Parameter deadline: `nil` waits for as long as the other side keeps the connection.
    /// - Returns: how many; 0 when the other side has ended the stream.
    public func receive(into bytes: inout [UInt8], deadline: Deadline?) throws(SocketTrouble) -> Int {
        while true {
            try ready(descriptor, POLLIN, deadline)
            let (count, code) = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                let code = errno
                if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
                return (count, code)
            }
            if count >= 0 { return count }
            if code != EINTR, code != EAGAIN { throw SocketTrouble(code: code) }
        }
    }
}

/// Waits until the descriptor is ready for these events.
private func ready(_ descriptor: Int32, _ events: Int32, _ deadline: Deadline?) throws(SocketTrouble) {
    while true {
        var poller = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        var wait: Int32 = -1
        if let deadline {
            guard !deadline.hasPassed else { throw .timedOut }
            // One more than the rest: waking a little late is right, spinning through the last millisecond is not.
            wait = Int32(clamping: deadline.remaining.milliseconds + 1)
        }
        let count = poll(&poller, 1, wait)
        let code = errno
        if count > 0 { return }
        if count < 0, code != EINTR { throw SocketTrouble(code: code) }
    }
}

/// A socket connected to the path of a unix socket.
private func connected(toPath path: String, _ deadline: Deadline) throws(SocketTrouble) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let isShort = withUnsafeMutableBytes(of: &address.sun_path) { room in
        guard bytes.count < room.count else { return false }
        room.copyBytes(from: bytes)
        return true
    }
    guard isShort else { throw .other(reason: "the path of the socket is too long") }
    let whole = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            SocketAddress($0, length: MemoryLayout<sockaddr_un>.size)
        }
    }
    return try connected(to: whole, deadline)
}

/// A socket connected to an address; every failure closes it.
private func connected(to address: SocketAddress, _ deadline: Deadline) throws(SocketTrouble) -> Int32 {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { throw SocketTrouble(code: errno) }
    #else
    let descriptor = socket(address.family, SOCK_STREAM, 0)
    guard descriptor >= 0 else { throw SocketTrouble(code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    do {
        try connect(descriptor, address, deadline)
        return descriptor
    } catch {
        close(descriptor)
        throw error
    }
}

private func connect(_ descriptor: Int32, _ address: SocketAddress, _ deadline: Deadline) throws(SocketTrouble) {
    while true {
        let (result, code) = address.withPointer { pointer, length in
            #if canImport(Glibc)
            (Glibc.connect(descriptor, pointer, length), errno)
            #else
            (Darwin.connect(descriptor, pointer, length), errno)
            #endif
        }
        if result == 0 || code == EISCONN { return }
        switch code {
        case EINPROGRESS, EINTR, EALREADY:
            try ready(descriptor, POLLOUT, deadline)
            var trouble: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &trouble, &size)
            guard trouble == 0 else { throw SocketTrouble(code: trouble) }
            return
        case EAGAIN:
            // A unix socket whose queue is full: there is nothing to wait for but time.
            guard !deadline.hasPassed else { throw .timedOut }
            Machine.pause(.milliseconds(10))
        default:
            throw SocketTrouble(code: code)
        }
    }
}
