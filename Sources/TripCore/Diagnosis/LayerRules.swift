/// What shows only when services are looked at together.
enum LayerRules {
    /// A rule about the cluster as a whole.
    struct Rule: Sendable {
        /// What it looks for.
        let name: String
        /// The symptoms; none when it is not there.
        let look: @Sendable (LayerEvidence, [ServiceView]) -> [Symptom]
    }

    /// Nothing of the cluster is there.
    static let noCluster = Symptom(
        Finding(
            .noCluster, .critical, .cluster, "there is no cluster on this engine", hint: "`tripctl up` starts one"),
        .upHeals)

    /// The rules.
    static let all = [
        Rule(name: "another project") { evidence, _ in
            guard let project = evidence.project, project != MessagingLayer.project else { return [] }
            return [
                Symptom(
                    Finding(
                        .foreignProject, .warning, .cluster,
                        "the cluster belongs to the compose project \(project), which tripctl did not start",
                        hint: "`tripctl up` says how to move it over, and what that would lose"), .needsPerson)
            ]
        },
        Rule(name: "ZooKeeper down", look: zooKeeper),
        Rule(name: "records gone", look: recordsGone),
        Rule(name: "cut apart") { _, views in FetchErrors.symptoms(views) },
        Rule(name: "one address twice") { _, views in
            var owners: [Address: ServiceView] = [:]
            return views.compactMap { view in
                guard view.broker != nil, let address = view.container.externalAddress else { return nil }
                guard let owner = owners[address] else {
                    owners[address] = view
                    return nil
                }
                let other = owner.broker.map { "broker \($0.id)" } ?? owner.name
                return AddressRules.twice(view, address.description, other: other)
            }
        },
        Rule(name: "different hosts", look: hostsDiffer),
        Rule(name: "orphans") { evidence, _ in
            // In somebody else's project, the other containers are theirs.
            guard evidence.project == MessagingLayer.project else { return [] }
            return evidence.orphans.map { container in
                Symptom(
                    Finding(
                        .orphan, .warning, .container(container.name), "\(container.name) comes from an older file",
                        hint: "`docker rm -f \(container.name.shellWord)` removes it, once nobody needs it"),
                    .harmless)
            }
        },
    ]

    /// How long ZooKeeper may take to serve, in milliseconds.
    private static let zooKeeperPatience: Int64 = 30_000

    private static func zooKeeper(_ evidence: LayerEvidence, _ views: [ServiceView]) -> [Symptom] {
        guard let view = views.first(where: { $0.name == MessagingLayer.zooKeeper }) else { return [] }
        let hasBroker = views.contains { $0.broker != nil && $0.container.state == .running }
        let what =
            "\(view.container.name) is down: "
            + (hasBroker
                ? "writes go on, topics cannot be created and no leader is elected" : "no broker starts without it")
        guard view.container.state == .running else {
            return [view.symptom(.zooKeeperDown, .critical, what, hint: "`tripctl up` starts it", .upHeals)]
        }
        guard let reason = evidence.zooKeeper.reason else { return [] }
        if let age = view.age, age < zooKeeperPatience {
            return [
                view.symptom(
                    .zooKeeperDown, .warning, "\(view.container.name) does not serve yet: \(reason)",
                    hint: "wait: it takes 2 to 10 seconds to start", .passes)
            ]
        }
        if case .refuses = evidence.zooKeeper {
            return [
                view.symptom(
                    .zooKeeperDown, .critical, "\(what): \(reason)",
                    hint: "`tripctl logs zookeeper` shows why; `tripctl restart zookeeper` starts it afresh",
                    .needsPerson)
            ]
        }
        return [
            view.symptom(
                .zooKeeperDown, .unknown, "whether ZooKeeper serves is not known: \(reason)",
                hint: "`tripctl logs zookeeper` shows what it does", .needsPerson)
        ]
    }

    /// A broker says at its start when its data folder is new. Topics that are there all the same come from ZooKeeper,
    /// whose partitions begin offline then; those of a new cluster never do, and folders that were kept are not new.
    /// One new folder is a broker that copies from the others; each partition has two replicas.
    ///
    /// A partition that was made since, and goes offline later, is not remembered: a controller whose session ZooKeeper let
    /// expire begins again, and may know one broker alone.
    ///
    /// Brokers that all register before the controller begins find no partition offline. Then it shows in the epoch with
    /// which a new folder's broker leads from offset 0: that of a new topic is 0.
    private static func recordsGone(_ evidence: LayerEvidence, _ views: [ServiceView]) -> [Symptom] {
        let started = views.filter { view in
            view.broker != nil && view.age.map { $0 < ServiceEvidence.startMemory } ?? false
        }
        let new = started.filter { $0.line(holding: ["No meta.properties file under dir "]) != nil }
        guard new.count >= 2 else { return [] }
        let offline = started.flatMap { view in
            view.lines.compactMap {
                $0.text.between("failed to change state for partition ", " from OfflinePartition to OnlinePartition")
            }
        }
        let remembers = !offline.isEmpty && !started.reduce(into: Set(offline)) { $0.subtract(made($1)) }.isEmpty
        guard remembers || new.contains(where: leadsFromOldEpoch) else { return [] }
        return [
            Symptom(
                Finding(
                    .recordsGone, .critical, .cluster,
                    "topics are remembered, their records are gone: "
                        + "\(new.map(\.container.name).inWords()) started with empty data folders",
                    hint: "if the brokers' volumes still exist elsewhere, stop writing and restore them"), .needsPerson)
        ]
    }

    /// The partitions that a broker began to lead or to copy when they were new: with epoch 0, from offset 0.
    /// `[Broker id=2] Follower tripclick-logs-0 starts at leader epoch 0 from offset 0 with partition epoch 0 …`
    private static func made(_ view: ServiceView) -> [String] {
        linesOfThisRun(view).compactMap { line in
            guard line.text.utf8.hold(" starts at leader epoch 0 from offset 0 ") else { return nil }
            let role = ["] Leader ", "] Follower "].first { line.text.utf8.hold($0) }
            return role.flatMap { line.text.between($0, " ") }
        }
    }

    /// A broker's log since its start.
    private static func linesOfThisRun(_ view: ServiceView) -> [LogLine] {
        let start = view.container.startedAt ?? .min
        let log = view.evidence.service(view.name)?.log ?? []
        return log.filter { line in line.time.map { $0 / 1_000_000 >= start } ?? true }
    }

    /// Whether a broker says that it leads a partition whose leader changed before, and has none of its records:
    /// `[Broker id=1] Leader tripclick-logs-2 with topic id Some(…) starts at leader epoch 5 from offset 0 with partition
    /// epoch 9, high watermark 0, ISR [1], adding replicas [] and removing replicas [] . Previous leader epoch was -1.`
    private static func leadsFromOldEpoch(_ view: ServiceView) -> Bool {
        linesOfThisRun(view).contains { line in
            guard line.text.utf8.hold("Previous leader epoch was -1"),
                let epoch = line.text.between(" starts at leader epoch ", " from offset 0 ")
            else { return false }
            return line.text.utf8.hold("] Leader ") && (Int(epoch) ?? 0) > 0
        }
    }

    private static func hostsDiffer(_ evidence: LayerEvidence, _ views: [ServiceView]) -> [Symptom] {
        var brokers: [(host: String, name: String)] = []
        for view in views where view.broker != nil {
            guard let host = view.container.externalAddress?.host else { continue }
            brokers.append((host.lowercased(), view.container.name))
        }
        if brokers.isEmpty {
            brokers = (evidence.kafka?.metadata.brokers ?? []).map { ($0.host.lowercased(), "broker \($0.id)") }
        }
        let hosts = Dictionary(grouping: brokers) { $0.host }.sorted { $0.value[0].name < $1.value[0].name }
        guard hosts.count > 1 else { return [] }
        let list = hosts.map { "\($0.key) (\($0.value.map(\.name).inWords()))" }
        return [
            Symptom(
                Finding(
                    .hostsDiffer, .warning, .cluster, "brokers advertise different hosts: \(list.inWords())",
                    hint: "`tripctl up --host HOST` finishes the change"), .upHeals)
        ]
    }
}
