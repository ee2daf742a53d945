internal import CRdKafka
public import TripCore
internal import TripSystem

/// A Kafka cluster, asked through librdkafka: ``TripCore/ClusterPort`` over a few short-lived handles.
///
/// `@unchecked Sendable`: what is not constant is behind monitors.
public final class KafkaCluster: ClusterPort, @unchecked Sendable {
    private let currentDeadline: Monitor<Deadline>
    let connection: Connection
    /// The handle for everything that needs no group id.
    let client: Client
    /// Where the brokers listen, by the newest metadata.
    let addresses = Monitor<[Int32: Address]>([:])
    /// The handle that reads commits. It has a group id: a handle that has none crashes when a coordinator has just
    /// moved. One that has makes a brand-new cluster create `__consumer_offsets`, so it is given an address only once
    /// that topic is known to exist.
    private let commitsHandle: StandbyClient
    /// The handle that reads records.
    private let recordsHandle: StandbyClient

    /// Files that may be open: enough for a few thousand brokers.
    private static let openFiles = 65_536

    /// Starts dialling.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    public init(_ connection: Connection) throws(Failure) {
        // Each broker takes a socket and a pipe of each handle, and there are up to three handles.
        Machine.raiseFileLimit(to: Self.openFiles)
        self.connection = connection
        currentDeadline = Monitor(connection.deadline)
        commitsHandle = StandbyClient(settings: connection.settings, own: ["group.id": "tripctl"])
        recordsHandle = StandbyClient(settings: connection.settings, own: Self.fetchSettings)
        client = try Client(ClientConfiguration(bootstrap: connection.bootstrap, settings: connection.settings))
    }

    /// The library that this program runs with.
    public static var library: ClientLibrary {
        let conf = Native<ConfKind>(owning: rd_kafka_conf_new())
        let features = conf.withPointer { conf in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
                var size = buffer.count
                buffer.initialize(repeating: 0)
                rd_kafka_conf_get(conf, "builtin.features", buffer.baseAddress, &size)
                return buffer.baseAddress.map { String(cString: $0) } ?? ""
            }
        }
        return ClientLibrary(
            version: String(cString: rd_kafka_version_str()), features: features.split(separator: ",").map(String.init))
    }

    /// The deadline of the whole command, or of this round of it.
    public var deadline: Deadline { currentDeadline.read { $0 } }

    /// Puts another deadline in the place of the first.
    public func renew(_ deadline: Deadline) { currentDeadline.change { $0 = deadline } }

    /// Destroys the handles, once the questions under way are over.
    public func close() {
        client.close()
        commitsHandle.close()
        recordsHandle.close()
    }

    /// The cluster as one broker describes it: full metadata, which also fills librdkafka's cache, so that later
    /// questions need no round trip for it.
    public func metadata() throws(Failure) -> ClusterMetadata {
        let metadata = try client.metadata(until: deadline)
        addresses.change { addresses in
            addresses = Dictionary(
                metadata.brokers.map { ($0.id, $0.endpoint) }, uniquingKeysWith: { $1 })
        }
        return metadata
    }

    /// What came of dialling the listeners, which began when the handle did.
    public func reach(of brokers: [ListedBroker]) -> [Int32: Reach] {
        let patience = deadline.patience
        let mute = unconfirmed(brokers)
        return Dictionary(
            brokers.map { broker in
                guard !mute.contains(broker.id) else { return (broker.id, .silent(reason: "it has stopped answering")) }
                return (broker.id, reach(of: broker.endpoint, until: patience))
            }, uniquingKeysWith: { $1 })
    }

    /// Asks the brokers whose last answer is too old to count, as in a later round of a watch, and returns those that
    /// do not answer.
    private func unconfirmed(_ brokers: [ListedBroker]) -> Set<Int32> {
        let stale = client.board.change { board in
            brokers.filter { broker in
                guard board[broker.endpoint]?.isStale ?? false else { return false }
                board.note(at: broker.endpoint) { $0.forgetLatency() }
                return true
            }.map(\.id)
        }
        guard !stale.isEmpty else { return [] }
        return Set(zip(stale, answers(to: stale.map(signOfLife))).filter { $1.failure?.kind == .timedOut }.map(\.0))
    }

    /// The bootstrap addresses that have never been up and are no listed broker's.
    public func bootstrapProblems(beside brokers: [ListedBroker]) -> [AddressProblem] {
        let listed = Set(brokers.map(\.endpoint.folded))
        let others = connection.bootstrap.filter { !listed.contains($0.folded) }
        // The answer came through another: these are given a moment, and not the whole of the patience.
        let moment = deadline.patience.capped(at: .milliseconds(300))
        _ = client.board.wait(until: moment) { board in
            others.allSatisfy { board[$0].map { $0.wasUp || $0.hasRefused } ?? false } ? true : nil
        }
        return client.board.read { board in board.problems(of: others.filter { !(board[$0]?.wasUp ?? false) }) }
    }

    /// What came of dialling an address; silence when patience ends without a word.
    func reach(of address: Address, until patience: Deadline) -> Reach {
        client.reach(of: address, until: patience)
            ?? .silent(reason: client.board.read { ($0[address] ?? Entry()).silence })
    }

    /// Whether a broker can be asked: `nil` while that is not known yet, and the failure once it is known not to be.
    func readiness(of broker: Int32, doing: String) -> Answer<Void>? {
        guard let address = addresses.read({ $0[broker] }) else {
            return .failure(Failure(.unreachable, doing: doing, reason: "broker \(broker) is not in the cluster"))
        }
        switch client.board.read({ $0[address]?.reach }) {
        case .answers?: return .success(())
        case .refuses(let reason)?: return .failure(unreachable(broker, doing, reason, .unreachable))
        case .silent?, nil:
            guard deadline.patience.hasPassed else { return nil }
            let reason = client.board.read { ($0[address] ?? Entry()).silence }
            return .failure(unreachable(broker, doing, reason, .timedOut))
        }
    }

    /// A broker that answers: the first to do so, where none does yet. `nil` when none is going to.
    var anyLiveBroker: Int32? {
        let addresses = addresses.read { $0 }.sorted { $0.key < $1.key }
        return client.board.wait(until: deadline.patience) { board -> Int32?? in
            if let live = addresses.first(where: { board[$0.value]?.reach?.isUp ?? false }) { return live.key }
            return addresses.allSatisfy { board[$0.value]?.hasRefused ?? false } ? .some(nil) : nil
        } ?? nil
    }

    private func unreachable(_ broker: Int32, _ doing: String, _ reason: String, _ kind: Failure.Kind) -> Failure {
        Failure(
            kind, doing: doing, reason: "broker \(broker) cannot be reached: \(reason)",
            hint: "`tripctl brokers` shows who answers")
    }

    /// Makes the handle that reads commits while the first questions are under way.
    public func expectCommits(ofOneGroup isOne: Bool) { commitsHandle.prepare(isSparse: isOne) }

    /// Starts the handle that reads records and has it learn who leads what. Begun only once the other questions are
    /// over, that could take longer than brokers that say nothing have left of the time.
    public func expectRecords() {
        Threads.start { [self] in
            do throws(Failure) {
                let client = try clientForRecords()
                _ = client.holding { _ = try? client.metadata(until: deadline) }
            } catch {
                // Reading the records meets the same, and says it.
            }
        }
    }

    /// The handle that reads commits.
    func clientForCommits(near broker: Int32?) throws(Failure) -> Client {
        // One address is enough, and with a single one the second-long stall of admin calls does not happen.
        let near = addresses.read { addresses in broker.flatMap { addresses[$0] } }
        return try commitsHandle.client(from: near.map { [$0] } ?? connection.bootstrap, until: deadline)
    }

    /// The handle that reads records.
    func clientForRecords() throws(Failure) -> Client {
        let listed = addresses.read { Array($0.values) }
        return try recordsHandle.client(from: listed.isEmpty ? connection.bootstrap : listed, until: deadline)
    }
}
