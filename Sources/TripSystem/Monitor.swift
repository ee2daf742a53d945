public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// State that several threads share, with a way to wait for it to become what one of them needs.
///
/// `@unchecked Sendable`: the state is touched only while the mutex is held, and the two C objects never move.
public final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    /// A monitor over its first state.
    public init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        #if os(Linux)
        // The clock that setting the time does not move.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        #else
        pthread_cond_init(condition, nil)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Reads the state.
    public func read<R>(_ body: (State) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(state)
    }

    /// Changes the state and wakes whoever waits for it.
    public func change<R>(_ body: (inout State) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let result = body(&state)
        pthread_cond_broadcast(condition)
        return result
    }

    /// Waits until `answer` finds what it looks for, asking it anew after every change; `nil` when the deadline passes
    /// first. With `recheck`, it is also asked each time that long has gone by without a change.
    public func wait<R>(until deadline: Deadline, recheck: Duration? = nil, for answer: (inout State) -> R?) -> R? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let found = answer(&state) { return found }
            let left = deadline.remaining
            guard left > .zero else { return nil }
            sleep(recheck.map { min($0, left) } ?? left)
        }
    }

    /// Waits for the next change, whatever it is, or until the deadline passes.
    public func waitForChange(until deadline: Deadline) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let left = deadline.remaining
        if left > .zero { sleep(left) }
    }

    private func sleep(_ length: Duration) {
        let (seconds, attoseconds) = length.components
        var nanoseconds = Int(attoseconds / 1_000_000_000)
        #if os(Linux)
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        until.tv_sec += Int(seconds)
        nanoseconds += until.tv_nsec
        until.tv_sec += nanoseconds / 1_000_000_000
        until.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(condition, mutex, &until)
        #else
        var relative = timespec(tv_sec: Int(seconds), tv_nsec: nanoseconds)
        nanoseconds = 0
        pthread_cond_timedwait_relative_np(condition, mutex, &relative)
        #endif
    }
}
