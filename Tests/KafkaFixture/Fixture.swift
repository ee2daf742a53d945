import Foundation
import TestProcesses

/// The line that says where the cluster is.
private struct Ready: Encodable {
    let bootstrap: String
    let brokers: [Broker]
    let zookeeper: ZooKeeper?
    let dataDirectory: String
    let sasl: Credentials?
    /// How long the servers took to be ready.
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
    do {
        let options = try Options(arguments)
        let environment = ProcessInfo.processInfo.environment
        let distribution = try Distribution(environment: environment)
        let isQuit = try inTemporaryDirectory { directory, watchdog in
            let starter = Starter(
                distribution: distribution, directory: directory, watchdog: watchdog, interruption: interruption)
            let archives = ClassArchives(distribution, environment: environment)
            // Archives are a matter of speed: without a place to keep them the cluster starts all the same.
            try? starter.fill(archives, isKRaft: options.isKRaft)
            let began = monotonicSeconds()
            let cluster = try starter.start(options, .reading(archives))
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
