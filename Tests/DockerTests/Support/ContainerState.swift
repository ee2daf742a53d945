import Foundation

/// What `docker container inspect` tells, as far as tests ask.
struct ContainerState: Decodable, Sendable {
    let id: String
    let image: String
    let restartCount: Int
    let state: State
    let config: Config
    let mounts: [Mount]
    let network: NetworkSettings

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case image = "Image"
        case restartCount = "RestartCount"
        case state = "State"
        case config = "Config"
        case mounts = "Mounts"
        case network = "NetworkSettings"
    }

    struct State: Decodable, Sendable {
        /// running, exited, paused, restarting, created, dead
        let status: String
        /// Of the main process, as the engine's machine counts; 0 when none runs.
        let pid: Int32
        let exitCode: Int
        let isOOMKilled: Bool
        let error: String
        /// When it was last started, as the engine writes times.
        let startedAt: String
        let health: Health?

        enum CodingKeys: String, CodingKey {
            case status = "Status"
            case pid = "Pid"
            case exitCode = "ExitCode"
            case isOOMKilled = "OOMKilled"
            case error = "Error"
            case startedAt = "StartedAt"
            case health = "Health"
        }
    }

    struct Health: Decodable, Sendable {
        /// starting, healthy, unhealthy
        let status: String
        enum CodingKeys: String, CodingKey { case status = "Status" }
    }

    struct Config: Decodable, Sendable {
        /// The image's name as the container was given it.
        let image: String
        /// NAME=VALUE, the image's included.
        let environment: [String]
        let labels: [String: String]?

        enum CodingKeys: String, CodingKey {
            case image = "Image"
            case environment = "Env"
            case labels = "Labels"
        }
    }

    struct Mount: Decodable, Sendable {
        /// volume, bind, tmpfs
        let type: String
        let name: String?
        let destination: String

        enum CodingKeys: String, CodingKey {
            case type = "Type"
            case name = "Name"
            case destination = "Destination"
        }
    }

    struct NetworkSettings: Decodable, Sendable {
        let networks: [String: Endpoint]
        enum CodingKeys: String, CodingKey { case networks = "Networks" }
    }

    struct Endpoint: Decodable, Sendable {
        let address: String
        enum CodingKeys: String, CodingKey { case address = "IPAddress" }
    }

    /// The value of an environment variable; nil when it is not set.
    func variable(_ name: String) -> String? {
        config.environment.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The volumes that it has mounted.
    var volumes: [String] { mounts.compactMap { $0.type == "volume" ? $0.name : nil } }
    /// A stand-in, which runs real Kafka and whose data are a test's.
    var isStandIn: Bool { config.labels?["io.tripctl.standin"] != nil }
    /// The Compose project it belongs to.
    var project: String? { config.labels?["com.docker.compose.project"] }
}
