#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The clock and the environment.
public enum Machine {
    /// The value of an environment variable.
    public static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Milliseconds since 1970 UTC.
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Does nothing for that long.
    public static func pause(_ length: Duration) {
        let (seconds, attoseconds) = length.components
        var wanted = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        var left = timespec()
        while nanosleep(&wanted, &left) == -1, errno == EINTR { wanted = left }
    }

    /// Lets this process have so many files open, or as many as this user may where that is less. What is allowed already
    /// stays allowed.
    public static func raiseFileLimit(to wanted: Int) {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        let most = rlim_t(wanted)
        #else
        let resource = RLIMIT_NOFILE
        // More than this the system refuses, whatever the hard limit says.
        let most = min(rlim_t(wanted), rlim_t(OPEN_MAX))
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < most else { return }
        limit.rlim_cur = min(limit.rlim_max, most)
        setrlimit(resource, &limit)
    }

    /// Ends the process at once. Nothing of librdkafka's is torn down: its threads may sit in the resolver, and there
    /// is nothing left to save.
    public static func leave(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}
