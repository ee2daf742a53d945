/// The Docker engine, asked on its socket. Nothing here changes anything; what changes goes through ``ComposePort``.
///
/// Every question has a deadline of its own, bounded by the command's.
public protocol EnginePort: Sendable {
    /// Where the engine is, as a person writes it: `unix:///var/run/docker.sock`.
    var address: String { get }

    /// Whether the engine answers, or which of the ways not to.
    func reach() -> EngineReach

    /// All containers there are, in every state.
    func containers() throws(Failure) -> [ListedContainer]

    /// A container by id or name; `nil` when there is none.
    func container(_ name: String) throws(Failure) -> Container?

    /// Several containers by id, asked at the same time. Those that are gone by now are left out.
    func containers(_ ids: [String]) throws(Failure) -> [Container]

    /// A part of a container's log, in the order that it was written.
    func log(of container: Container, _ part: LogPart) throws(Failure) -> [LogLine]

    /// Hands over what a container's log says from `part` on and as it goes on, until the container ends, `deadline`
    /// passes, or `each` says false.
    func follow(
        _ container: Container, _ part: LogPart, until deadline: Deadline?, _ each: (LogLine) -> Bool
    ) throws(Failure)

    /// All volumes there are.
    func volumes() throws(Failure) -> [Volume]

    /// All networks there are.
    func networks() throws(Failure) -> [Network]

    /// The id of an image; `nil` when the engine does not have it.
    func image(_ name: String) throws(Failure) -> String?

    /// What the engine says of itself and its machine.
    func information() throws(Failure) -> EngineInformation

    /// Bytes of memory that a container uses, as the kernel counts them: without the page cache that it can drop where
    /// the kernel tells it apart. `nil` where the kernel does not say, or runs on another machine.
    func memoryUsed(by container: Container) -> Int64?
}

/// What came of asking the engine whether it is there.
public enum EngineReach: Sendable, Equatable {
    /// It answers, and speaks this version of its API.
    case answers(api: String)
    /// There is no engine at the address: no socket, or nobody behind it.
    case notRunning(reason: String)
    /// There is one, and this user may not talk to it.
    case notPermitted(reason: String)
    /// Something else stands in the way: a context that is not there, TLS, a host that does not answer.
    case unusable(reason: String, hint: String?)
}
