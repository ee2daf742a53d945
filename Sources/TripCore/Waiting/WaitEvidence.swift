/// What one look at a cluster found, as far as conditions are judged by it.
public struct WaitEvidence: Sendable, Equatable {
    /// The cluster; `nil` when nothing answered.
    public var snapshot: ClusterSnapshot?
    /// Why nothing answered.
    public var problem: Failure?
    /// Who runs the cluster; `nil` when that was not asked.
    public var controlPlane: ControlPlane?
    /// The groups that were asked about, by name.
    public var groups: [String: GroupLag]
    /// The verdict on the whole; `nil` when that was not asked.
    public var health: Health?

    /// What was found where something answered.
    public init(
        _ snapshot: ClusterSnapshot, controlPlane: ControlPlane? = nil, groups: [GroupLag] = [], health: Health? = nil
    ) {
        self.snapshot = snapshot
        self.controlPlane = controlPlane
        self.groups = Dictionary(groups.map { ($0.group, $0) }, uniquingKeysWith: { $1 })
        self.health = health
    }

    /// Nothing answered, for this reason.
    public init(_ problem: Failure) {
        self.problem = problem
        groups = [:]
    }
}

/// How a condition was found.
public struct WaitState: Sendable, Equatable {
    /// The condition.
    public var condition: WaitCondition
    /// Whether it is true.
    public var holds: Bool
    /// What was seen in its place, such as `2` for `brokers=3`; `nil` when that is not known.
    public var seen: String?
    /// Why it is not true, or not known, where there is more to say than what was seen.
    public var reason: String?

    /// Whether it is true for want of anything that could be otherwise: every partition of none. For a moment after a
    /// start a broker names the others and no topic, so this is to be believed only when it lasts.
    public var isVacuous: Bool

    /// A state.
    public init(
        _ condition: WaitCondition, holds: Bool, seen: String?, reason: String? = nil, isVacuous: Bool = false
    ) {
        self.condition = condition
        self.holds = holds
        self.seen = seen
        self.reason = holds ? nil : reason
        self.isVacuous = isVacuous
    }

    /// The condition and what is known of it: `brokers=3 (2: broker 3 is no longer listed)`. Escape before showing.
    public var words: String {
        switch (seen, reason) {
        case (nil, nil): condition.text
        case (let seen?, nil): "\(condition.text) (\(seen))"
        case (nil, let reason?): "\(condition.text) (unknown: \(reason))"
        case (let seen?, let reason?): "\(condition.text) (\(seen): \(reason))"
        }
    }
}

extension WaitCondition {
    /// How the condition was found.
    public func state(in evidence: WaitEvidence) -> WaitState {
        guard let snapshot = evidence.snapshot else {
            return unknown(evidence.problem?.shortReason ?? "nobody was asked")
        }
        switch demand {
        case .brokers(let count, let orMore): return brokers(count, orMore: orMore, snapshot)
        case .fullISR: return fullISR(snapshot)
        case .topic(let name): return topic(name, snapshot)
        case .lag(let group, let bound): return lag(evidence.groups[group], bound)
        case .age(let group, let bound): return age(evidence.groups[group], bound)
        case .health(let worst):
            guard let health = evidence.health else { return unknown("nobody was asked") }
            let verdict = health.verdict
            let telling = health.findings.first { Verdict($0.severity) == verdict }
            return WaitState(
                self, holds: verdict <= worst, seen: verdict.rawValue, reason: telling?.sentence)
        case .controller: return controller(evidence.controlPlane, snapshot)
        }
    }

    private func unknown(_ reason: String?) -> WaitState { WaitState(self, holds: false, seen: nil, reason: reason) }

    private func brokers(_ count: Int, orMore: Bool, _ snapshot: ClusterSnapshot) -> WaitState {
        let listed = snapshot.metadata.brokers.map(\.id)
        let up = listed.count { snapshot.reach(of: $0)?.isUp ?? false }
        // One that says nothing may be there all the same: then it is not known that there are exactly so many.
        let isSettled = listed.allSatisfy { if case .silent = snapshot.reach(of: $0) { false } else { true } }
        let away = snapshot.metadata.knownBrokers.first { snapshot.reach(of: $0)?.isUp != true }
        let reason = away.map { "broker \($0) \(PartitionJudgement.condition(of: $0, in: snapshot))" }
        return WaitState(
            self, holds: orMore ? up >= count : up == count && isSettled, seen: String(up), reason: reason)
    }

    private func fullISR(_ snapshot: ClusterSnapshot) -> WaitState {
        if let topic = snapshot.metadata.topics.first(where: { $0.problem != nil }) {
            return unknown("topic \(topic.name) could not be read: \(topic.problem ?? "")")
        }
        let all = snapshot.metadata.topics.flatMap { topic in topic.partitions.map { (topic.name, $0) } }
        let short = all.filter { !$0.1.isFull(in: snapshot) }
        let reason = short.first.map { topic, partition in
            let live = partition.replicas.count {
                partition.inSync.contains($0) && snapshot.reach(of: $0)?.isUp == true
            }
            return "topic \(topic) partition \(partition.partition): \(live) of \(partition.replicas.count) in sync"
        }
        return WaitState(
            self, holds: short.isEmpty, seen: "\(all.count - short.count) of \(all.count.counted("partition"))",
            reason: reason, isVacuous: all.isEmpty)
    }

    private func topic(_ name: String, _ snapshot: ClusterSnapshot) -> WaitState {
        guard let topic = snapshot.metadata.topic(name) else {
            let near = NearNames.of(name, in: snapshot.metadata.topics.map(\.name))
            return WaitState(
                self, holds: false, seen: "absent",
                reason: near.isEmpty ? nil : "there is \(near.inWords())")
        }
        if let problem = topic.problem { return unknown(problem) }
        let led = topic.partitions.count { $0.leader.flatMap { snapshot.reach(of: $0) }?.isUp ?? false }
        let count = topic.partitions.count
        return WaitState(self, holds: count > 0 && led == count, seen: "\(led) of \(count.counted("partition")) led")
    }

    private func lag(_ group: GroupLag?, _ bound: Bound<Int64>) -> WaitState {
        guard let group else { return unknown("nobody was asked") }
        let total = group.total
        guard let lag = total.lag, total.isComplete, !group.partitions.isEmpty else {
            return unknown(group.gap(of: \.lag, why: \.reason))
        }
        return WaitState(self, holds: bound.allows(lag), seen: String(lag))
    }

    private func age(_ group: GroupLag?, _ bound: Bound<Duration>) -> WaitState {
        guard let group else { return unknown("nobody was asked") }
        let total = group.total
        guard let seconds = total.age, total.isComplete, total.isAgeComplete, !group.partitions.isEmpty else {
            return unknown(group.gap(of: \.age) { $0.ageReason ?? $0.reason })
        }
        let age = Duration.seconds(seconds)
        return WaitState(self, holds: bound.allows(age), seen: TimeSpan.words(age))
    }

    private func controller(_ plane: ControlPlane?, _ snapshot: ClusterSnapshot) -> WaitState {
        switch plane {
        case nil: return unknown("nobody was asked")
        case .unknown(let reason)?: return unknown(reason)
        case .kraft?: return WaitState(self, holds: true, seen: "KRaft")
        case .zooKeeper(nil)?: return WaitState(self, holds: false, seen: "none")
        case .zooKeeper(let id?)?:
            return WaitState(
                self, holds: snapshot.reach(of: id)?.isUp ?? false, seen: "broker \(id)",
                reason: "it \(PartitionJudgement.condition(of: id, in: snapshot))")
        }
    }
}

extension PartitionMetadata {
    /// Whether every replica is in sync and answers, the leader among them.
    fileprivate func isFull(in snapshot: ClusterSnapshot) -> Bool {
        guard let leader, snapshot.reach(of: leader)?.isUp ?? false else { return false }
        return replicas.allSatisfy { inSync.contains($0) && snapshot.reach(of: $0)?.isUp ?? false }
    }
}

extension GroupLag {
    /// Why a total is not known. A group that reads and has committed nothing yet has no lag: it is about to.
    fileprivate func gap<Value>(
        of value: KeyPath<PartitionLag, Value?>, why: (PartitionLag) -> String?
    ) -> String {
        if state == .notFound {
            return "the group does not exist" + (nearNames.isEmpty ? "" : "; there is \(nearNames.inWords())")
        }
        if let problem { return problem.reason }
        guard let row = partitions.first(where: { $0[keyPath: value] == nil }) else {
            return partitions.isEmpty ? "the group reads and has committed nothing yet" : "a part is not known"
        }
        return "topic \(row.at.topic) partition \(row.at.partition)" + (why(row).map { ": \($0)" } ?? "")
    }
}

extension Failure {
    /// The reason in a few words: of many addresses, how the first refuses.
    fileprivate var shortReason: String {
        guard kind == .unreachable, let first = addresses.first else { return reason }
        return "\(first.address): \(first.reason)"
    }
}
