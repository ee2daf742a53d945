import TripCore

/// The moment at which the diagnosed clusters are looked at: 2026-11-24T06:00:00.123Z, in milliseconds.
let moment: Int64 = 1_795_500_000_123

/// A cluster on an engine, as a value that each test changes: all five containers run for an hour, and all is well.
struct Layer {
    var containers: [String: Container] = [:]
    var orphans: [Container] = []
    var logs: [String: [LogLine]] = [:]
    var project: String? = "tripclick"
    var zooKeeper = ZooKeeperState.answers(mode: "standalone", version: "3.6.4")
    var kafka: ClusterSnapshot? = snapshot(metadata(["tripclick-logs": clickLogs]))

    init() {
        for service in MessagingLayer.serviceNames {
            var container = Container(
                id: "id-\(service)", name: service, image: "image",
                labels: ["com.docker.compose.project": "tripclick", "com.docker.compose.service": service],
                state: .running, health: .healthy, startedAt: moment - 3_600_000,
                networks: ["tripclick_default": [service]], memoryLimit: 2 << 30, restartPolicy: "unless-stopped")
            if let broker = MessagingLayer.brokers.first(where: { $0.name == service }) {
                container.environment["KAFKA_ADVERTISED_LISTENERS"] =
                    "INTERNAL://\(service):29092,EXTERNAL://localhost:\(broker.externalPort)"
            }
            containers[service] = container
        }
    }

    func with(_ change: (inout Layer) -> Void) -> Layer {
        var layer = self
        change(&layer)
        return layer
    }

    mutating func change(_ service: String, _ body: (inout Container) -> Void) {
        guard var container = containers[service] else { return }
        body(&container)
        containers[service] = container
    }

    /// The container ended, and Kafka has yet to notice.
    mutating func end(_ service: String, status: Int32, _ log: [String] = []) {
        change(service) { container in
            container.state = .exited
            container.exitCode = status
            container.health = nil
        }
        write(service, log)
        if let broker = broker(service) { kafka?.reach[broker] = .refuses(reason: "connection refused") }
    }

    /// The engine starts the container again and again; between two tries it says that it runs.
    mutating func loop(_ service: String, restarts: Int = 4, isTrying: Bool = false, _ log: [String]) {
        change(service) { container in
            container.state = isTrying ? .running : .restarting
            container.exitCode = isTrying ? nil : 1
            container.health = isTrying ? .starting : nil
            container.restarts = restarts
            container.startedAt = moment - 1_000
        }
        write(service, log, secondsAgo: 3)
        if let broker = broker(service) { kafka?.reach[broker] = .refuses(reason: "connection refused") }
    }

    /// Lines of a log, all of one moment.
    mutating func write(_ service: String, _ lines: [String], secondsAgo: Double = 1) {
        let time = (moment - Int64(secondsAgo * 1_000)) * 1_000_000
        logs[service, default: []] += lines.map { LogLine(time: time, text: $0) }
    }

    private func broker(_ service: String) -> Int32? {
        MessagingLayer.brokers.first { $0.name == service }?.id
    }

    var symptoms: [Symptom] {
        Diagnosis.symptoms(
            of: LayerEvidence(
                Deployment(project: project, containers: containers, orphans: orphans), logs: logs,
                zooKeeper: zooKeeper, kafka: kafka, now: moment))
    }

    /// Code, severity and outlook of each symptom, in short.
    var signs: [String] {
        symptoms.map { "\($0.finding.code.rawValue) \($0.finding.severity) \($0.outlook)" }
    }
}
