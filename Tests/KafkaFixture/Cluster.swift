import Foundation
import TestProcesses

/// The servers of one cluster, and what can be done to them. Used from the main thread alone.
final class Cluster {
    let layout: ClusterLayout
    private(set) var zooKeeper: Server?
    private(set) var brokers: [Int: Server] = [:]
    private let java: JavaCommand
    private let distribution: Distribution
    private let watchdog: Watchdog
    private let interruption: Interruption
    /// When the logs were last looked at.
    private var lastReading = monotonicSeconds()

    init(
        layout: ClusterLayout, distribution: Distribution, sharing: ClassSharing, watchdog: Watchdog,
        interruption: Interruption
    ) {
        self.layout = layout
        self.distribution = distribution
        self.watchdog = watchdog
        self.interruption = interruption
        java = JavaCommand(distribution: distribution, layout: layout, sharing: sharing)
        if layout.zooKeeperPort != nil { zooKeeper = server("zookeeper", java.zooKeeper) }
        for node in layout.nodes { brokers[node.id] = server("broker-\(node.id)", java.broker(node)) }
    }

    var servers: [Server] {
        (zooKeeper.map { [$0] } ?? []) + layout.nodes.compactMap { brokers[$0.id] }
    }

    /// Starts everything and returns when every broker answers on its external listener and knows of all the others.
    func start() throws {
        try layout.write()
        if layout.options.isKRaft { try format() }
        for server in servers { try server.start() }
        if let zooKeeper { try waitForZooKeeper(zooKeeper) }
        for node in layout.nodes {
            let broker = try broker(node.id)
            try wait(120, for: "\(broker.name)", interruption: interruption) {
                try requireAlive([broker, zooKeeper].compactMap { $0 })
                let view = askBroker(port: node.external, credentials: layout.credentials)
                return view.map { $0.brokers.count == layout.nodes.count && $0.controller > 0 } ?? false
            }
        }
    }

    /// SIGTERM to all, ZooKeeper last, and waits: as they exit, JVMs write their class archives.
    func stopAll() throws {
        for server in servers.reversed() {
            server.terminate()
            try wait(60, for: "\(server.name) to stop", interruption: interruption) { server.state == .ended }
        }
    }

    /// SIGKILL to all, which stopped ones hear too, and waits for them.
    func killAll() {
        for server in servers { server.kill() }
    }

    func node(_ id: Int) throws(FixtureFailure) -> ClusterLayout.Node {
        guard let node = layout.nodes.first(where: { $0.id == id }) else {
            throw FixtureFailure("there is no broker \(id)")
        }
        return node
    }

    func broker(_ id: Int) throws(FixtureFailure) -> Server {
        guard let broker = brokers[id] else { throw FixtureFailure("there is no broker \(id)") }
        return broker
    }

    /// SIGTERM, and waits until the broker has handed over its partitions and exited.
    func stopBroker(_ id: Int) throws {
        let broker = try broker(id)
        broker.terminate()
        try wait(90, for: "\(broker.name) to stop", interruption: interruption) { broker.state == .ended }
    }

    /// Starts a broker again, on its ports and data, and returns when it answers and lists itself.
    ///
    /// After a kill, ZooKeeper keeps the dead broker's session for 18 s, and a broker that finds its own id taken gives
    /// up: so this waits for the session's end first.
    func startBroker(_ id: Int) throws {
        let node = try node(id)
        let broker = try broker(id)
        guard broker.state == .ended else { throw FixtureFailure("\(broker.name) is \(broker.state.rawValue)") }
        if let port = layout.zooKeeperPort {
            try wait(60, for: "the session of \(broker.name) to end", interruption: interruption) {
                registeredBrokers(zooKeeperPort: port).map { !$0.contains(id) } ?? false
            }
        }
        try broker.start()
        try wait(120, for: broker.name, interruption: interruption) {
            try requireAlive([broker])
            let view = askBroker(port: node.external, credentials: layout.credentials)
            return view.map { $0.brokers.contains(id) } ?? false
        }
    }

    /// Starts ZooKeeper again, on its port and data, and returns when it answers.
    func startZooKeeper() throws {
        guard let zooKeeper else { throw FixtureFailure("a KRaft cluster has no ZooKeeper") }
        guard zooKeeper.state == .ended else { throw FixtureFailure("ZooKeeper is \(zooKeeper.state.rawValue)") }
        try zooKeeper.start()
        try waitForZooKeeper(zooKeeper)
    }

    private func waitForZooKeeper(_ zooKeeper: Server) throws {
        try wait(60, for: "ZooKeeper", interruption: interruption) {
            try requireAlive([zooKeeper])
            return layout.zooKeeperPort.flatMap(registeredBrokers) != nil
        }
    }

    /// Throws when a server has ended, or lives on without a listener because its port is another's: a broker that
    /// cannot bind only says so in its log.
    private func requireAlive(_ servers: [Server]) throws(ServerFailed) {
        let isTimeToRead = monotonicSeconds() - lastReading > 0.5
        if isTimeToRead { lastReading = monotonicSeconds() }
        for server in servers {
            if let end = server.end {
                throw ServerFailed(server, "\(end)")
            } else if isTimeToRead, server.log.contains(ServerFailed.portTaken) {
                throw ServerFailed(server, "could not bind its port")
            }
        }
    }

    /// Formats one node's folder as kafka-storage does and copies it for the others, which differ in their id alone.
    private func format() throws {
        guard let first = layout.nodes.first else { return }
        let tool = server("format", java.format(first, clusterID: "trIpCtLtEsTcLuStEr0000"))
        try tool.start()
        try wait(60, for: "kafka-storage format", interruption: interruption) { tool.state == .ended }
        guard tool.end == .exited(0) else { throw FixtureFailure("kafka-storage format failed\n\(tool.log)") }
        for node in layout.nodes.dropFirst() {
            try FileManager.default.copyItem(atPath: layout.folder(first), toPath: layout.folder(node))
            let file = "\(layout.folder(node))/meta.properties"
            try String(contentsOfFile: file, encoding: .utf8)
                .replacingOccurrences(of: "node.id=\(first.id)", with: "node.id=\(node.id)")
                .write(toFile: file, atomically: false, encoding: .utf8)
        }
    }

    private func server(_ name: String, _ arguments: [String]) -> Server {
        Server(
            name: name, arguments: arguments, distribution: distribution, log: "\(layout.directory)/\(name).log",
            watchdog: watchdog)
    }
}

/// A server that is of no use though it was wanted, with what it said last.
struct ServerFailed: Error, CustomStringConvertible {
    static let portTaken = "Address already in use"

    let description: String
    /// Another program took one of our ports: other ports may do.
    let isPortTaken: Bool

    init(_ server: Server, _ what: String) {
        let log = server.log
        let tail = log.split(separator: "\n").suffix(40).joined(separator: "\n")
        description = "\(server.name) \(what); its log ends:\n\(tail)"
        isPortTaken = log.contains(Self.portTaken)
    }
}
