/// One thing about a container that is not as the compose file asks for it.
///
/// Decided by what the container was made with, never by a file or by compose's own hash: a file may be newer than the
/// containers, after a change that was interrupted.
public struct ServiceDifference: Sendable, Equatable {
    /// What differs, such as `image`, `memory limit`, `KAFKA_BROKER_ID`.
    public var what: String
    /// What the container has; `nil` for nothing.
    public var found: String?
    /// What the file asks for; `nil` for nothing.
    public var asked: String?

    /// A difference.
    public init(_ what: String, found: String?, asked: String?) {
        self.what = what
        self.found = found
        self.asked = asked
    }

    /// The difference in words that are true before a change and after it: `memory limit from 512 MB to 2 GB`.
    public var words: String {
        switch (found, asked) {
        case (nil, let asked?): "\(what) \(asked) \(what == "ports" ? "are" : "is") missing"
        case (let found?, nil): "\(what) \(found) is too much"
        case (let found, let asked): "\(what) from \(found ?? "") to \(asked ?? "")"
        }
    }
}

extension ServiceDifference {
    /// What differs between a container and its service, the host first; empty when nothing does.
    ///
    /// - Parameters:
    ///   - volumes: the engine's names of the file's volumes, by key.
    ///   - pulled: the ids of the images that were just pulled, by name: a container made from an older one differs.
    public static func all(
        of container: Container, from service: Service, volumes: [String: String], pulled: [String: String] = [:]
    ) -> [ServiceDifference] {
        var found: [ServiceDifference] = []
        func compare(_ what: String, _ there: String?, _ asked: String?) {
            if there != asked { found.append(ServiceDifference(what, found: there, asked: asked)) }
        }
        let asked = Dictionary(
            service.environment.map { ($0.name, $0.value.description) }, uniquingKeysWith: { $1 })
        for variable in service.environment {
            let (there, wanted) = (container.environment[variable.name], variable.value.description)
            if variable.name == "KAFKA_ADVERTISED_LISTENERS", let there, there != wanted,
                let old = outside(there), let new = outside(wanted), old.host != new.host
            {
                found.append(ServiceDifference("advertised host", found: old.host, asked: new.host))
            } else {
                compare(variable.name, there, wanted)
            }
        }
        // What stops the image from starting, whoever put it there.
        for name in refused where asked[name] == nil && container.environment[name] != nil {
            compare(name, container.environment[name], nil)
        }
        compare("image", container.image, service.image)
        if container.image == service.image, let id = pulled[service.image] {
            // Compose notes the id by which the engine knew the image: an engine may call a container's image otherwise.
            let made = container.labels["com.docker.compose.image"] ?? container.imageID
            compare("image \(service.image)", short(made), short(id))
        }
        compare("host name", container.hostname, service.hostname)
        compare("memory limit", container.memoryLimit.map(size), size(service.memoryLimit))
        compare("restart policy", container.restartPolicy, service.restart)
        compare("time to stop", container.stopTimeout.map { "\($0)s" }, service.stopGracePeriod.map { "\($0)s" })
        compare("log", log(container), log(service))
        comparePorts(container, service, compare)
        compareMounts(container, service, volumes, compare)
        compareHealthChecks(container, service, compare)
        return found
    }

    /// An image's id as people see it: `sha256:` and sixty-four digits are too many.
    private static func short(_ id: String) -> String {
        String((id.split(separator: ":").last ?? "").prefix(12))
    }

    private static func outside(_ listeners: String) -> AdvertisedListener? {
        AdvertisedListener.parse(listeners).first { $0.name == "EXTERNAL" }
    }

    /// Variables that the images refuse to start with.
    private static let refused = ["KAFKA_HOST", "KAFKA_PORT", "KAFKA_ADVERTISED_HOST", "KAFKA_ADVERTISED_PORT"]

    private static func comparePorts(
        _ container: Container, _ service: Service, _ compare: (String, String?, String?) -> Void
    ) {
        let there = container.wantedPorts.map { entry($0.address, $0.port, $0.containerPort) }.sorted()
        let asked = service.ports.map { port in
            entry(port.bind.text ?? "", port.port, port.port)
        }.sorted()
        compare("ports", there.isEmpty ? nil : there.joined(separator: ", "), asked.joined(separator: ", "))
    }

    private static func entry(_ address: String, _ port: Int?, _ containerPort: Int) -> String {
        let bare = address.filter { $0 != "[" && $0 != "]" }
        // An entry without an address is written in several ways.
        let shown = bare.isEmpty ? "" : (bare.contains(":") ? "[\(bare)]:" : "\(bare):")
        return "\(shown)\(port.map { String($0) } ?? "any"):\(containerPort)"
    }

    private static func compareMounts(
        _ container: Container, _ service: Service, _ volumes: [String: String],
        _ compare: (String, String?, String?) -> Void
    ) {
        for volume in service.volumes {
            let mount = container.mounts.first { $0.destination == volume.path }
            let asked = volumes[volume.volume] ?? volume.volume
            compare("volume of \(volume.path)", mount?.source, asked)
        }
        for folder in service.tmpfs where container.temporaryFolders[folder] == nil {
            let isThere = container.mounts.contains { $0.destination == folder && $0.kind == "tmpfs" }
            if !isThere { compare("folder in memory", nil, folder) }
        }
    }

    private static func log(_ container: Container) -> String {
        log(container.logDriver, container.logOptions)
    }

    private static func log(_ service: Service) -> String {
        log(
            service.logging.driver,
            Dictionary(
                service.logging.options.map { ($0.name, $0.value.description) }, uniquingKeysWith: { $1 }))
    }

    private static func log(_ driver: String, _ options: [String: String]) -> String {
        ([driver] + options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    }

    /// The command is a line of shell that tells nobody anything: that it is another is what counts.
    private static func compareHealthChecks(
        _ container: Container, _ service: Service, _ compare: (String, String?, String?) -> Void
    ) {
        let asked = service.healthcheck
        guard let there = container.healthCheck else { return compare("health check", nil, "of the file") }
        if there.test != asked.test { compare("health check", "another command", "the file's") }
        let times = [there.interval, there.timeout, there.startPeriod].map { Int($0.rounded()) }
        compare(
            "health check", words(times[0], times[1], there.retries, times[2]),
            words(asked.interval, asked.timeout, asked.retries, asked.startPeriod))
    }

    private static func words(_ interval: Int, _ timeout: Int, _ retries: Int, _ startPeriod: Int) -> String {
        "every \(interval)s, up to \(timeout)s long, \(retries.counted("try", plural: "tries")), \(startPeriod)s at the start"
    }

    /// Bytes in the largest unit that divides them, as people write limits.
    static func size(_ bytes: Int64) -> String {
        for (unit, shift) in [("GB", 30), ("MB", 20), ("KB", 10)] where bytes > 0 && bytes % (1 << Int64(shift)) == 0 {
            return "\(bytes >> Int64(shift)) \(unit)"
        }
        return "\(bytes) bytes"
    }
}
