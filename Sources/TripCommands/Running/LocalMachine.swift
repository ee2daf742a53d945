public import TripCore

/// What running the cluster on this machine takes: the Docker engine, the compose program, the machine itself, and the
/// state folder. Each is looked for when a command first asks.
public struct LocalMachine: Sendable {
    /// The engine that DOCKER_HOST, the docker context or the usual sockets name.
    ///
    /// Throws `usage` when what names it is wrong.
    public var engine: @Sendable (Deadline) throws(Failure) -> any EnginePort
    /// The compose program; `nil` when there is none.
    public var compose: @Sendable () -> (any ComposePort)?
    /// The machine.
    public var host: any HostPort
    /// The state folder.
    ///
    /// Throws `system` when neither XDG_STATE_HOME nor HOME says where it is.
    public var state: @Sendable () throws(Failure) -> any StatePort

    /// A machine of all its parts.
    public init(
        engine: @escaping @Sendable (Deadline) throws(Failure) -> any EnginePort,
        compose: @escaping @Sendable () -> (any ComposePort)?,
        host: any HostPort,
        state: @escaping @Sendable () throws(Failure) -> any StatePort
    ) {
        self.engine = engine
        self.compose = compose
        self.host = host
        self.state = state
    }
}
