/// A container as a compose file describes it.
public struct Service: Sendable, Equatable {
    /// The service's name, and its host name on the network.
    public var name: String
    /// The image, with registry and tag.
    public var image: String
    /// The container's name.
    public var containerName: String
    /// What the container calls itself.
    public var hostname: String
    /// When the engine starts it again: `unless-stopped`.
    public var restart: String
    /// Seconds between a polite signal and SIGKILL; `nil` leaves the engine's ten.
    public var stopGracePeriod: Int?
    /// The most memory it may take, in bytes.
    public var memoryLimit: Int64
    /// Where its output goes.
    public var logging: Logging
    /// Labels, in order.
    public var labels: [ComposeVariable]
    /// What has to be there before it is started.
    public var dependsOn: [Dependency]
    /// Ports that are published on the machine.
    public var ports: [ServicePort]
    /// Its environment, in order.
    public var environment: [ComposeVariable]
    /// Folders in memory. The images declare volumes for secrets that nobody uses, and each start of a container would
    /// leave one behind that has no name.
    public var tmpfs: [String]
    /// The volumes in it.
    public var volumes: [Mount]
    /// How the engine finds out whether it is well.
    public var healthcheck: HealthCheck

    /// Where a container's output goes.
    public struct Logging: Sendable, Equatable {
        /// The engine's driver: `json-file`.
        public var driver: String
        /// Its options, in order.
        public var options: [ComposeVariable]
    }

    /// Another service that has to be there first.
    public struct Dependency: Sendable, Equatable {
        /// Its name.
        public var service: String
        /// How far it has to be.
        public var condition: Condition

        /// How far a service has come.
        public enum Condition: String, Sendable {
            /// Its container runs.
            case started = "service_started"
            /// Its health check passes.
            case healthy = "service_healthy"
        }
    }

    /// A volume in a container.
    public struct Mount: Sendable, Equatable {
        /// The volume's key in the file.
        public var volume: String
        /// The folder.
        public var path: String
    }

    /// How the engine finds out whether a container is well.
    public struct HealthCheck: Sendable, Equatable {
        /// The command, `CMD` or `CMD-SHELL` first.
        public var test: [String]
        /// Seconds from one check to the next.
        public var interval: Int
        /// Seconds that a check may take.
        public var timeout: Int
        /// How many failures in a row make it unhealthy.
        public var retries: Int
        /// Seconds after the start in which failures do not count.
        public var startPeriod: Int
    }
}

/// A name and what it stands for.
public struct ComposeVariable: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: ComposeString

    /// A pair.
    public init(_ name: String, _ value: ComposeString) {
        self.name = name
        self.value = value
    }
}

/// A port of a container that is published on the machine, under the same number.
public struct ServicePort: Sendable, Equatable {
    /// The addresses of the machine.
    public var bind: BindAddress
    /// The variable that may say another address; `nil` when none does.
    public var variable: String?
    /// The port, outside and inside.
    public var port: Int

    /// A port on some addresses.
    public init(_ port: Int, on bind: BindAddress, unless variable: String? = nil) {
        self.port = port
        self.bind = bind
        self.variable = variable
    }

    /// The entry in the file: `127.0.0.1:9092:9092`.
    public var entry: ComposeString {
        let ports = "\(port):\(port)"
        if let variable {
            // A variable needs an address in front of the colon: `::` is the one that says all of them.
            return ComposeString([.variable(variable, fallback: bind.text ?? "[::]"), .text(":\(ports)")])
        }
        return ComposeString(bind.text.map { "\($0):\(ports)" } ?? ports)
    }
}
