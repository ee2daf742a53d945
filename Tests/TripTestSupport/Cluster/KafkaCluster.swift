import Foundation
import Synchronization
import TestProcesses

/// A real Kafka cluster on loopback that lives no longer than this object, or this process, however either ends.
///
/// The servers belong to a child, `kafka-fixture`, which ends them when the pipe to it closes.
public final class KafkaCluster: Sendable {
    /// One broker, as the fixture laid it out.
    public struct Broker: Sendable, Decodable {
        /// 1, 2, 3 …
        public let id: Int
        /// The EXTERNAL listener's port on 127.0.0.1.
        public let port: Int
        /// The INTERNAL listener's port on 127.0.0.1.
        public let internalPort: Int
        /// The process it started as; `processes()` tells the present one.
        public let pid: Int32
    }

    /// One server process as it is now.
    public struct ServerProcess: Sendable, Decodable {
        /// zookeeper, broker-1, broker-2 …
        public let name: String
        /// The last process id it had.
        public let pid: Int32
        /// running, frozen or ended
        public let state: String
    }

    /// Name and password for the EXTERNAL listeners of a cluster with `--sasl`.
    public struct Credentials: Sendable, Decodable {
        /// The user's name.
        public let user: String
        /// The user's password.
        public let password: String
    }

    /// Every broker's EXTERNAL address, with commas.
    public var bootstrap: String { ready.bootstrap }
    /// The brokers, by rising id.
    public var brokers: [Broker] { ready.brokers }
    /// ZooKeeper's client port; nil on KRaft.
    public var zooKeeperPort: Int? { ready.zookeeper?.port }
    /// The folder with the servers' settings, data and logs.
    public var dataDirectory: String { ready.dataDirectory }
    /// nil when the cluster wants no login.
    public var credentials: Credentials? { ready.sasl }
    /// How long the start took, in seconds.
    public var startSeconds: Double { ready.seconds }
    /// The fixture's own process id.
    public var fixturePID: Int32 { fixture.pid }

    private let fixture: FixtureProcess
    private let ready: Ready

    private struct Ready: Sendable, Decodable {
        let bootstrap: String
        let brokers: [Broker]
        let zookeeper: ZooKeeper?
        let dataDirectory: String
        let sasl: Credentials?
        let seconds: Double
    }

    private struct ZooKeeper: Sendable, Decodable {
        let port: Int
    }

    private struct Answer: Decodable {
        let ok: Bool
        let error: String?
        let processes: [ServerProcess]?
    }

    private init(fixture: FixtureProcess, ready: Ready) {
        self.fixture = fixture
        self.ready = ready
    }

    /// Starts a cluster with the options of `kafka-fixture`, such as `--kraft`; three to five seconds on two
    /// processors. Throws what the fixture said, the end of a broker's log included.
    public static func start(_ options: [String] = []) async throws -> KafkaCluster {
        try await onOwnThread {
            try oneStartAtATime.withLock { _ in
                let fixture = try FixtureProcess(arguments: options)
                let ready = try JSONDecoder().decode(Ready.self, from: fixture.readLine())
                return KafkaCluster(fixture: fixture, ready: ready)
            }
        }
    }

    /// A healthy cluster for all tests that only read, or that touch nothing but topics and groups of their own:
    /// started when it is first asked for, once in a test process.
    public static var shared: KafkaCluster {
        get async throws { try await healthy.value }
    }

    /// The same on KRaft.
    public static var kraftShared: KafkaCluster {
        get async throws { try await healthyKRaft.value }
    }

    /// Eight clusters that start together on two processors take 40 s each; one after the other, 3 s.
    private static let oneStartAtATime = Mutex<Void>(())
    private static let healthy = Task { try await start() }
    private static let healthyKRaft = Task { try await start(["--kraft"]) }

    /// The broker with this id.
    public func broker(_ id: Int) throws -> Broker {
        guard let broker = brokers.first(where: { $0.id == id }) else {
            throw FixtureError(description: "there is no broker \(id)")
        }
        return broker
    }

    /// SIGKILL to a broker; returns when it is gone.
    public func kill(_ id: Int) async throws { try await command("kill \(id)") }
    /// SIGTERM to a broker; returns when it has handed over its partitions and exited.
    public func stop(_ id: Int) async throws { try await command("stop \(id)") }
    /// SIGSTOP to a broker: it accepts connections, and answers none.
    public func freeze(_ id: Int) async throws { try await command("freeze \(id)") }
    /// SIGCONT to a frozen broker.
    public func thaw(_ id: Int) async throws { try await command("thaw \(id)") }
    /// Starts a broker that was killed or stopped, on its ports and data; returns when it answers and lists itself,
    /// after a kill not before the 18 s of its ZooKeeper session have passed.
    public func start(_ id: Int) async throws { try await command("start \(id)") }

    /// SIGKILL to ZooKeeper.
    public func killZooKeeper() async throws { try await command("zookeeper kill") }
    /// SIGSTOP to ZooKeeper.
    public func freezeZooKeeper() async throws { try await command("zookeeper freeze") }
    /// SIGCONT to ZooKeeper.
    public func thawZooKeeper() async throws { try await command("zookeeper thaw") }
    /// Starts ZooKeeper after a kill, on its port and data; returns when it answers.
    public func startZooKeeper() async throws { try await command("zookeeper start") }

    /// Every server's process and state, ZooKeeper first.
    public func processes() async throws -> [ServerProcess] {
        try await command("pids").processes ?? []
    }

    /// Ends everything; returns when no process and no file is left.
    public func quit() async throws {
        try await command("quit")
        let fixture = fixture
        try await onOwnThread { fixture.waitUntilGone() }
    }

    @discardableResult
    private func command(_ line: String) async throws -> Answer {
        let fixture = fixture
        return try await onOwnThread {
            let answer = try JSONDecoder().decode(Answer.self, from: fixture.ask(line))
            guard answer.ok else { throw FixtureError(description: "\(line): \(answer.error ?? "failed")") }
            return answer
        }
    }
}

/// What the fixture could not do, in its words.
public struct FixtureError: Error, CustomStringConvertible {
    /// The command and the reason.
    public let description: String
}
