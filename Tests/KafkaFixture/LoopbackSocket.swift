import Foundation
import TestProcesses

/// A connection to a server on this machine that gives up after a second of silence.
struct LoopbackSocket: ~Copyable {
    private let descriptor: Int32

    /// Connects; nil when nothing listens there.
    init?(port: Int) {
        descriptor = (try? tcpSocket()) ?? -1
        guard descriptor >= 0 else { return nil }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        let descriptor = descriptor
        guard withLoopbackAddress(port, { connect(descriptor, $0, $1) }) == 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends all of `bytes`; false when the other side is gone or does not take them.
    borrowing func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// The next `count` bytes, or fewer where the stream ended or fell silent.
    borrowing func receive(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes[filled...].withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard got > 0 else { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }
}

/// The broker ids that have a live ZooKeeper session, by ZooKeeper's `dump`; nil when it does not answer.
func registeredBrokers(zooKeeperPort: Int) -> Set<Int>? {
    guard let socket = LoopbackSocket(port: zooKeeperPort), socket.send(Array("dump".utf8)) else { return nil }
    let text = String(decoding: socket.receive(65_536), as: UTF8.self)
    guard text.contains("Sessions with Ephemerals") else { return nil }
    return Set(
        text.split(separator: "\n").compactMap { line in
            let path = line.trimmingCharacters(in: .whitespaces)
            return path.hasPrefix("/brokers/ids/") ? Int(path.dropFirst("/brokers/ids/".count)) : nil
        })
}
