import TripCore

@testable import TripCommands

// Engines to ask, as values that tests change.

extension FakeEngine.Parts {
    /// The cluster as `tripctl up` starts it: five containers that have run for an hour.
    static var healthy: FakeEngine.Parts {
        var parts = FakeEngine.Parts()
        for service in MessagingLayer.serviceNames { parts.containers[service] = .running(service) }
        for (index, service) in MessagingLayer.serviceNames.enumerated() {
            parts.memory[service] = Int64(60 + 60 * index) << 20
        }
        return parts
    }

    func with(_ change: (inout FakeEngine.Parts) -> Void) -> FakeEngine.Parts {
        var parts = self
        change(&parts)
        return parts
    }

    /// Changes a container.
    mutating func change(_ name: String, _ body: (inout Container) -> Void) {
        guard var container = containers[name] else { return }
        body(&container)
        containers[name] = container
    }

    /// The container ended with this status, after it wrote these lines.
    mutating func end(_ name: String, _ status: Int32, _ log: [String] = []) {
        change(name) { container in
            container.state = .exited
            container.exitCode = status
            container.health = nil
            container.ports = []
            container.pid = nil
            container.finishedAt = beginning - 2_000
        }
        memory[name] = nil
        write(name, log, secondsAgo: 3)
    }

    /// The engine starts the container again and again, and each time it writes these lines.
    mutating func loop(_ name: String, restarts: Int = 5, _ log: [String]) {
        end(name, 1, log)
        change(name) { container in
            container.state = .restarting
            container.restarts = restarts
            container.startedAt = beginning - 4_000
        }
    }

    /// The container wrote these lines.
    mutating func write(_ name: String, _ lines: [String], secondsAgo: Double = 1) {
        let time = (beginning - Int64(secondsAgo * 1_000)) * 1_000_000
        logs[name, default: []] += lines.enumerated().map { LogLine(time: time + Int64($0), text: $1) }
    }
}

extension Container {
    /// A service's container as the rendered file makes it for localhost, running for an hour.
    static func running(_ service: String, project: String = MessagingLayer.project) -> Container {
        var container = Container(
            id: "id-\(service)", name: service, image: "confluentinc/cp-kafka:7.5.1", imageID: "sha256:1",
            labels: ["com.docker.compose.project": project, "com.docker.compose.service": service],
            state: .running, health: .healthy, pid: 4_711, createdAt: beginning - 3_600_000,
            startedAt: beginning - 3_600_000, networks: ["\(project)_default": [service]], memoryLimit: 2 << 30,
            hostname: service, restartPolicy: "unless-stopped")
        var port = MessagingLayer.zooKeeperPort
        if let broker = MessagingLayer.brokers.first(where: { $0.name == service }) {
            port = broker.externalPort
            container.environment = [
                "KAFKA_BROKER_ID": "\(broker.id)",
                "KAFKA_ADVERTISED_LISTENERS": "INTERNAL://\(service):29092,EXTERNAL://localhost:\(port)",
                "KAFKA_MIN_INSYNC_REPLICAS": "1",
            ]
        } else if service == MessagingLayer.ui {
            port = MessagingLayer.uiPort
            container.image = "provectuslabs/kafka-ui:latest"
            container.memoryLimit = 768 << 20
        } else {
            container.image = "confluentinc/cp-zookeeper:7.5.1"
            container.memoryLimit = 1 << 30
        }
        container.ports = [PublishedPort(address: "127.0.0.1", port: port, containerPort: port)]
        container.wantedPorts = container.ports
        return container
    }
}

extension FakeMachine {
    /// A machine with this engine, on which ZooKeeper answers.
    static func with(_ engine: FakeEngine.Parts, zooKeeper: String? = zooKeeperAnswer) -> FakeMachine {
        var host = FakeHost(programs: ["docker": "/usr/bin/docker"])
        host.answers[Address(host: "127.0.0.1", port: MessagingLayer.zooKeeperPort)] = zooKeeper
        return FakeMachine(engine: FakeEngine(engine), host: host)
    }

    /// What ZooKeeper says to `srvr`.
    static let zooKeeperAnswer = """
        Zookeeper version: 3.6.4--d65253dcf68e9097c6e95a126463fd5fdeb4521c, built on 12/18/2022 18:10 GMT
        Latency min/avg/max: 0/0.5/9
        Mode: standalone
        Node count: 137

        """
}
