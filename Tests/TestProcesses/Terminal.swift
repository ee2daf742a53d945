import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A new pseudo-terminal of the given size in cells: our side's descriptor, and the path of the child's side.
public func openTerminal(rows: Int, columns: Int) throws(SystemError) -> (master: Int32, path: String) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(
        ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    let made = inheritance.withLock { _ in
        guard openpty(&master, &slave, &name, nil, &size) == 0 else { return false }
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
        return true
    }
    guard made else { throw SystemError("cannot open a terminal") }
    close(slave)
    return (master, String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
}
