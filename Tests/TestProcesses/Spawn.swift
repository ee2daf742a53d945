import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A system call that failed: which, and the operating system's words for why.
public struct SystemError: Error, CustomStringConvertible, Sendable {
    /// The call and the reason in one sentence.
    public let description: String
    /// The `errno` value.
    public let code: Int32

    /// Describes `code`, by default the `errno` of the call that just failed.
    public init(_ doing: String, code: Int32? = nil) {
        let code = code ?? errno
        self.code = code
        description = "\(doing): \(String(cString: strerror(code)))"
    }
}

/// Where a child stands among sessions and process groups.
public enum ProcessStanding: Sendable {
    /// In the parent's group: a terminal's Ctrl-C reaches both.
    case parents
    /// Leader of a group of its own: a terminal's Ctrl-C does not reach it.
    case ownGroup
    /// Leader of a session of its own; with a path, that terminal is its standard input, output and error.
    case ownSession(terminal: String?)
}

/// Held while a pipe is not yet close-on-exec and while a child is made, so that no child of another thread takes a
/// pipe's end with it: its reader would then wait for an end of file that does not come. (Swift does not see pipe2.)
let inheritance = Mutex<Void>(())

/// A pipe whose both ends are close-on-exec.
public func closeOnExecPipe() throws(SystemError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    let made = inheritance.withLock { _ in
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }
    guard made else { throw SystemError("cannot make a pipe") }
    return (ends[0], ends[1])
}

/// A program to start: posix_spawn in Swift's words. Whatever the parent opened with close-on-exec stays away.
public struct Spawn: Sendable {
    /// The program: a path, or a name to be found in the parent's PATH.
    public var program: String
    /// What follows the program's name.
    public var arguments: [String]
    /// The whole environment: nothing is inherited.
    public var environment: [String: String]
    /// The child's descriptors (0, 1, 2 …) and what in the parent they are copies of; 0, 1, 2 are /dev/null if absent.
    public var descriptors: [Int32: Int32] = [:]
    /// The child's session and group.
    public var standing = ProcessStanding.parents

    /// A program, its arguments and its whole environment.
    public init(_ program: String, _ arguments: [String], environment: [String: String]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// Starts the program and returns its process id, for `waitpid`; throws what posix_spawn says.
    ///
    /// Signals that the parent blocks or ignores are back at their defaults in the child.
    public func start() throws(SystemError) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }

        var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var terminal: String?
        switch standing {
        case .parents: break
        case .ownGroup:
            flags |= Int32(POSIX_SPAWN_SETPGROUP)
            posix_spawnattr_setpgroup(&attributes, 0)
        case .ownSession(let path):
            #if os(Linux)
            flags |= 0x80  // POSIX_SPAWN_SETSID, which glibc's header shows to _GNU_SOURCE alone.
            #else
            flags |= Int32(POSIX_SPAWN_SETSID)
            #endif
            terminal = path
        }
        #if canImport(Darwin)
        flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #endif
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

        for standard: Int32 in 0...2 {
            if let source = descriptors[standard] {
                posix_spawn_file_actions_adddup2(&actions, source, standard)
            } else {
                // A session leader's first open of a terminal makes it the controlling one.
                posix_spawn_file_actions_addopen(&actions, standard, terminal ?? "/dev/null", O_RDWR, 0)
            }
        }
        for (descriptor, source) in descriptors where descriptor > 2 {
            posix_spawn_file_actions_adddup2(&actions, source, descriptor)
        }

        var pid: pid_t = 0
        let code = inheritance.withLock { _ in
            withCStrings([program] + arguments) { argv in
                withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                    posix_spawnp(&pid, program, &actions, &attributes, argv, envp)
                }
            }
        }
        guard code == 0 else { throw SystemError("cannot start \(program)", code: code) }
        return pid
    }
}

/// Lends `strings` as a C array that ends with a null pointer, as argv and envp do.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { fatalError("an array with an element has an address") }
        return body(base)
    }
}
