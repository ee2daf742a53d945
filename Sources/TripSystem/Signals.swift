internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What Ctrl-C and a polite kill do: end the process at once, with a sane terminal.
public enum Signals {
    /// Sets the handlers: SIGINT ends with 130, SIGTERM with 143. Until then the signal itself ends the process.
    ///
    /// A handler may only make calls that are safe in one (signal-safety(7)): it writes bytes that show the cursor
    /// again and leave every colour, unlinks a file that was half written, stops the program that
    /// tripctl runs, and leaves without running anything of ours or of librdkafka's.
    public static func endOnInterrupt() {
        // The first use of a global makes it, and a handler may make nothing.
        RunningChild.prepare()
        HalfWrittenFile.path.store(0, ordering: .sequentiallyConsistent)
        install(SIGINT) { _ in leave(130) }
        install(SIGTERM) { _ in leave(143) }
        // A reader that has gone is told by the write, not by a signal that librdkafka's threads would share.
        signal(SIGPIPE, SIG_IGN)
    }

    private static func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        #if os(Linux)
        action.__sigaction_handler.sa_handler = handler
        #else
        action.__sigaction_u.__sa_handler = handler
        #endif
        sigaction(number, &action, nil)
    }
}

private func leave(_ status: Int32) {
    RunningChild.terminate()
    let address = HalfWrittenFile.path.load(ordering: .sequentiallyConsistent)
    if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
    if isatty(STDOUT_FILENO) == 1 {
        // Wrap long lines, show the cursor, drop every colour, start a line of its own.
        let restore: StaticString = "\u{1b}[?7h\u{1b}[?25h\u{1b}[0m\n"
        _ = write(STDOUT_FILENO, restore.utf8Start, restore.utf8CodeUnitCount)
    }
    _exit(status)
}
