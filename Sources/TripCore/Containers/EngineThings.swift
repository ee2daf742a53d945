/// A container in the engine's list: enough to find the ones to look at.
public struct ListedContainer: Sendable, Equatable {
    /// The engine's id.
    public var id: String
    /// Its name, without the slash.
    public var name: String
    /// The image's name.
    public var image: String
    /// Its labels.
    public var labels: [String: String]
    /// Where it is in its life.
    public var state: Container.State
    /// The ports that are open on this machine now.
    public var ports: [PublishedPort]
    /// The names of the volumes that it mounts.
    public var volumes: [String]

    /// A container of the list.
    public init(
        id: String, name: String, image: String, labels: [String: String] = [:], state: Container.State = .created,
        ports: [PublishedPort] = [], volumes: [String] = []
    ) {
        self.id = id
        self.name = name
        self.image = image
        self.labels = labels
        self.state = state
        self.ports = ports
        self.volumes = volumes
    }

    /// The compose project that made it; `nil` when none did.
    public var project: String? { labels["com.docker.compose.project"] }

    /// The service of that project that it is; `nil` when no project made it.
    public var service: String? { labels["com.docker.compose.service"] }
}

/// A volume that the engine keeps.
public struct Volume: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its labels.
    public var labels: [String: String]
    /// When it was made, in milliseconds since 1970 UTC. Older engines give the last change of its top folder, so this
    /// is no evidence for what became of the data.
    public var createdAt: Int64?
    /// The folder on the engine's machine that holds its data; `nil` when the engine does not say.
    public var folder: String?

    /// A volume.
    public init(name: String, labels: [String: String] = [:], createdAt: Int64? = nil, folder: String? = nil) {
        self.name = name
        self.labels = labels
        self.createdAt = createdAt
        self.folder = folder
    }

    /// The compose project that made it; `nil` when none did.
    public var project: String? { labels["com.docker.compose.project"] }
}

/// A network that the engine keeps.
public struct Network: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its labels.
    public var labels: [String: String]

    /// A network.
    public init(name: String, labels: [String: String] = [:]) {
        self.name = name
        self.labels = labels
    }
}

/// What the engine says of itself and of the machine it runs on.
public struct EngineInformation: Sendable, Equatable {
    /// The engine's version, such as `20.10.24`.
    public var version: String
    /// Processors that containers may use.
    public var processors: Int
    /// The machine's memory in bytes.
    public var memory: Int64
    /// Where the engine keeps its data, on its own machine.
    public var dataFolder: String

    /// What an engine says.
    public init(version: String, processors: Int, memory: Int64, dataFolder: String) {
        self.version = version
        self.processors = processors
        self.memory = memory
        self.dataFolder = dataFolder
    }
}

/// A line of a container's log.
public struct LogLine: Sendable, Equatable {
    /// When the engine got it, in nanoseconds since 1970 UTC; `nil` when it does not say.
    public var time: Int64?
    /// Whether it came on standard error.
    public var isError: Bool
    /// What it says, without its end.
    public var text: String

    /// A line.
    public init(time: Int64? = nil, isError: Bool = false, text: String) {
        self.time = time
        self.isError = isError
        self.text = text
    }
}

/// Which part of a container's log is wanted.
public struct LogPart: Sendable, Equatable {
    /// Only the last so many lines; `nil` for all.
    public var tail: Int?
    /// Only what came at or after this time, in nanoseconds since 1970 UTC; `nil` for all.
    public var since: Int64?

    /// A part of a log.
    public init(tail: Int? = nil, since: Int64? = nil) {
        self.tail = tail
        self.since = since
    }
}
