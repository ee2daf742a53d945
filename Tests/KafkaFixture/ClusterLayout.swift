import Foundation
import TestProcesses

/// Where everything of one cluster is: ports, folders and the settings that say so to the servers.
struct ClusterLayout {
    let options: Options
    let directory: String
    let zooKeeperPort: Int?
    let nodes: [Node]
    let credentials: Credentials?

    /// One broker, on KRaft a controller too.
    struct Node {
        let id: Int
        let external: Int
        let `internal`: Int
        let controller: Int
    }

    /// Chooses ports; nothing is written yet.
    init(options: Options, directory: String) throws(FixtureFailure) {
        self.options = options
        self.directory = directory
        let wanted = 1 + 3 * options.brokerCount
        var ports = freePorts(wanted)
        guard ports.count == wanted else { throw FixtureFailure("no \(wanted) free ports on 127.0.0.1") }
        zooKeeperPort = options.isKRaft ? nil : ports.removeLast()
        nodes = (1...options.brokerCount).map { id in
            let external = ports.removeLast()
            return Node(
                id: id, external: options.firstPort.map { $0 + id - 1 } ?? external, internal: ports.removeLast(),
                controller: ports.removeLast())
        }
        credentials = options.wantsSASL ? Credentials(user: "tripctl", password: "tripctl-secret") : nil
    }

    func folder(_ node: Node) -> String { "\(directory)/broker-\(node.id)" }
    func file(_ node: Node) -> String { "\(directory)/broker-\(node.id).properties" }
    var zooKeeperFile: String { "\(directory)/zookeeper.properties" }
    var log4jFile: String { "\(directory)/log4j.properties" }
    var bootstrap: String { nodes.map { "127.0.0.1:\($0.external)" }.joined(separator: ",") }

    /// Writes every settings file.
    func write() throws {
        try log4j.write(toFile: log4jFile, atomically: false, encoding: .utf8)
        if let zooKeeperPort {
            try """
            dataDir=\(directory)/zookeeper
            clientPort=\(zooKeeperPort)
            clientPortAddress=127.0.0.1
            tickTime=2000
            maxClientCnxns=0
            admin.enableServer=false
            4lw.commands.whitelist=srvr,dump
            """.write(toFile: zooKeeperFile, atomically: false, encoding: .utf8)
        }
        for node in nodes {
            try properties(node).map { "\($0.key)=\($0.value)\n" }.joined()
                .write(toFile: file(node), atomically: false, encoding: .utf8)
        }
    }

    /// A broker's settings, the later of two with one key counting: the cluster that tripctl runs, then what was asked.
    private func properties(_ node: Node) -> [(key: String, value: String)] {
        let copies = String(min(2, options.brokerCount))
        var listeners = "INTERNAL://127.0.0.1:\(node.internal),EXTERNAL://127.0.0.1:\(node.external)"
        let advertised = options.advertised[node.id] ?? "127.0.0.1:\(node.external)"
        var protocols = "INTERNAL:PLAINTEXT,EXTERNAL:\(credentials == nil ? "PLAINTEXT" : "SASL_PLAINTEXT")"
        var lines: [(key: String, value: String)] = []
        if let zooKeeperPort {
            lines += [("broker.id", "\(node.id)"), ("zookeeper.connect", "127.0.0.1:\(zooKeeperPort)")]
        } else {
            listeners += ",CONTROLLER://127.0.0.1:\(node.controller)"
            protocols += ",CONTROLLER:PLAINTEXT"
            let voters = nodes.map { "\($0.id)@127.0.0.1:\($0.controller)" }.joined(separator: ",")
            lines += [
                ("node.id", "\(node.id)"), ("process.roles", "broker,controller"),
                ("controller.quorum.voters", voters), ("controller.listener.names", "CONTROLLER"),
            ]
        }
        lines += [
            ("listeners", listeners),
            ("advertised.listeners", "INTERNAL://127.0.0.1:\(node.internal),EXTERNAL://\(advertised)"),
            ("listener.security.protocol.map", protocols),
            ("inter.broker.listener.name", "INTERNAL"),
            ("log.dirs", folder(node)),
            ("num.partitions", "3"),
            ("default.replication.factor", copies),
            ("offsets.topic.replication.factor", copies),
            ("transaction.state.log.replication.factor", copies),
            ("transaction.state.log.min.isr", "1"),
            ("min.insync.replicas", "1"),
            ("log.retention.hours", "168"),
            ("group.initial.rebalance.delay.ms", "0"),
            ("controlled.shutdown.retry.backoff.ms", "1000"),
            // The cleaner's default, 128 MB, is half of the heap.
            ("log.cleaner.dedupe.buffer.size", "4194304"),
        ]
        if let rack = options.racks[node.id] { lines.append(("broker.rack", rack)) }
        if let credentials {
            let login = "org.apache.kafka.common.security.plain.PlainLoginModule required "
            lines += [
                ("sasl.enabled.mechanisms", "PLAIN"),
                (
                    "listener.name.external.plain.sasl.jaas.config",
                    "\(login) user_\(credentials.user)=\"\(credentials.password)\";"
                ),
            ]
        }
        lines += options.settings
        lines += options.brokerSettings.filter { $0.id == node.id }.map { ($0.key, $0.value) }
        return lines
    }

    private var log4j: String {
        """
        log4j.rootLogger=INFO, stdout
        log4j.appender.stdout=org.apache.log4j.ConsoleAppender
        log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
        log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
        log4j.logger.org.apache.zookeeper=WARN
        log4j.logger.state.change.logger=WARN
        log4j.logger.kafka.log=WARN
        log4j.logger.kafka.cluster=WARN
        """
    }
}
