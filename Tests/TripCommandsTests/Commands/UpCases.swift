import TripCore

extension Case {
    /// Kafka as the layer's brokers make it: `__consumer_offsets` has two replicas.
    static let layer = FakeCluster.Parts.healthy.with { parts in
        parts.metadata { metadata in
            metadata.topics = [.spread("tripclick-logs"), .spread(TopicMetadata.consumerOffsets)]
        }
    }

    /// Kafka whose brokers advertise this host.
    static func layer(at host: String) -> FakeCluster.Parts {
        layer.with { parts in
            parts.metadata { metadata in
                metadata.brokers = [1, 2, 3].map { ListedBroker(id: $0, host: host, port: 9091 + Int($0)) }
            }
        }
    }

    /// Kafka without topics, which makes those that it is asked for.
    static let brandNew = FakeCluster.Parts.healthy.with { parts in
        parts.metadata { $0.topics = [] }
        parts.create = { parts, topic throws(Failure) in
            parts.add(
                TopicMetadata(
                    name: topic.name,
                    partitions: topic.assignment.enumerated().map {
                        PartitionMetadata(Int32($0), leader: $1.first, replicas: $1, inSync: $1)
                    }),
                [ConfigEntry(name: "retention.ms", value: "604800000", isDefault: false), .minISR("1")])
        }
    }

    static func changing(
        _ name: String, _ arguments: String, _ verdict: Verdict, _ kafka: FakeCluster.Parts? = layer,
        hasTime: Bool = false, _ machine: @escaping @Sendable () -> ChangingMachine
    ) -> Case {
        var item = Case(name, arguments, verdict, kafka)
        item.hasTime = hasTime
        item.makeMachine = { machine().machine }
        return item
    }

    static let up = [
        changing("up/nothing-to-do", "up", .ok) { ChangingMachine(.made()) },
        changing("up/started", "up", .ok, brandNew, hasTime: true) { ChangingMachine(.empty) },
        changing("up/started-by-host", "up --host 10.0.1.100 --no-topic", .ok, layer(at: "10.0.1.100")) {
            ChangingMachine(.empty, files: [layerFile(host: "10.0.1.100")])
        },
        changing("up/changed-host", "up --host 10.0.1.100", .ok, layer(at: "10.0.1.100"), hasTime: true) {
            ChangingMachine(.made(), files: [layerFile(host: "10.0.1.100")])
        },
        changing("up/kept-host", "up", .ok, layer(at: "10.0.1.100")) {
            ChangingMachine(
                .made(of: layerFile(host: "10.0.1.100")).with { $0.end("kafka-2", 137) },
                files: [layerFile(host: "10.0.1.100")])
        },
        changing("up/mended", "up", .ok) {
            ChangingMachine(
                .made().with { parts in
                    parts.change("kafka-1") { $0.state = .paused }
                    parts.change("kafka-2") { container in
                        container.networks = [:]
                        container.ports = []
                    }
                    parts.end("zookeeper", 137)
                })
        },
        changing("up/without-ui", "up --no-ui", .ok) {
            ChangingMachine(.made(), files: [layerFile(), layerFile(hasUI: false)])
        },
        changing("up/pulled", "up --pull", .ok) { ChangingMachine(.made()) },
        changing("up/dry-run", "up --host 10.0.1.100 --dry-run", .ok, nil) {
            ChangingMachine(
                .made().with { parts in
                    parts.containers["kafka-ui"] = nil
                    parts.images["provectuslabs/kafka-ui:latest"] = nil
                })
        },
        changing("up/dry-run-nothing", "up --dry-run", .ok, nil) { ChangingMachine(.made()) },
        changing("up/small-machine", "up", .ok, brandNew, hasTime: true) {
            ChangingMachine(
                .empty.with {
                    $0.information = EngineInformation(
                        version: "20.10.24", processors: 1, memory: 4_100_000_000, dataFolder: "/var/lib/docker")
                })
        },
        changing("up/host-of-another", "up --host 203.0.113.9", .ok, layer(at: "203.0.113.9")) {
            ChangingMachine(.empty, files: [layerFile(host: "203.0.113.9")])
        },
    ]

    static let upTrouble = upRefused + upFailed

    private static let upRefused = [
        changing("up/engine-not-running", "up", .warning, nil) {
            ChangingMachine(.empty.with { $0.reach = .notRunning(reason: "no such file or directory") })
        },
        changing("up/engine-not-permitted", "up", .warning, nil) {
            ChangingMachine(.empty.with { $0.reach = .notPermitted(reason: "permission denied") })
        },
        changing("up/engine-not-installed", "up", .warning, nil) {
            ChangingMachine(
                .empty.with { $0.reach = .notRunning(reason: "no such file or directory") }, program: nil
            ) { $0.programs = [:] }
        },
        changing("up/engine-unusable", "up", .warning, nil) {
            ChangingMachine(
                .empty.with { parts in
                    parts.address = "tcp://10.0.1.7:2376"
                    parts.reach = .unusable(reason: "it speaks TLS, and tripctl does not", hint: nil)
                })
        },
        changing("up/compose-missing", "up", .warning, nil) { ChangingMachine(.empty, program: nil) },
        changing("up/compose-missing-pull", "up --pull", .warning, nil) { ChangingMachine(.made(), program: nil) },
        changing("up/compose-mixed", "up", .warning, nil) {
            ChangingMachine(
                .made().with { $0.end("kafka-1", 143) }, program: .standalone(path: "/usr/bin/docker-compose"))
        },
        changing("up/many-problems", "up", .warning, nil) {
            ChangingMachine(
                .empty.with { parts in
                    var web = Container(id: "id-web", name: "web", image: "nginx:1.25", state: .running)
                    web.ports = [PublishedPort(address: "0.0.0.0", port: 8080, containerPort: 80)]
                    parts.containers["web"] = web
                    parts.containers["kafka-2"] = Container(id: "id-old", name: "kafka-2", image: "bitnami/kafka:3.5")
                    parts.volumes = [Volume(name: "tripclick_kafka-1-data", labels: .layer)]
                }
            ) { $0.taken[9092] = [PortListener(address: "127.0.0.1", pid: 4_711, program: "java")] }
        },
        changing("up/bind-of-another", "up --host 10.0.1.100 --bind 192.0.2.2 --dry-run", .warning, nil) {
            ChangingMachine(.made())
        },
        changing("up/records-gone", "up --dry-run", .warning, nil) {
            ChangingMachine(
                .empty.with {
                    $0.volumes = ["zookeeper-data", "zookeeper-log"].map {
                        Volume(name: "tripclick_\($0)", labels: .layer)
                    }
                })
        },
        changing("up/foreign", "up", .warning, nil) { ChangingMachine(.made(project: "click-logs")) },
        changing("up/locked", "up", .warning, nil) {
            ChangingMachine(.empty, holder: LockHolder(pid: 4_711, purpose: "restart"))
        },
    ]

    private static let upFailed = [
        changing("up/image-missing", "up", .warning, nil) {
            ChangingMachine(
                .empty.with { $0.images = [:] },
                failing: [
                    "pull": [
                        " Image confluentinc/cp-kafka:7.5.1 Pulling ",
                        "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup "
                            + "registry-1.docker.io: no such host",
                    ]
                ])
        },
        changing("up/compose-failed", "up", .warning, nil) {
            ChangingMachine(
                .empty, failing: ["up": ["Error response from daemon: failed to create network: pool exhausted"]])
        },
        changing("up/not-ready", "up", .unknown, layer.with { $0.bury(2) }) {
            ChangingMachine(.made().with { $0.change("kafka-2") { $0.startedAt = beginning - 3_000 } })
        },
        changing("up/doomed", "up", .critical, layer.with { $0.bury(1) }, hasTime: true) {
            ChangingMachine(
                .made().with { parts in
                    // Between two tries it reads like any that starts.
                    defer {
                        parts.change("kafka-1") { container in
                            container.state = .running
                            container.health = .starting
                        }
                    }
                    parts.loop(
                        "kafka-1",
                        [
                            "[2026-11-24 05:59:59,000] ERROR Fatal error during KafkaServer startup. Prepare to shutdown "
                                + "(kafka.server.KafkaServer)",
                            "kafka.common.InconsistentClusterIdException: The Cluster ID Kf3 doesn't match stored "
                                + "clusterId Some(Xy9) in meta.properties.",
                        ])
                })
        },
        changing(
            "up/topic-differs", "up", .warning,
            layer.with { parts in
                parts.metadata { $0.topics[0] = .spread("tripclick-logs", partitions: 1, replicas: 1) }
                parts.topicConfigs?["tripclick-logs"] = .success([
                    ConfigEntry(name: "retention.ms", value: "86400000", isDefault: false)
                ])
            }
        ) { ChangingMachine(.made()) },
        changing(
            "up/topic-refused", "up", .warning,
            brandNew.with {
                $0.create = { _, topic throws(Failure) in
                    throw Failure(
                        .refused, doing: "create topic \(topic.name)", reason: "a policy says no",
                        code: "POLICY_VIOLATION")
                }
            }
        ) { ChangingMachine(.made()) },
    ]
}
