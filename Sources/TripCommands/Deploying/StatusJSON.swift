internal import TripCore

extension ClusterStatus {
    /// What `status` promises under `data`.
    var json: JSONValue {
        [
            "project": .from(sight.deployment.project),
            "containers": .array(rows.map(\.json)),
            "kafka": health.map(Self.kafka) ?? .null,
            "zooKeeper": sight.evidence.zooKeeper.json,
        ]
    }

    private static func kafka(_ health: Health) -> JSONValue {
        [
            "expected": .from(health.brokers.expected),
            "controller": .from(health.brokers.controller),
            "brokers": .array(
                health.brokers.rows.map { row in
                    [
                        "id": .from(row.id), "host": .from(row.host), "port": .from(row.port),
                        "listed": .from(row.isListed), "reachable": .from(row.isReachable), "reason": .from(row.reason),
                        "latency": .from(row.latency),
                    ]
                }),
            "partitions": .from(health.topics.map(\.partitions.count).reduce(0, +)),
            "underReplicated": .from(health.topics.map(\.underReplicated).reduce(0, +)),
            "offline": .from(health.topics.map(\.offline).reduce(0, +)),
            "brokersMayFail": .from(health.faultBudget.brokersMayFail),
        ]
    }
}

extension ClusterStatus.Row {
    fileprivate var json: JSONValue {
        let memory: JSONValue = ["used": .from(memory), "limit": .from(container?.memoryLimit)]
        let ports = (container.map { $0.state == .running ? $0.ports : $0.wantedPorts } ?? []).map {
            port -> JSONValue in
            [
                "address": .from(port.address.isEmpty ? nil : port.address), "port": .from(port.port),
                "containerPort": .from(port.containerPort),
            ]
        }
        return [
            "service": .from(service),
            "container": .from(container?.name),
            "image": .from(container?.image),
            "state": .from(container?.state.rawValue),
            "health": .from(container?.health?.rawValue),
            "restarts": .from(container?.restarts),
            "exitCode": .from(container?.exitCode),
            "oomKilled": .from(container?.wasOutOfMemory),
            "memory": memory,
            "ports": .array(ports),
        ]
    }
}

extension ZooKeeperState {
    /// Whether it serves (`null` when that is not known), its mode, its version, and why not.
    fileprivate var json: JSONValue {
        var serves: Bool?
        var mode: String?
        var version: String?
        switch self {
        case .answers(let found, let number):
            serves = true
            (mode, version) = (found, number)
        case .refuses: serves = false
        case .silent, .unknown, .notAsked: break
        }
        return [
            "serves": .from(serves), "mode": .from(mode), "version": .from(version), "reason": .from(reason),
        ]
    }
}
