internal import TripCore

extension Report {
    /// What `status` shows.
    init(_ status: ClusterStatus, in cluster: ClusterStamp?) {
        self.init(
            cluster: cluster,
            data: status.json,
            view: status.isEmpty ? [] : [.table(status.table), .blank, status.services],
            samples: (status.health?.brokers.rows ?? []).map { Sample(.brokerUp, .broker($0.id), $0.isReachable) }
                + (status.health?.topics.flatMap(\.samples) ?? []),
            judgement: Judgement(status),
            findings: status.findings)
        view.append(.verdict(verdict, status.summary))
        quiet = status.rows.map { row in
            [row.service, row.container?.state.rawValue ?? "absent", row.container?.health?.rawValue ?? "-"]
        }
    }
}

extension Judgement {
    /// A check for each container, and one for what is about none.
    fileprivate init(_ status: ClusterStatus) {
        let rows = status.isEmpty ? [] : status.rows
        let names = Set(rows.map(\.name))
        let others = status.findings.filter { $0.subject.container.map { !names.contains($0) } ?? true }
        self.init(
            checks: rows.map { row in
                JudgedCheck(
                    row.name, findings: status.findings.filter { $0.subject.container == row.name },
                    well: row.container?.state.rawValue ?? "absent")
            } + [JudgedCheck("cluster", findings: others, well: status.summary)],
            performance: [Performance("containers", Double(status.running))] + (status.health?.performance ?? []),
            summary: status.summary)
    }
}

extension ClusterStatus.Row {
    /// What findings call the container.
    fileprivate var name: String { container?.name ?? service }
}

extension ClusterStatus {
    fileprivate var table: Table {
        Table(
            [
                Column("SERVICE", flexible: true, minimum: 9), Column("STATE", flexible: true, minimum: 10),
                Column("HEALTH"), Column("RESTARTS", .right), Column("MEMORY", .right), Column("LIMIT", .right),
                Column("PORTS", flexible: true, minimum: 14),
            ],
            rows.map { row in
                [
                    Cell(row.service), row.state, row.health,
                    Cell(row.container?.restarts, (row.container?.restarts ?? 0) > 0 ? .warning : .plain),
                    Cell(row.memory.map { ByteSize.words($0) }),
                    Cell(row.container?.memoryLimit.map { ByteSize.words($0) }),
                    Cell(row.ports.map(\.words).joined(separator: ", ")),
                ]
            })
    }

    /// Kafka's and ZooKeeper's own view.
    fileprivate var services: Block {
        .fields([("Kafka", kafkaWords), ("ZooKeeper", zooKeeperWords)])
    }

    private var kafkaWords: Cell {
        guard let health else {
            return sight.kafkaProblem == nil ? Cell("not asked: no broker runs", .critical) : Cell("unknown", .unknown)
        }
        let up = health.brokers.up
        let expected = max(health.brokers.expected, health.brokers.rows.count)
        let partitions = health.topics.map(\.partitions.count).reduce(0, +)
        let short = health.topics.map(\.underReplicated).reduce(0, +)
        let offline = health.topics.map(\.offline).reduce(0, +)
        var words = ["\(up) of \(expected) brokers answer"]
        words.append(health.brokers.controller.map { "controller \($0)" } ?? "no controller")
        words.append(partitions.counted("partition"))
        if short > 0 { words.append("\(short.grouped) under-replicated") }
        if offline > 0 { words.append("\(offline.grouped) offline") }
        return Cell(words.joined(separator: ", "), Style(health.verdict))
    }

    private var zooKeeperWords: Cell {
        switch sight.evidence.zooKeeper {
        case .answers(let mode, let version):
            Cell("serves, \(mode)" + (version.map { ", version \($0)" } ?? ""), .good)
        case .refuses(let reason): Cell("refuses: \(reason)", .critical)
        case .silent(let reason): Cell("silent: \(reason)", .unknown)
        case .unknown(let reason): Cell("unknown: \(reason)", .unknown)
        case .notAsked:
            sight.deployment.containers[MessagingLayer.zooKeeper]?.state == .running
                ? Cell("not asked: the engine is on another machine", .dim) : Cell("does not run", .critical)
        }
    }
}

extension ClusterStatus.Row {
    fileprivate var state: Cell {
        guard let container else { return Cell("absent", .critical) }
        switch container.state {
        case .running: return Cell("running", .good)
        case .exited, .dead:
            return Cell(container.state.rawValue + (container.exitCode.map { " \($0)" } ?? ""), .critical)
        case .restarting, .paused, .created, .removing: return Cell(container.state.rawValue, .warning)
        }
    }

    fileprivate var health: Cell {
        switch container?.health {
        case .healthy?: Cell("healthy", .good)
        case .starting?: Cell("starting", .warning)
        case .unhealthy?: Cell("unhealthy", .critical)
        case nil: .unknown
        }
    }

    /// The ports that are open; of one that does not run those that it will open.
    fileprivate var ports: [PublishedPort] {
        guard let container else { return [] }
        return container.state == .running ? container.ports : container.wantedPorts
    }
}

extension PublishedPort {
    /// `127.0.0.1:9092`, and `→29092` where the container's port is another.
    fileprivate var words: String {
        let host = address.contains(":") ? "[\(address)]" : address
        let number = port.map { String($0) } ?? "any"
        let inside = port == containerPort ? "" : "→\(containerPort)"
        return (host.isEmpty ? number : "\(host):\(number)") + inside
    }
}
