#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Why a socket does not do what was asked of it.
public enum SocketTrouble: Error, Sendable, Equatable {
    /// Nobody listens there: connection refused, or no socket at the path.
    case absent(reason: String)
    /// This user may not connect.
    case notPermitted(reason: String)
    /// The name of the host is unknown, or was not found in time.
    case unknownHost
    /// The deadline passed first.
    case timedOut
    /// Anything else, in the system's words.
    case other(reason: String)

    /// The trouble as the end of a sentence, such as `connection refused`.
    public var reason: String {
        switch self {
        case .absent(let reason), .notPermitted(let reason), .other(let reason): reason
        case .unknownHost: "unknown host"
        case .timedOut: "no answer in time"
        }
    }

    /// What an error number of a socket call means.
    init(code: Int32) {
        let reason = systemReason(code).lowercasedFirst
        switch code {
        case ECONNREFUSED, ENOENT, ENOTDIR: self = .absent(reason: reason)
        case EACCES, EPERM: self = .notPermitted(reason: reason)
        case ETIMEDOUT: self = .timedOut
        default: self = .other(reason: reason)
        }
    }
}

extension String {
    /// The text with a small first letter, for the end of a sentence: the system's words begin with a capital.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
