/// A container as the engine describes it: what it was made with, and how it is now.
public struct Container: Sendable, Equatable {
    /// The engine's id, 64 hexadecimal digits.
    public var id: String
    /// Its name, without the slash that the engine writes before it.
    public var name: String
    /// The image it was made from, as it was named then.
    public var image: String
    /// The id of that image, `sha256:…`; the name may point at another by now.
    public var imageID: String
    /// Its labels.
    public var labels: [String: String]
    /// Where it is in its life.
    public var state: State
    /// What its health check says; `nil` when it has none or it does not run.
    public var health: Health?
    /// What the last look of the health check printed; `nil` when there was none.
    public var healthOutput: String?
    /// The process's exit status; `nil` while it runs, or when it was never started.
    public var exitCode: Int32?
    /// Whether the kernel ended it for want of memory. A later exit in a crash loop overwrites it.
    public var wasOutOfMemory: Bool
    /// What the engine says of a start that failed; empty when there is nothing.
    public var error: String
    /// How often the engine has started it again by itself.
    public var restarts: Int
    /// The id of its main process on this machine; `nil` when it does not run, or runs where this machine cannot see.
    public var pid: Int32?
    /// When it was made, in milliseconds since 1970 UTC.
    public var createdAt: Int64?
    /// When its process began last, in milliseconds since 1970 UTC; `nil` when it never has.
    public var startedAt: Int64?
    /// When its process ended last, in milliseconds since 1970 UTC; `nil` when it never has.
    public var finishedAt: Int64?
    /// The networks it is attached to, by name, with the names it goes by there.
    public var networks: [String: [String]]
    /// The ports that are open on this machine now.
    public var ports: [PublishedPort]
    /// The ports it was made to publish. They stand also while it does not run.
    public var wantedPorts: [PublishedPort]
    /// Its memory limit in bytes; `nil` when it has none.
    public var memoryLimit: Int64?
    /// The environment of its process, `name=value` taken apart.
    public var environment: [String: String]
    /// What is mounted in it.
    public var mounts: [Mount]
    /// Folders in memory, with their options.
    public var temporaryFolders: [String: String]
    /// Its own host name.
    public var hostname: String
    /// The restart policy, such as `unless-stopped`.
    public var restartPolicy: String
    /// How long it gets to stop, in seconds; `nil` for the engine's ten.
    public var stopTimeout: Int?
    /// The driver that keeps its log, and its options.
    public var logDriver: String
    /// The log driver's options, such as `max-size`.
    public var logOptions: [String: String]
    /// The health check's command, such as `["CMD", "bash", "-c", "…"]`; empty when it has none.
    public var healthCheck: HealthCheck?
    /// Whether its output is a terminal's: then the engine does not frame the log.
    public var hasTerminal: Bool

    /// Where a container is in its life, in the engine's words.
    public enum State: String, Sendable, CaseIterable {
        case created, running, paused, restarting, removing, exited, dead
    }

    /// What a health check says, in the engine's words.
    public enum Health: String, Sendable, CaseIterable {
        case starting, healthy, unhealthy
    }

    /// How the engine looks whether a container is well.
    public struct HealthCheck: Sendable, Equatable {
        /// The command, its first word `CMD` or `CMD-SHELL`.
        public var test: [String]
        /// Seconds between two looks.
        public var interval: Double
        /// Seconds a look may take.
        public var timeout: Double
        /// How many looks have to fail.
        public var retries: Int
        /// Seconds at the start in which failures do not count.
        public var startPeriod: Double

        /// A health check.
        public init(test: [String], interval: Double, timeout: Double, retries: Int, startPeriod: Double) {
            self.test = test
            self.interval = interval
            self.timeout = timeout
            self.retries = retries
            self.startPeriod = startPeriod
        }
    }

    /// Something mounted in a container.
    public struct Mount: Sendable, Hashable {
        /// `volume`, `bind` or `tmpfs`.
        public var kind: String
        /// The volume's name; of a bind the path on this machine.
        public var source: String
        /// Where it is in the container.
        public var destination: String

        /// A mount.
        public init(kind: String, source: String, destination: String) {
            self.kind = kind
            self.source = source
            self.destination = destination
        }
    }

    /// A container of all that is known; what is left out is as for one that was made of nothing and never started.
    public init(
        id: String, name: String, image: String, imageID: String = "", labels: [String: String] = [:],
        state: State = .created, health: Health? = nil, healthOutput: String? = nil, exitCode: Int32? = nil,
        wasOutOfMemory: Bool = false, error: String = "", restarts: Int = 0, pid: Int32? = nil,
        createdAt: Int64? = nil, startedAt: Int64? = nil, finishedAt: Int64? = nil,
        networks: [String: [String]] = [:], ports: [PublishedPort] = [], wantedPorts: [PublishedPort] = [],
        memoryLimit: Int64? = nil, environment: [String: String] = [:], mounts: [Mount] = [],
        temporaryFolders: [String: String] = [:], hostname: String = "", restartPolicy: String = "no",
        stopTimeout: Int? = nil, logDriver: String = "json-file", logOptions: [String: String] = [:],
        healthCheck: HealthCheck? = nil, hasTerminal: Bool = false
    ) {
        self.id = id
        self.name = name
        self.image = image
        self.imageID = imageID
        self.labels = labels
        self.state = state
        self.health = health
        self.healthOutput = healthOutput
        self.exitCode = exitCode
        self.wasOutOfMemory = wasOutOfMemory
        self.error = error
        self.restarts = restarts
        self.pid = pid
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.networks = networks
        self.ports = ports
        self.wantedPorts = wantedPorts
        self.memoryLimit = memoryLimit
        self.environment = environment
        self.mounts = mounts
        self.temporaryFolders = temporaryFolders
        self.hostname = hostname
        self.restartPolicy = restartPolicy
        self.stopTimeout = stopTimeout
        self.logDriver = logDriver
        self.logOptions = logOptions
        self.healthCheck = healthCheck
        self.hasTerminal = hasTerminal
    }

    /// The compose project that made it; `nil` when none did.
    public var project: String? { labels["com.docker.compose.project"] }

    /// The service of that project that it is; `nil` when no project made it.
    public var service: String? { labels["com.docker.compose.service"] }

    /// The version of the compose program that made it.
    public var composeVersion: String? { labels["com.docker.compose.version"] }
}

/// A port of a container that is published on this machine.
public struct PublishedPort: Sendable, Hashable {
    /// The address of this machine that it listens on; empty or `0.0.0.0` for all of them.
    public var address: String
    /// The port of this machine; `nil` when the engine is to choose.
    public var port: Int?
    /// The port in the container.
    public var containerPort: Int

    /// A published port.
    public init(address: String, port: Int?, containerPort: Int) {
        self.address = address
        self.port = port
        self.containerPort = containerPort
    }
}
