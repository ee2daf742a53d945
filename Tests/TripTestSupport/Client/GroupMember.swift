import CRdKafka
import Foundation
import Synchronization

/// A consumer that is a live member of a group: it joins, consumes and stays until it is closed or deinited.
public final class GroupMember: Sendable {
    /// What it has done so far.
    public struct Progress: Sendable {
        /// Records read.
        public var consumed = 0
        /// The partitions it has been given, by topic.
        public var assigned: [String: [Int32]] = [:]
        /// The last error that librdkafka told, in its words.
        public var lastError: String?
    }

    private struct State {
        var progress = Progress()
        var order = Order.stay
        var isGone = false
    }

    private enum Order { case stay, leave, vanish }

    private let state = Mutex(State())

    /// Joins `group` in a client's cluster and subscribes to `topics`; returns at once, the joining takes its time.
    ///
    /// With `commits` it commits after each record. `session` is the session timeout in seconds, at least 6. One that is
    /// `stubborn` keeps the partitions it was first given: as soon as another member joins, the group rebalances until
    /// this one is gone. It can only vanish.
    public init(
        _ client: TestClient, group: String, topics: [String], clientID: String = "test-member",
        commits: Bool = false, session: Double = 10, stubborn: Bool = false, settings: [String: String] = [:]
    ) throws {
        var all = client.settings
        all.merge([
            "bootstrap.servers": client.bootstrap, "group.id": group, "client.id": clientID,
            "enable.auto.commit": "false", "auto.offset.reset": "earliest",
            "session.timeout.ms": String(Int(session * 1000)), "fetch.wait.max.ms": "50",
        ]) { $1 }
        all.merge(settings) { $1 }
        let handle = try Handle(
            RD_KAFKA_CONSUMER, all, destroyFlags: RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE,
            rebalance: stubborn ? keepWhatWasGiven : nil)
        rd_kafka_poll_set_consumer(handle.client)
        try withPartitionList(topics.map { PartitionOffset($0, -1, 0) }) { list in
            let code = rd_kafka_subscribe(handle.client, list)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError("join group \(group)", code) }
        }
        Thread.detachNewThread { [weak self] in
            // Nobody holds the member any more: it leaves.
            Self.consume(handle, commits: commits) { [weak self] in self?.note($0) ?? .leave }
        }
    }

    /// What it has done so far.
    public var progress: Progress { state.withLock { $0.progress } }

    /// Returns when it has been given `partitions` or more.
    public func waitForAssignment(_ partitions: Int = 1, within seconds: Double = 60) async throws {
        try await eventually("the member has \(partitions) partitions", within: seconds) {
            progress.assigned.values.map(\.count).reduce(0, +) >= partitions
        }
    }

    /// Returns when it has read `count` records or more.
    public func waitForRecords(_ count: Int, within seconds: Double = 60) async throws {
        try await eventually("the member has read \(count) records", within: seconds) { progress.consumed >= count }
    }

    /// Leaves the group as a consumer should, and returns when it has.
    public func close() async throws { try await end(.leave) }

    /// Goes without a word, as a crashed consumer does: the group keeps it until its session ends.
    public func vanish() async throws { try await end(.vanish) }

    private func end(_ order: Order) async throws {
        state.withLock { if $0.order == .stay { $0.order = order } }
        try await eventually("the member is gone") { state.withLock { $0.isGone } }
    }

    /// Notes what happened; says what to do.
    private func note(_ happening: Happening) -> Order {
        state.withLock { state in
            switch happening {
            case .record: state.progress.consumed += 1
            case .error(let text): state.progress.lastError = text
            case .assignment(let partitions): state.progress.assigned = partitions
            case .gone: state.isGone = true
            }
            return state.order
        }
    }

    private enum Happening {
        case record
        case error(String)
        case assignment([String: [Int32]])
        case gone
    }

    /// The member's thread: reads until told to end.
    private static func consume(_ handle: Handle, commits: Bool, _ tell: (Happening) -> Order) {
        var order = Order.stay
        while order == .stay {
            if let message = rd_kafka_consumer_poll(handle.client, 50) {
                if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                    if commits { rd_kafka_commit_message(handle.client, message, 0) }
                    order = tell(.record)
                } else {
                    order = tell(.error(string(rd_kafka_message_errstr(message))))
                }
                rd_kafka_message_destroy(message)
            }
            if order == .stay { order = tell(.assignment(assignment(of: handle))) }
        }
        if order == .leave { rd_kafka_consumer_close(handle.client) }
        _ = tell(.gone)
    }

    private static func assignment(of handle: Handle) -> [String: [Int32]] {
        var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard rd_kafka_assignment(handle.client, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [:] }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let elements = UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt))
        return Dictionary(grouping: elements) { string($0.topic) }.mapValues { $0.map(\.partition).sorted() }
    }
}

/// Takes partitions, and never answers when they are wanted back.
private func keepWhatWasGiven(
    _ client: OpaquePointer?, _ code: rd_kafka_resp_err_t,
    _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?, _: UnsafeMutableRawPointer?
) {
    if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS { rd_kafka_assign(client, partitions) }
}
