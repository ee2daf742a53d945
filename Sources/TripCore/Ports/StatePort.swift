/// The folder in which tripctl keeps its compose file, and the lock that lets one change of the cluster happen at a time.
public protocol StatePort: Sendable {
    /// The folder: `$XDG_STATE_HOME/tripctl`, else `~/.local/state/tripctl`.
    var folder: String { get }

    /// The path of the compose file in it.
    var composeFile: String { get }

    /// Puts the text in the place of the compose file, whole or not at all. The file and the folder are the owner's only.
    ///
    /// - Throws: `system`, with the path and the reason.
    func writeComposeFile(_ text: String) throws(Failure)

    /// Takes the lock for as long as the process lives, waiting until `deadline` for whoever has it.
    ///
    /// - Parameter whileWaiting: is called once, with what is known of who holds it, when it is not free at once.
    /// - Throws: `refused` when it did not come free; `system` when the folder cannot be used.
    func lock(for purpose: String, deadline: Deadline, whileWaiting: (LockHolder) -> Void) throws(Failure)
}

/// Who holds the lock.
public struct LockHolder: Sendable, Equatable {
    /// Its process id; `nil` when it has not said.
    public var pid: Int32?
    /// What it is doing, such as `up`; `nil` when it has not said.
    public var purpose: String?

    /// A holder.
    public init(pid: Int32?, purpose: String?) {
        self.pid = pid
        self.purpose = purpose
    }
}
