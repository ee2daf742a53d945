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
    /// tripctl runs, says what ``sayOnInterrupt(_:)`` was given, and leaves without running anything of ours or of librdkafka's.
    public static func endOnInterrupt() {
        // The first use of a global makes it, and a handler may make nothing.
        RunningChild.prepare()
        HalfWrittenFile.path.store(0, ordering: .sequentiallyConsistent)
        LastWords.text.store(0, ordering: .sequentiallyConsistent)
        install(SIGINT) { _ in leave(130, isInterruption: true) }
        install(SIGTERM) { _ in leave(143, isInterruption: true) }
        // A reader that has gone is told by the write, not by a signal that librdkafka's threads would share.
        signal(SIGPIPE, SIG_IGN)
    }

    /// What SIGINT and SIGTERM write to standard error from now on, before they end the process; `nil` for nothing. It
    /// ends with a line's end.
    public static func sayOnInterrupt(_ text: String?) {
        let copy = text.flatMap { strdup($0) }
        LastWords.text.store(UInt(bitPattern: copy), ordering: .sequentiallyConsistent)
    }

    /// Turns a crash in C code into a sentence and status 3, unknown. librdkafka trusts what brokers answer, and an
    /// answer that is not Kafka's can crash it in a thread of its own. What Swift's own checks find still ends the
    /// process by its signal.
    public static func explainCrashes() {
        for number in crashes {
            install(number) { _ in
                let text: StaticString = """
                    tripctl: cannot go on: the Kafka client library crashed, as it does on some answers that are not \
                    Kafka's
                    hint: see that the addresses are brokers'; `tripctl brokers` names them

                    """
                _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                leave(3, isInterruption: false)
            }
        }
    }

    /// Lets this thread be told of its crashes. librdkafka's threads begin with every signal blocked, and a crash whose
    /// signal is blocked ends the process without a word.
    public static func unblockCrashes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in crashes { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static let crashes = [SIGSEGV, SIGBUS, SIGABRT]

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

/// What a signal has to say: the handlers read it, so it is a C string and not a Swift one.
private enum LastWords {
    /// Where it is in memory; 0 when there is none. What stands there is never freed, because a handler may hold it: it
    /// changes a few times in a process's life.
    static let text = Atomic<UInt>(0)
}

private func leave(_ status: Int32, isInterruption: Bool) {
    RunningChild.terminate()
    let address = HalfWrittenFile.path.load(ordering: .sequentiallyConsistent)
    if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
    if isatty(STDOUT_FILENO) == 1 {
        // Wrap long lines, show the cursor, drop every colour, start a line of its own.
        let restore: StaticString = "\u{1b}[?7h\u{1b}[?25h\u{1b}[0m\n"
        _ = write(STDOUT_FILENO, restore.utf8Start, restore.utf8CodeUnitCount)
    }
    // A second signal that comes meanwhile finds nothing more to say.
    let words = LastWords.text.exchange(0, ordering: .sequentiallyConsistent)
    if isInterruption, let text = UnsafePointer<CChar>(bitPattern: words) {
        // The terminal has shown ^C: a line of its own there too.
        if isatty(STDERR_FILENO) == 1, isatty(STDOUT_FILENO) != 1 {
            let end: StaticString = "\n"
            _ = write(STDERR_FILENO, end.utf8Start, end.utf8CodeUnitCount)
        }
        _ = write(STDERR_FILENO, text, strlen(text))
    }
    _exit(status)
}
