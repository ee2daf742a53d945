public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Threads of our own, for calls that block: they never sit on Swift's cooperative pool.
public enum Threads {
    /// Runs `body` on a thread that nobody waits for. The process may end while it still runs.
    ///
    /// Returns whether the thread could be made; when not, nothing was run.
    @discardableResult
    public static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let made = makeThread(work)
        if !made { Unmanaged<Work>.fromOpaque(work).release() }
        return made
    }

    /// Starts each piece of work on a thread of its own. What comes back waits until all have ended, and says false when
    /// the deadline passes first. Work that no thread could be made for is done before this returns.
    public static func start(all work: [@Sendable () -> Void]) -> @Sendable (Deadline) -> Bool {
        let left = Monitor(work.count)
        for piece in work {
            let counted: @Sendable () -> Void = {
                piece()
                left.change { $0 -= 1 }
            }
            if !start(counted) { counted() }
        }
        return { deadline in left.wait(until: deadline) { $0 == 0 ? true : nil } ?? false }
    }
}

private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func makeThread(_ work: UnsafeMutableRawPointer) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Glibc)
    var thread = pthread_t()
    #else
    var thread: pthread_t?
    #endif
    let code = pthread_create(&thread, &attributes, { run($0) }, work)
    pthread_attr_destroy(&attributes)
    return code == 0
}

private func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
    return nil
}
