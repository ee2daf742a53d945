/// One verdict on a cluster, made of checks: what `health` says.
public struct Health: Sendable, Equatable {
    /// One thing that was checked.
    public struct Check: Sendable, Equatable {
        /// What was checked: `brokers`, `controller`, `leaders`, `replication`, `min-isr`, `spread`, `group NAME`; and
        /// `topics` when one is absent or cannot be read.
        public var name: String
        /// How it is.
        public var verdict: Verdict
        /// How it is, in words: the worst of it, and how much more there is.
        public var text: String
        /// What was found.
        public var findings: [Finding]

        /// A check: the worst finding speaks for it, and the sentence where all is well.
        /// `atLeast` is for what a finding that stands with another check says already.
        init(_ name: String, _ findings: [Finding], well: String, atLeast floor: Verdict = .ok) {
            self.name = name
            self.findings = findings
            let verdict = Verdict(of: findings)
            self.verdict = max(verdict, floor)
            let worst = findings.filter { Verdict($0.severity) == verdict && verdict != .ok }
            guard let first = worst.first else {
                text = well
                return
            }
            let what =
                first.subject == .cluster || first.text.hasPrefix(first.subject.words) ? "" : "\(first.subject.words): "
            text = what + first.text + worst.othersInWords
        }
    }

    /// What was checked, in a fixed order.
    public var checks: [Check]
    /// How many brokers may still fail.
    public var faultBudget: FaultBudget
    /// The brokers.
    public var brokers: BrokersView
    /// The topics that were judged.
    public var topics: [TopicJudgement]

    /// Everything that was found, in the order of the checks.
    public var findings: [Finding] { checks.flatMap(\.findings) }

    /// The verdict: the worst check's.
    public var verdict: Verdict { checks.map(\.verdict).max() ?? .ok }

    /// Judges a cluster.
    ///
    /// - Parameters:
    ///   - minISR: each topic's `min.insync.replicas`; `nil`, or no entry, when it could not be learned.
    ///   - expected: how many brokers there should be.
    ///   - topics: the topics that have to be there, and the only ones that are judged; `nil` for all.
    ///   - mayMissTopics: whether it is well when one of them is not there.
    ///   - groups: the groups that were asked for.
    ///   - stalled: the age at which the oldest record of a group with a live member is a warning.
    ///   - thresholds: what the groups are judged by beside that.
    public init(
        _ snapshot: ClusterSnapshot, minISR: [String: Int?], controlPlane: ControlPlane, expected: Int,
        topics names: Set<String>? = nil, mayMissTopics: Bool = false, groups: [GroupLag] = [],
        stalled: Duration = .seconds(300), thresholds: LagThresholds = LagThresholds()
    ) {
        let judged = snapshot.metadata.topics.filter { names?.contains($0.name) ?? true }
        let replicas = TopicJudgement.expectedReplicas(of: expected)
        topics = judged.map { topic in
            TopicJudgement(
                topic, in: snapshot, minISR: minISR[topic.name].flatMap { $0 }, expectedReplicas: replicas)
        }
        brokers = BrokersView(snapshot, expected: expected, controlPlane: controlPlane)
        faultBudget = FaultBudget(topics.flatMap(\.partitions), minISR: minISR)
        let found = Self.brokerChecks(brokers, controlPlane)
        let absent = snapshot.metadata.absentTopics(of: (names ?? []).sorted(), mayBeMissing: mayMissTopics)
        let spread = LeaderSpread(judged, brokers: snapshot.metadata.knownBrokers).finding
        let unknown = Self.minISRUnknown(judged.filter { $0.problem == nil }.map(\.name), minISR)
        checks =
            found + Self.topicChecks(topics, absent: absent, spread: spread, minISRUnknown: unknown)
            + groups.map { Self.check($0, stalled: stalled, thresholds: thresholds) }
    }

    private static func brokerChecks(_ view: BrokersView, _ plane: ControlPlane) -> [Check] {
        let isControl = { (finding: Finding) in finding.code == .noController || finding.code == .controllerUnknown }
        let controller: String
        switch plane {
        case .kraft: controller = "KRaft, which elects its own"
        case .zooKeeper(let id): controller = id.map { "broker \($0)" } ?? "none"
        case .unknown(let reason): controller = reason
        }
        return [
            Check(
                "brokers", view.findings.filter { !isControl($0) } + [view.tooFewForReplicas].compactMap { $0 },
                well: "\(view.up) of \(max(view.expected, view.rows.count)) answer"),
            Check("controller", view.findings.filter(isControl), well: controller),
        ]
    }

    private static func topicChecks(
        _ topics: [TopicJudgement], absent: [Finding], spread: Finding?, minISRUnknown: Finding?
    ) -> [Check] {
        let all = topics.flatMap(\.findings)
        func of(_ codes: FindingCode...) -> [Finding] { all.filter { codes.contains($0.code) } }
        let short = topics.map(\.underReplicated).reduce(0, +)
        let count = topics.map(\.partitions.count).reduce(0, +).counted("partition")
        let unseen = absent + of(.topicUnreadable)
        let seen = unseen.isEmpty ? [] : [Check("topics", unseen, well: unseen.map(\.text).joined(separator: ", "))]
        return seen + [
            Check(
                "leaders", of(.noLeader, .leaderRefuses, .leaderSilent),
                well: "\(count), each led by a broker that answers"),
            Check(
                "replication", of(.underReplicated, .oneCopyLeft, .replicationBelowSpec, .inSyncReplicaUnreachable),
                well: short == 0
                    ? "every replica is in sync"
                    : "\(short.counted("partition")) without all replicas in sync, named under leaders or min-isr",
                atLeast: short == 0 ? .ok : .warning),
            Check(
                "min-isr", of(.belowMinISR) + [minISRUnknown].compactMap { $0 },
                well: "no partition is below its min.insync.replicas"),
            Check(
                "spread", [spread].compactMap { $0 } + of(.leaderMoved),
                well: Self.spreadWords(of(.leaderMoved).count)),
        ]
    }

    private static func spreadWords(_ moved: Int) -> String {
        moved == 0
            ? "preferred leaders are spread evenly enough, and lead"
            : "\(moved.counted("partition")) led by another than the preferred leader"
    }

    /// One finding for all topics whose minimum could not be read.
    private static func minISRUnknown(_ names: [String], _ minISR: [String: Int?]) -> Finding? {
        let unknown = names.filter { minISR[$0].flatMap { $0 } == nil }
        if unknown.isEmpty { return nil }
        return Finding(
            .minISRUnknown, .unknown, unknown.count == 1 ? .topic(unknown[0]) : .cluster,
            "min.insync.replicas could not be read for \(unknown.inWords(limit: 3))",
            hint: "ask again with a longer --timeout, or see that you may describe topic settings")
    }

    private static func check(_ group: GroupLag, stalled: Duration, thresholds: LagThresholds) -> Check {
        let total = group.total
        var findings = group.findings(judgedBy: thresholds)
        var well = total.lag.map { "lag \($0)" } ?? (group.state == .notFound ? "does not exist" : "lag unknown")
        if let age = total.age.map({ Duration.seconds($0) }) {
            well += ", oldest record \(TimeSpan.words(age))"
            if group.isLive, age > stalled {
                findings.append(
                    Finding(
                        .groupStalled, .warning, .group(group.group),
                        "its oldest unprocessed record is \(TimeSpan.words(age)) old, and it has a live member",
                        hint: "`tripctl lag \(group.group.shellWord) --members --for 20s` shows who stands still"))
            }
        }
        return Check("group \(group.group)", findings, well: well)
    }
}
