/// What is known before anything is started, and what it means: everything that stands in the way, all at once.
public struct Preflight: Sendable {
    /// What the cluster is to be.
    public var settings: DeploymentSettings
    /// What is to be done about it.
    public var plan: UpPlan
    /// The rendered file.
    public var file: ComposeFile
    /// The cluster as it is.
    public var deployment: Deployment
    /// Every container of the engine.
    public var containers: [ListedContainer]
    /// Who listens on the ports that the file publishes.
    public var listeners: [Int: [PortListener]]
    /// The names of the engine's volumes; `nil` when nobody needed to look.
    public var volumes: [String]?
    /// Whose data the brokers' volumes hold, by service; none where this user may not look, or nobody needed to.
    public var brokerData: [String: BrokerData]
    /// The compose program; `nil` when there is none.
    public var compose: ComposeProgramKind?
    /// What the engine says of its machine; `nil` when it does not say, or nobody needed to ask.
    public var machine: EngineInformation?
    /// Bytes free where the engine keeps its data; `nil` when that is not known here.
    public var freeSpace: Int64?
    /// The addresses of this machine.
    public var ownAddresses: [String]
    /// The addresses behind the host; `nil` when nobody needed to look it up.
    public var hostAddresses: [String]?

    /// What is known.
    public init(
        settings: DeploymentSettings, plan: UpPlan, file: ComposeFile, deployment: Deployment,
        containers: [ListedContainer] = [], listeners: [Int: [PortListener]] = [:], volumes: [String]? = nil,
        brokerData: [String: BrokerData] = [:], compose: ComposeProgramKind? = nil, machine: EngineInformation? = nil,
        freeSpace: Int64? = nil,
        ownAddresses: [String] = [], hostAddresses: [String]? = nil
    ) {
        self.settings = settings
        self.plan = plan
        self.file = file
        self.deployment = deployment
        self.containers = containers
        self.listeners = listeners
        self.volumes = volumes
        self.brokerData = brokerData
        self.compose = compose
        self.machine = machine
        self.freeSpace = freeSpace
        self.ownAddresses = ownAddresses
        self.hostAddresses = hostAddresses
    }

    /// What makes starting impossible or unwise.
    public var refusals: [Finding] {
        guard !plan.isEmpty || deployment.isForeign else { return [] }
        return ownershipFindings + composeFindings + PortCheck(self).findings + VolumeCheck(self).findings
    }

    /// What a person should expect, and what stops nothing: the verdict stays as it is.
    public var notices: [Finding] { plan.isEmpty ? [] : machineFindings + hostFindings }

    /// Whose containers have the names that the cluster needs.
    private var ownershipFindings: [Finding] {
        if let foreign = ForeignProject(deployment) { return [foreign.inTheWay(of: file)] }
        return deployment.strangers.map { stranger in
            let owner = stranger.project.map { "project \($0)" } ?? "no compose project"
            return Finding(
                .nameTaken, .warning, .container(stranger.name),
                "\(stranger.name) is the name of a container of \(owner), made from \(stranger.image)",
                hint: "remove or rename it if you can do without: `docker rename \(stranger.name) old-\(stranger.name)`"
            )
        }
    }

    private var composeFindings: [Finding] {
        guard let compose else { return [.composeMissing] }
        let made = deployment.containers.values.compactMap(\.composeVersion)
        let old = made.filter { $0.hasPrefix("1.") }
        let isOld = if case .standalone = compose { true } else { false }
        guard isOld ? old.count < made.count : !old.isEmpty else { return [] }
        let (theirs, ours) = isOld ? ("a newer Compose", "Compose 1") : ("Compose 1", "a newer Compose")
        return [
            Finding(
                .composeMixed, .warning, .cluster,
                "the containers were made by \(theirs), and \(ours) would make every one of them anew, ZooKeeper first",
                hint: "`tripctl down` removes them and keeps the records; then `tripctl up`")
        ]
    }

    /// The page's numbers: 2 processors, 8 GB of memory, 50 GB of disk.
    private var machineFindings: [Finding] {
        guard let machine else { return [] }
        var short: [String] = []
        if machine.processors < 2 {
            short.append("\(machine.processors.counted("processor")) instead of 2: a start takes minutes")
        }
        // A machine sold with 8 GB shows a little less.
        if machine.memory < 7_500_000_000 {
            short.append(
                "\(ServiceDifference.gigabytes(machine.memory)) of memory instead of 8: containers may be killed under load"
            )
        }
        if let freeSpace, freeSpace < 50_000_000_000 {
            short.append(
                "\(ServiceDifference.gigabytes(freeSpace)) of free disk instead of 50: seven days of records may not fit"
            )
        }
        return short.isEmpty
            ? []
            : [
                Finding(
                    .machineSmall, .info, .cluster, "the engine's machine has " + short.joined(separator: "; it has "))
            ]
    }

    private var hostFindings: [Finding] {
        let host = settings.host
        guard !host.isLoopback, let hostAddresses else { return [] }
        let own = ownAddresses.compactMap { InternetAddress($0) }
        if hostAddresses.contains(where: { InternetAddress($0).map { own.contains($0) } ?? false }) { return [] }
        let what =
            hostAddresses.isEmpty
            ? "\(host.text) is no name that this machine can look up" : "\(host.text) is no address of this machine"
        return [
            Finding(
                .hostOfAnother, .info, .cluster,
                "\(what), and clients are told to call it: right for a public address that leads here, wrong for a slip",
                hint: ownAddresses.contains { InternetAddress($0).map { !$0.isLoopback } ?? false }
                    ? "this machine's addresses: \(ownAddresses.filter { InternetAddress($0)?.isLoopback == false }.inWords(limit: 5))"
                    : nil)
        ]
    }
}

extension Finding {
    /// No compose program was found.
    public static let composeMissing = Finding(
        .composeMissing, .warning, .cluster,
        "Compose is missing: neither `docker compose` nor `docker-compose` is there",
        hint: "install the plugin, such as with `sudo apt-get install docker-compose-plugin`")
}

extension ServiceDifference {
    /// Bytes in gigabytes, as machines are sold.
    static func gigabytes(_ bytes: Int64) -> String {
        let tenths = (bytes + 50_000_000) / 100_000_000
        return tenths % 10 == 0 ? "\(tenths / 10) GB" : "\(tenths / 10).\(tenths % 10) GB"
    }
}
