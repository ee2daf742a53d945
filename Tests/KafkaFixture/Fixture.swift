import Foundation
import TestProcesses

/// The line that says where the cluster is.
private struct Ready: Encodable {
    let bootstrap: String
    let brokers: [Broker]
    let zookeeper: ZooKeeper?
    let dataDirectory: String
    let sasl: Credentials?
    /// From this program's start to here.
    let seconds: Double

    struct Broker: Encodable {
        let id: Int
        let port: Int
        let internalPort: Int
        let pid: Int32
    }

    struct ZooKeeper: Encodable {
        let port: Int
        let pid: Int32
    }

    init(_ cluster: Cluster, seconds: Double) {
        let layout = cluster.layout
        bootstrap = layout.bootstrap
        brokers = layout.nodes.map {
            Broker(
                id: $0.id, port: $0.external, internalPort: $0.internal, pid: cluster.brokers[$0.id]?.pid ?? 0)
        }
        zookeeper = layout.zooKeeperPort.map { ZooKeeper(port: $0, pid: cluster.zooKeeper?.pid ?? 0) }
        dataDirectory = layout.directory
        sasl = layout.credentials
        self.seconds = (seconds * 1000).rounded() / 1000
    }
}

/// The whole program; returns its exit status. Whatever happens, no server and no folder outlives it.
func runFixture(_ arguments: [String]) -> Int32 {
    let interruption = Interruption()
    let began = monotonicSeconds()
    do {
        let options = try Options(arguments)
        let distribution = try Distribution(environment: ProcessInfo.processInfo.environment)
        let isQuit = try inTemporaryDirectory { directory, watchdog in
            let cluster = try startCluster(options, distribution, directory, watchdog, interruption)
            defer { cluster.killAll() }
            say(Ready(cluster, seconds: monotonicSeconds() - began))
            var lines = CommandLines(interruption: interruption)
            while let line = lines.next() {
                if line == "quit" { return true }
                if !line.isEmpty { say(cluster.carryOut(line)) }
            }
            return false
        }
        if isQuit { say(Answer(command: "quit")) }
        return 0
    } catch {
        FileHandle.standardError.write(Data("kafka-fixture: \(error)\n".utf8))
        return 1
    }
}

/// A started cluster; tries other ports when somebody else was quicker on one of ours.
private func startCluster(
    _ options: Options, _ distribution: Distribution, _ directory: String, _ watchdog: Watchdog,
    _ interruption: Interruption
) throws -> Cluster {
    var attempt = 1
    while true {
        let layout = try ClusterLayout(options: options, directory: "\(directory)/\(attempt)")
        try FileManager.default.createDirectory(atPath: layout.directory, withIntermediateDirectories: false)
        let cluster = Cluster(
            layout: layout, distribution: distribution, watchdog: watchdog, interruption: interruption)
        do {
            try cluster.start()
            return cluster
        } catch let error as ServerEnded where error.isPortTaken && attempt < 4 {
            cluster.killAll()
            attempt += 1
        } catch {
            cluster.killAll()
            throw error
        }
    }
}

/// Lends a fresh folder with a watchdog over it; the folder is gone when `body` has ended.
private func inTemporaryDirectory<Result>(_ body: (String, Watchdog) throws -> Result) throws -> Result {
    let directory = try temporaryDirectory()
    let watchdog = try Watchdog(directory: directory)
    defer {
        try? FileManager.default.removeItem(atPath: directory)
        watchdog.finish()
    }
    return try body(directory, watchdog)
}

private func temporaryDirectory() throws(SystemError) -> String {
    let template = NSTemporaryDirectory() + "tripctl-kafka-XXXXXX"
    var path = Array(template.utf8CString)
    guard mkdtemp(&path) != nil else { throw SystemError("cannot make a folder like \(template)") }
    return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private func say(_ value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var line = try? encoder.encode(value) else { return }
    line.append(UInt8(ascii: "\n"))
    _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}
