/// Why something could not be done, in the reader's words: what tripctl was doing, the reason, and the next step
/// where one is known.
public struct Failure: Error, Sendable, Equatable {
    /// What sort of trouble it is. Callers decide by it; people read the sentences.
    public enum Kind: String, Sendable, CaseIterable {
        /// The command line or a setting is wrong; said before anything was asked.
        case usage
        /// Every address refused.
        case unreachable
        /// The deadline passed before there was an answer.
        case timedOut
        /// The cluster refused the login, or wants one.
        case authentication
        /// What was named does not exist.
        case notFound
        /// Kafka, or the user, said no.
        case refused
        /// It is not as it was asked for.
        case differs
        /// A file or another thing of this machine stood in the way.
        case system
        /// Kafka answered with an error that has no kind of its own.
        case kafka
    }

    /// What sort of trouble it is.
    public var kind: Kind
    /// What tripctl was doing, to follow "cannot": `create topic orders`.
    public var doing: String
    /// Why it did not work.
    public var reason: String
    /// What to do next, where that is known.
    public var hint: String?
    /// The addresses that were tried, each with its own reason.
    public var addresses: [AddressProblem]
    /// Kafka's name of the error, such as `NOT_COORDINATOR`, where it was one of Kafka's. It stands in the reason too.
    public var code: String?

    /// Makes a failure from its sentences.
    public init(
        _ kind: Kind, doing: String, reason: String, hint: String? = nil, addresses: [AddressProblem] = [],
        code: String? = nil
    ) {
        self.kind = kind
        self.doing = doing
        self.reason = reason
        self.hint = hint
        self.addresses = addresses
        self.code = code
    }

    /// The verdict that a command ends with when this is all it has to say; `nil` when there is none because nothing
    /// was asked.
    public var verdict: Verdict? {
        switch kind {
        case .usage: nil
        case .unreachable, .timedOut, .authentication: .unknown
        case .notFound, .refused, .differs, .system, .kafka: .warning
        }
    }
}

/// An address that did not answer, and why.
public struct AddressProblem: Sendable, Equatable {
    /// `host:port`, as it was dialled.
    public var address: String
    /// Why it did not answer, such as `connection refused`.
    public var reason: String

    /// Pairs an address with its reason.
    public init(address: String, reason: String) {
        self.address = address
        self.reason = reason
    }
}

/// An answer, or why there is none: one part of a whole that may be partial.
public typealias Answer<Value: Sendable> = Result<Value, Failure>

extension Result where Failure == TripCore.Failure {
    /// The answer, `nil` when there is none.
    public var value: Success? { if case .success(let value) = self { value } else { nil } }

    /// Why there is no answer, `nil` when there is one.
    public var failure: TripCore.Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
