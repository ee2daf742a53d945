public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The process's three streams.
public enum Streams {
    /// Writes all of the text to standard output with as few calls as the kernel allows.
    ///
    /// When the reader has gone, the process ends as SIGPIPE would have ended it: that is what `tripctl … | head`
    /// expects.
    ///
    /// - Throws: `system` when the output cannot be written, such as on a full disk.
    public static func writeOutput(_ text: String) throws(Failure) {
        guard let code = write(text, to: STDOUT_FILENO) else { return }
        if code == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        throw Failure(.system, doing: "write the output", reason: systemReason(code))
    }

    /// Writes all of the text to standard error. If that cannot be done there is nobody left to tell.
    public static func writeError(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Whether the stream is a terminal.
    public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// One of the three.
    public enum Stream: Int32, Sendable {
        /// Standard input.
        case input = 0
        /// Standard output.
        case output = 1
        /// Standard error.
        case error = 2
    }

    /// How many cells wide and high the terminal on standard output is; `nil` when it is none or does not say.
    public static var size: (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// A line from standard input, without its end; `nil` at the end of the input.
    public static func readLineOfInput() -> String? { readLine() }

    /// Writes everything; the error number when that failed.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let slice = UnsafeBufferPointer(rebasing: rest)
                #if canImport(Glibc)
                let count = Glibc.write(descriptor, slice.baseAddress, slice.count)
                #else
                let count = Darwin.write(descriptor, slice.baseAddress, slice.count)
                #endif
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&poller, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}

/// What the system calls an error number.
func systemReason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
