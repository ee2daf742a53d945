import TripCore

extension Case {
    private static func status(
        _ name: String, _ verdict: Verdict, _ kafka: FakeCluster.Parts? = layer, zooKeeper: Bool = true,
        _ change: (inout FakeEngine.Parts) -> Void = { _ in }
    ) -> Case {
        var item = Case("status/\(name)", "status", verdict, kafka)
        item.machine = .with(
            FakeEngine.Parts.healthy.with(change), zooKeeper: zooKeeper ? FakeMachine.zooKeeperAnswer : nil)
        return item
    }

    /// A broker that does not start, for a reason that its log tells.
    private static func broken(_ name: String, _ log: [String], verdict: Verdict = .critical) -> Case {
        status(name, verdict, layer.with { $0.bury(1) }) { $0.loop("kafka-1", log) }
    }

    static let status = statusStates + statusCauses + statusAddresses

    private static let statusStates = [
        status("healthy", .ok),
        status("no-cluster", .critical, nil) { $0.containers = [:] },
        status("engine-not-running", .unknown, nil) { $0.reach = .notRunning(reason: "no such file or directory") },
        status("engine-not-permitted", .unknown, nil) { $0.reach = .notPermitted(reason: "permission denied") },
        status("starting", .unknown, unreachable) { parts in
            for broker in MessagingLayer.brokers {
                parts.change(broker.name) { container in
                    container.health = .starting
                    container.startedAt = beginning - 3_000
                }
            }
        },
        status("all-stopped", .critical, nil) { parts in
            for service in MessagingLayer.serviceNames { parts.end(service, 143) }
        },
        status("broker-stopped", .warning, layer.with { $0.bury(2) }) { $0.end("kafka-2", 0) },
        status("broker-absent", .warning, layer.with { $0.bury(2) }) { $0.containers["kafka-2"] = nil },
        status("broker-killed", .critical, layer.with { $0.kill(2) }) { $0.end("kafka-2", 137) },
        status("paused", .unknown, layer.with { $0.freeze(3) }) { parts in
            parts.change("kafka-3") { container in
                container.state = .paused
                container.health = .unhealthy
            }
        },
        status("off-network", .critical, layer.with { $0.kill(1) }) { parts in
            parts.change("kafka-1") { container in
                container.networks = [:]
                container.ports = []
            }
        },
        status("unhealthy", .unknown, layer.with { $0.freeze(1) }) { parts in
            parts.change("kafka-1") { container in
                container.health = .unhealthy
                container.healthOutput = "Health check exceeded timeout (6s)"
            }
        },
        status("ui-unhealthy", .warning) { $0.change("kafka-ui") { $0.health = .unhealthy } },
        status("zookeeper-killed", .critical) { $0.end("zookeeper", 137) },
        status("zookeeper-refuses", .critical, zooKeeper: false),
        status("kafka-unknown", .unknown, unreachable),
        status("foreign", .warning) { parts in
            for service in MessagingLayer.serviceNames {
                parts.containers[service] = .running(service, project: "click-logs")
            }
        },
        status("orphan", .warning) { parts in
            var old = Container.running("kafka-manager")
            old.ports = [PublishedPort(address: "", port: 9000, containerPort: 9001)]
            parts.containers["kafka-manager"] = old
        },
        status("cut-apart", .critical) { parts in
            for seconds in [21.0, 11, 1] {
                parts.write(
                    "kafka-3",
                    [
                        "[2026-11-24 05:59:59,000] WARN [ReplicaFetcher replicaId=3, leaderId=2, fetcherId=0] Connection "
                            + "to node 2 (kafka-2/172.18.0.4:29092) could not be established. Broker may not be "
                            + "available. (org.apache.kafka.clients.NetworkClient)"
                    ], secondsAgo: seconds)
            }
        },
        status("records-gone", .critical) { parts in
            for broker in MessagingLayer.brokers {
                parts.change(broker.name) { $0.startedAt = beginning - 60_000 }
                parts.write(
                    broker.name,
                    [
                        "[2026-11-24 05:59:10,000] WARN No meta.properties file under dir "
                            + "/var/lib/kafka/data/meta.properties (kafka.server.BrokerMetadataCheckpoint)",
                        "[2026-11-24 05:59:11,000] ERROR [Controller id=1 epoch=2] Controller 1 epoch 2 failed to change"
                            + " state for partition tripclick-logs-0 from OfflinePartition to OnlinePartition "
                            + "(state.change.logger)",
                    ], secondsAgo: 50)
            }
        },
    ]

    private static let statusCauses = [
        broken("restarting", ["[2026-11-24 05:59:58,000] ERROR Something \u{1b}[31mnew (kafka.server.KafkaServer)"]),
        broken(
            "session", ["org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"],
            verdict: .warning),
        broken("disk-full", ["java.io.IOException: No space left on device"]),
        broken("unwritable", ["Command [/usr/local/bin/dub path /var/lib/kafka/data writable] FAILED !"]),
        broken(
            "other-data",
            [
                "kafka.common.InconsistentBrokerIdException: Configured broker.id 1 doesn't match stored broker.id "
                    + "Some(7) in meta.properties."
            ]),
        broken(
            "cluster-ids",
            [
                "kafka.common.InconsistentClusterIdException: The Cluster ID A doesn't match stored clusterId Some(B) in"
                    + " meta.properties."
            ]),
        broken("host-in-container", ["host is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead."]),
        status("out-of-memory", .critical, layer.with { $0.bury(1) }) { parts in
            parts.end("kafka-1", 137)
            parts.change("kafka-1") { $0.wasOutOfMemory = true }
        },
        refusedStart(
            "port-taken",
            "driver failed programming external connectivity on endpoint kafka-1 (5ba5): Error starting userland proxy: "
                + "listen tcp4 0.0.0.0:9092: bind: address already in use"),
        refusedStart(
            "port-of-container",
            "driver failed programming external connectivity on endpoint kafka-1 (5ba5): Bind for 0.0.0.0:9092 failed: "
                + "port is already allocated"),
        refusedStart("start-refused", "error setting rlimit type 7: operation not permitted"),
    ]

    private static func refusedStart(_ name: String, _ error: String) -> Case {
        status(name, .critical, layer.with { $0.bury(1) }) { parts in
            parts.end("kafka-1", 128)
            parts.change("kafka-1") { container in
                container.state = .created
                container.error = error
            }
        }
    }

    private static func advertised(_ name: String, _ verdict: Verdict, _ listeners: [Int32: String]) -> Case {
        status(name, verdict) { parts in
            for (id, listener) in listeners {
                parts.change("kafka-\(id)") { $0.environment["KAFKA_ADVERTISED_LISTENERS"] = listener }
            }
        }
    }

    private static let statusAddresses = [
        advertised("listener-missing", .critical, [1: ""]),
        advertised("listener-unspecified", .critical, [1: "EXTERNAL://0.0.0.0:9092"]),
        advertised("listener-unreadable", .critical, [1: "EXTERNAL://http://localhost:9092"]),
        advertised("listener-uncallable", .critical, [1: "EXTERNAL://kafka-1:9092"]),
        advertised("address-twice", .critical, [2: "EXTERNAL://localhost:9092"]),
        advertised("hosts-differ", .warning, [1: "EXTERNAL://10.0.1.100:9092"]),
        status(
            "address-unreachable", .warning,
            layer.with { parts in
                parts.bury(3)
                parts.metadata { $0.brokers.append(ListedBroker(id: 3, host: "10.0.1.100", port: 9094)) }
                parts.reach?[3] = .refuses(reason: "connection timed out")
            }),
    ]
}
