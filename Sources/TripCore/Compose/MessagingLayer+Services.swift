extension MessagingLayer {
    /// The variable that says which host brokers advertise, where a file leaves that open. It is for compose alone:
    /// the image refuses to start when a container has it.
    static let hostVariable = "KAFKA_HOST"
    /// The variable that says where brokers' ports are published, where a file leaves that open.
    static let bindVariable = "TRIPCTL_BIND"

    /// The compose file of a cluster with these settings: the same file for the same settings.
    ///
    /// - Parameter withEveryService: whether also what the settings leave out is in it: compose takes away only what its
    ///   file has.
    public static func composeFile(
        for settings: DeploymentSettings, withEveryService: Bool = false
    ) -> ComposeFile {
        let services =
            [zooKeeperService(settings)] + brokers.map { brokerService($0, settings) }
            + (settings.hasUI || withEveryService ? [uiService(settings)] : [])
        // Volumes and network carry nothing that changes from one shape of the file to the next: compose would want to
        // make them anew.
        let labels = [ComposeVariable(layerLabel.name, ComposeString(layerLabel.value))]
        return ComposeFile(
            notes: settings.interpolates ? interpolatedNotes(settings) : notes, services: services,
            volumes: services.flatMap(\.volumes).map {
                ComposeFile.Volume(key: $0.volume, name: "\(project)_\($0.volume)", labels: labels)
            },
            network: ComposeFile.Network(name: network, labels: labels))
    }

    private static let notes = [
        "Do not edit: give `tripctl up` or `tripctl render` other options. A file that begins with the line above is",
        "replaced without asking.",
    ]

    private static func interpolatedNotes(_ settings: DeploymentSettings) -> [String] {
        let bind = settings.bind.text ?? "[::]"
        let reach =
            settings.bind.isLoopback || !["[::]", "0.0.0.0"].contains(bind)
            ? ["Used by hand, it publishes the brokers on \(bind) unless TRIPCTL_BIND says otherwise."]
            : [
                "WARNING: used by hand, it publishes the brokers on every address of this machine, and who reaches them may",
                "read and write everything: there is no password. For this machine alone, set TRIPCTL_BIND=127.0.0.1;",
                "`tripctl up` does so by itself when the host is localhost.",
            ]
        return reach + [
            "", "  docker compose -f kafka-compose.yaml up -d",
            "  KAFKA_HOST=10.0.1.100 docker compose -f kafka-compose.yaml up -d    for clients on other machines", "",
            "KAFKA_HOST is the host that clients are told to call, \(settings.host.bracketed) when it is not set.",
        ]
    }

    private static func service(
        _ name: String, image: String, memory: Int64, settings: DeploymentSettings, healthcheck: Service.HealthCheck
    ) -> Service {
        Service(
            name: name, image: settings.registry.map { "\($0)/\(image)" } ?? image, containerName: name, hostname: name,
            restart: "unless-stopped", stopGracePeriod: nil, memoryLimit: memory,
            // A broker writes 300 KB of state changes at every start.
            logging: Service.Logging(
                driver: "json-file", options: [ComposeVariable("max-size", "10m"), ComposeVariable("max-file", "3")]),
            labels: [layerLabel, renderLabel].map { ComposeVariable($0.name, ComposeString($0.value)) },
            dependsOn: [], ports: [], environment: [], tmpfs: [], volumes: [], healthcheck: healthcheck)
    }

    private static func zooKeeperService(_ settings: DeploymentSettings) -> Service {
        // `srvr` is the one command that ZooKeeper answers unless told otherwise; only a server that serves names its
        // mode.
        let probe = """
            LC_ALL=C; exec 3<>/dev/tcp/127.0.0.1/\(zooKeeperPort) && printf srvr >&3 || exit 1; \
            while read -r -t 3 -u 3 word rest; do [[ $word == Mode: ]] && exit 0; done; exit 1
            """
        var service = service(
            zooKeeper, image: zooKeeperImage, memory: zooKeeperMemory, settings: settings,
            healthcheck: Service.HealthCheck(
                test: ["CMD", "bash", "-c", probe], interval: 3, timeout: 5, retries: 10, startPeriod: 60))
        service.stopGracePeriod = 30
        service.ports = ports(zooKeeperPort, isExposed: settings.exposesZooKeeper, settings)
        service.environment = [
            ComposeVariable("ZOOKEEPER_CLIENT_PORT", ComposeString("\(zooKeeperPort)")),
            ComposeVariable("ZOOKEEPER_TICK_TIME", "2000"),
            // Old snapshots go once a day; by default they stay for ever.
            ComposeVariable("ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL", "24"),
            ComposeVariable("ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT", "3"),
            // A web server that nobody asked for.
            ComposeVariable("ZOOKEEPER_ADMIN_ENABLE_SERVER", "false"),
        ]
        service.tmpfs = ["/etc/zookeeper/secrets"]
        service.volumes = [
            Service.Mount(volume: "zookeeper-data", path: "/var/lib/zookeeper/data"),
            Service.Mount(volume: "zookeeper-log", path: "/var/lib/zookeeper/log"),
        ]
        return service
    }

    private static func brokerService(_ broker: Broker, _ settings: DeploymentSettings) -> Service {
        // A whole ApiVersions request (length 16, key 18, version 0, correlation id 1, client `health`), because a
        // port that accepts proves nothing. Kafka's own program takes 1.4 s of processor time for the same, this 20 ms.
        let probe = """
            LC_ALL=C; exec 3<>/dev/tcp/127.0.0.1/\(broker.externalPort) && \
            printf '\\0\\0\\0\\x10\\0\\x12\\0\\0\\0\\0\\0\\1\\0\\6health' >&3 && read -r -t 4 -u 3 -N 1
            """
        var service = service(
            broker.name, image: brokerImage, memory: brokerMemory, settings: settings,
            healthcheck: Service.HealthCheck(
                test: ["CMD", "bash", "-c", probe], interval: 5, timeout: 6, retries: 6, startPeriod: 120))
        // Leadership moves before a broker stops, and with the page's ten seconds it was killed meanwhile.
        service.stopGracePeriod = 60
        service.dependsOn = [Service.Dependency(service: zooKeeper, condition: .healthy)]
        service.ports = [
            ServicePort(
                broker.externalPort, on: settings.bind, unless: settings.interpolates ? bindVariable : nil)
        ]
        service.environment = environment(of: broker, settings)
        service.tmpfs = ["/etc/kafka/secrets"]
        service.volumes = [Service.Mount(volume: "\(broker.name)-data", path: "/var/lib/kafka/data")]
        return service
    }

    private static func environment(of broker: Broker, _ settings: DeploymentSettings) -> [ComposeVariable] {
        let inside = "INTERNAL://\(broker.internalAddress),EXTERNAL://"
        let host: ComposeString.Piece =
            settings.interpolates
            ? .variable(hostVariable, fallback: settings.host.bracketed) : .text(settings.host.bracketed)
        return [
            ComposeVariable("KAFKA_BROKER_ID", ComposeString("\(broker.id)")),
            ComposeVariable("KAFKA_ZOOKEEPER_CONNECT", ComposeString("\(zooKeeper):\(zooKeeperPort)")),
            ComposeVariable("KAFKA_LISTENERS", ComposeString("\(inside)0.0.0.0:\(broker.externalPort)")),
            ComposeVariable(
                "KAFKA_ADVERTISED_LISTENERS",
                ComposeString([.text(inside), host, .text(":\(broker.externalPort)")])),
            ComposeVariable("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT"),
            ComposeVariable("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
            ComposeVariable("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "2"),
            ComposeVariable("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "2"),
            ComposeVariable("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
            // A topic that a client makes by writing to it has the shape of the others.
            ComposeVariable("KAFKA_DEFAULT_REPLICATION_FACTOR", "2"),
            ComposeVariable("KAFKA_NUM_PARTITIONS", "3"),
            ComposeVariable("KAFKA_MIN_INSYNC_REPLICAS", "1"),
            ComposeVariable("KAFKA_LOG_RETENTION_HOURS", "168"),
            // The last two brokers cannot move their leaders away, and try three times: 15 s by default.
            ComposeVariable("KAFKA_CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS", "1000"),
            // Containers that are made anew may swap their addresses, and Java keeps a name's address for 30 s: a
            // controller then told broker 2 what was for broker 3, and neither ever followed its leaders again.
            ComposeVariable("KAFKA_OPTS", "-Dsun.net.inetaddr.ttl=0"),
        ]
    }

    private static func uiService(_ settings: DeploymentSettings) -> Service {
        var service = service(
            ui, image: uiImage, memory: uiMemory, settings: settings,
            healthcheck: Service.HealthCheck(
                test: ["CMD-SHELL", "wget -q -O - http://127.0.0.1:\(uiPort)/actuator/health | grep -q UP"],
                interval: 5, timeout: 6, retries: 4, startPeriod: 90))
        // It waits for no broker to be well: one that is slow to start must not leave it out.
        service.dependsOn = brokers.map { Service.Dependency(service: $0.name, condition: .started) }
        service.ports = ports(uiPort, isExposed: settings.exposesUI, settings)
        service.environment = [
            ComposeVariable("KAFKA_CLUSTERS_0_NAME", ComposeString(project)),
            ComposeVariable("KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS", ComposeString(bootstrapInside)),
            ComposeVariable("JAVA_OPTS", "-Xmx384m"),
        ]
        return service
    }

    /// What has no password and no listener of its own stays on this machine unless it is exposed: then it is
    /// published where the brokers are when that is one address, else everywhere. This machine always reaches it on
    /// 127.0.0.1.
    private static func ports(_ port: Int, isExposed: Bool, _ settings: DeploymentSettings) -> [ServicePort] {
        guard isExposed else { return [ServicePort(port, on: .loopback)] }
        if case .only = settings.bind, !settings.bind.isLoopback {
            return [ServicePort(port, on: .loopback), ServicePort(port, on: settings.bind)]
        }
        return [ServicePort(port, on: DeploymentSettings.everyAddress(for: settings.host))]
    }
}
