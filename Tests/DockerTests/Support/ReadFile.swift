import Foundation
import Testing

/// A compose file as a compose understood it, whichever of its ways it has of saying so.
struct ReadFile: Equatable {
    var services: [String: ReadService] = [:]
    /// What the engine calls the volumes, by key.
    var volumes: [String: String] = [:]
    /// What the engine calls the networks, by key.
    var networks: [String: String] = [:]

    init(_ file: [String: Any]) throws {
        for (name, service) in try #require(file["services"] as? [String: [String: Any]]) {
            services[name] = try ReadService(service)
        }
        volumes = try #require(file["volumes"] as? [String: [String: Any]]).mapValues { $0["name"] as? String ?? "" }
        networks = try #require(file["networks"] as? [String: [String: Any]]).mapValues { $0["name"] as? String ?? "" }
    }
}

/// A service as a compose understood it.
struct ReadService: Equatable {
    var image = ""
    var containerName = ""
    var hostname = ""
    var restart = ""
    /// Seconds; the engine's ten when the file says nothing.
    var grace = 10
    var memory: Int64 = 0
    var logging = ""
    var labels: [String: String] = [:]
    var dependsOn: [String: String] = [:]
    /// `address:outside:inside`, the address empty for all.
    var ports: [String] = []
    var environment: [String: String] = [:]
    var tmpfs: [String] = []
    /// `volume:folder`.
    var volumes: [String] = []
    var test: [String] = []
    /// Interval, timeout, start period in seconds, and retries.
    var rhythm: [Int] = []

    init() {}

    init(_ service: [String: Any]) throws {
        func text(_ key: String) -> String { service[key] as? String ?? "" }
        image = text("image")
        containerName = text("container_name")
        hostname = text("hostname")
        restart = text("restart")
        if let period = service["stop_grace_period"] as? String { grace = try seconds(period) }
        memory = try bytes(text("mem_limit"))
        let log = try #require(service["logging"] as? [String: Any])
        let options = log["options"] as? [String: String] ?? [:]
        logging = "\(log["driver"] ?? "") \(options["max-size"] ?? "") \(options["max-file"] ?? "")"
        labels = service["labels"] as? [String: String] ?? [:]
        dependsOn = (service["depends_on"] as? [String: [String: Any]] ?? [:]).mapValues {
            $0["condition"] as? String ?? ""
        }
        ports = try (service["ports"] as? [Any] ?? []).map(Self.port).sorted()
        environment = service["environment"] as? [String: String] ?? [:]
        tmpfs = service["tmpfs"] as? [String] ?? []
        volumes = (service["volumes"] as? [Any] ?? []).map(Self.volume).sorted()
        let check = try #require(service["healthcheck"] as? [String: Any])
        // Both write their answer as a file that could be read again, with dollar signs doubled.
        test = try #require(check["test"] as? [String]).map { $0.replacing("$$", with: "$") }
        rhythm = try ["interval", "timeout", "start_period"].map { try seconds(check[$0] as? String ?? "") }
        rhythm.append(check["retries"] as? Int ?? 0)
    }

    private static func port(_ value: Any) throws -> String {
        if let text = value as? String { return text.replacing("/tcp", with: "") }
        let port = try #require(value as? [String: Any])
        return "\(port["host_ip"] ?? ""):\(port["published"] ?? ""):\(port["target"] ?? "")"
    }

    private static func volume(_ value: Any) -> String {
        if let text = value as? String { return text.hasSuffix(":rw") ? String(text.dropLast(3)) : text }
        let volume = value as? [String: Any] ?? [:]
        return "\(volume["source"] ?? ""):\(volume["target"] ?? "")"
    }
}

/// `1m30s` in seconds.
private func seconds(_ text: String) throws -> Int {
    let parts = text.matches(of: #/(\d+)([hms])/#)
    try #require(!parts.isEmpty, "'\(text)' is no length of time")
    return parts.reduce(0) { $0 + (Int($1.output.1) ?? 0) * ($1.output.2 == "h" ? 3600 : $1.output.2 == "m" ? 60 : 1) }
}

/// `2g` and `2147483648` in bytes.
private func bytes(_ text: String) throws -> Int64 {
    let units: [Character: Int64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    if let last = text.last, let unit = units[last] { return try #require(Int64(text.dropLast())) * unit }
    return try #require(Int64(text))
}
