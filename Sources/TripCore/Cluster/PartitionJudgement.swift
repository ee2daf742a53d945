/// What is to be said of one partition's replicas: the rules of `isr` and `health`.
///
/// Dialling is believed before metadata, because metadata goes on naming a dead broker as leader and in sync for about
/// 18 seconds. There is one main finding: no leader, before a leader that refuses or says nothing, before an ISR below
/// its minimum, before one copy left, before a replica out of sync. Beside it stand in-sync replicas that cannot be
/// reached, and leadership that has moved.
public struct PartitionJudgement: Sendable, Equatable {
    /// Which partition.
    public var at: TopicPartition
    /// What metadata says of it.
    public var partition: PartitionMetadata
    /// Its replicas whose brokers do not answer: they refuse, say nothing, or are no longer listed. As in the list of
    /// replicas.
    public var unreachable: [Int32]
    /// Its in-sync replicas whose brokers answer.
    public var liveInSync: [Int32]
    /// What is to be said.
    public var findings: [Finding]

    /// Judges a partition.
    ///
    /// - Parameter minISR: the topic's `min.insync.replicas`; `nil` when it is not known, and then not judged.
    public init(_ at: TopicPartition, _ partition: PartitionMetadata, in snapshot: ClusterSnapshot, minISR: Int?) {
        self.at = at
        self.partition = partition
        let everyone = partition.replicas + partition.inSync.filter { !partition.replicas.contains($0) }
        unreachable = everyone.filter { snapshot.reach(of: $0)?.isUp != true }
        liveInSync = partition.inSync.filter { snapshot.reach(of: $0)?.isUp == true }
        findings = []
        findings = main(in: snapshot, minISR: minISR) + inSyncUnreachable(in: snapshot, minISR: minISR) + moved
    }

    /// The verdict on the partition.
    public var verdict: Verdict { Verdict(of: findings) }

    /// Whether metadata gives it no leader.
    public var isOffline: Bool { partition.leader == nil }

    /// Whether a replica is out of sync. Compared as sets: while replicas are moved, the numbers alone may agree.
    public var isUnderReplicated: Bool { !outOfSync.isEmpty }

    private var outOfSync: [Int32] { partition.replicas.filter { !partition.inSync.contains($0) } }

    private var subject: Subject { .topic(at.topic, at.partition) }

    private func main(in snapshot: ClusterSnapshot, minISR: Int?) -> [Finding] {
        guard let leader = partition.leader else { return [noLeader] }
        switch snapshot.reach(of: leader) {
        case .refuses(let reason):
            return [
                Finding(
                    .leaderRefuses, .critical, subject,
                    "its leader, broker \(leader), refuses connections (\(reason)): metadata has yet to notice",
                    hint: "start broker \(leader), or wait for Kafka to elect another leader: `tripctl isr --watch`")
            ]
        case .silent(let reason):
            // Below the minimum is critical whether the leader answers or not.
            return [leaderSilent(leader, reason)] + [belowMinISR(in: snapshot, minISR: minISR)].compactMap { $0 }
        case nil:
            return [leaderSilent(leader, "Kafka does not list it")]
        case .answers:
            let finding = belowMinISR(in: snapshot, minISR: minISR) ?? shortISR(in: snapshot, minISR: minISR)
            return [finding].compactMap { $0 }
        }
    }

    private var noLeader: Finding {
        // Without a leader the ISR still names the last replica that was in sync: the one whose return brings it back.
        let last = partition.inSync.isEmpty ? partition.replicas : partition.inSync
        let text =
            partition.inSync.isEmpty
            ? "it has no leader, and no replica in sync"
            : "it has no leader; the last in sync was \(last.inWords(after: "broker"))"
        return Finding(
            .noLeader, .critical, subject, text,
            hint: last.isEmpty ? nil : "start \(last.inWords(after: "broker")), which holds its last copy in sync")
    }

    private func leaderSilent(_ leader: Int32, _ reason: String) -> Finding {
        Finding(
            .leaderSilent, .unknown, subject, "its leader, broker \(leader), does not answer: \(reason)",
            hint: "`tripctl brokers` dials it again; a longer --timeout waits longer")
    }

    private func belowMinISR(in snapshot: ClusterSnapshot, minISR: Int?) -> Finding? {
        guard let minISR, partition.inSync.count < minISR else { return nil }
        return Finding(
            .belowMinISR, .critical, subject,
            "\(inSyncWords) below min.insync.replicas \(minISR): producers with acks=all are refused"
                + absent(in: snapshot), hint: startHint(in: snapshot))
    }

    private func shortISR(in snapshot: ClusterSnapshot, minISR: Int?) -> Finding? {
        let unjudged = minISR == nil ? "; min.insync.replicas is not known" : ""
        if partition.inSync.count == 1, partition.replicas.count > 1 {
            return Finding(
                .oneCopyLeft, .warning, subject,
                "one copy left: only broker \(partition.inSync[0]) is in sync of \(partition.replicas.count) replicas"
                    + absent(in: snapshot) + unjudged, hint: startHint(in: snapshot))
        }
        guard isUnderReplicated else { return nil }
        return Finding(
            .underReplicated, .warning, subject, "under-replicated: \(inSyncWords)" + absent(in: snapshot) + unjudged,
            hint: startHint(in: snapshot))
    }

    private var inSyncWords: String {
        let count = partition.replicas.count(where: partition.inSync.contains)
        return "\(count) of \(partition.replicas.count) in sync"
    }

    /// Why the replicas that are out of sync are.
    private func absent(in snapshot: ClusterSnapshot) -> String {
        outOfSync.map { "; broker \($0) \(Self.condition(of: $0, in: snapshot))" }.joined()
    }

    private func startHint(in snapshot: ClusterSnapshot) -> String {
        let away = outOfSync.filter { snapshot.reach(of: $0)?.isUp != true }
        return away.isEmpty
            ? "a broker that has come back catches up by itself: `tripctl isr \(at.topic.shellWord) --watch`"
            : "start \(away.inWords(after: "broker"))"
    }

    /// What a broker does instead of keeping up, to follow its name.
    static func condition(of broker: Int32, in snapshot: ClusterSnapshot) -> String {
        switch snapshot.reach(of: broker) {
        case .answers: "answers and has not caught up"
        case .refuses(let reason): "refuses connections (\(reason))"
        case .silent: "does not answer"
        case nil: "is no longer listed"
        }
    }

    private func inSyncUnreachable(in snapshot: ClusterSnapshot, minISR: Int?) -> [Finding] {
        guard partition.leader != nil else { return [] }
        return partition.inSync.filter { $0 != partition.leader && unreachable.contains($0) }.map { broker in
            let isSilent = if case .silent = snapshot.reach(of: broker) { true } else { false }
            var text = "ISR says \(inSyncCount) but broker \(broker) \(Self.condition(of: broker, in: snapshot))"
            // What the ISR will be once Kafka has noticed.
            let left = liveInSync.count
            if !isSilent, let minISR, left < minISR, partition.inSync.count >= minISR {
                text += "; once Kafka notices, it is below min.insync.replicas \(minISR)"
            } else if !isSilent, left == 1 {
                text += "; once Kafka notices, one copy is left"
            }
            return Finding(
                .inSyncReplicaUnreachable, isSilent ? .unknown : .warning, subject, text,
                hint: isSilent ? "`tripctl brokers` dials it again" : "start broker \(broker)")
        }
    }

    private var inSyncCount: String { "\(partition.inSync.count)/\(partition.replicas.count)" }

    private var moved: [Finding] {
        guard let leader = partition.leader, let preferred = partition.preferredLeader, leader != preferred else {
            return []
        }
        return [
            Finding(
                .leaderMoved, .info, subject,
                "broker \(leader) leads instead of broker \(preferred), the preferred one",
                hint: "Kafka moves it back by itself within five minutes of broker \(preferred)'s return")
        ]
    }
}
