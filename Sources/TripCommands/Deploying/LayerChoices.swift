internal import ArgumentParser
internal import TripCore

/// What a person may choose about the cluster, beside the host.
struct LayerChoices: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Where the brokers' ports are published. (default: this machine alone when the host is, else everywhere)",
            valueName: "address"))
    var bind: String?

    @Flag(help: "Publish Kafka UI beyond this machine. It has no password.")
    var exposeUi = false

    @Flag(help: "Publish ZooKeeper beyond this machine. It has no password.")
    var exposeZookeeper = false

    @Flag(help: "Leave Kafka UI out.")
    var noUi = false

    @Option(help: ArgumentHelp("Take the images from this registry or mirror.", valueName: "prefix"))
    var registry: String?

    init() {}

    /// What was given, read and checked.
    ///
    /// - Throws: `usage`, naming the option.
    func given(host: String?) throws(Failure) -> GivenSettings {
        if noUi, exposeUi {
            throw Failure(
                .usage, doing: "use --expose-ui with --no-ui", reason: "what is left out cannot be exposed",
                hint: "leave one of them out")
        }
        let host: HostName? = if let host { try HostName.parse(host) } else { nil }
        let bind: BindAddress? = if let bind { try BindAddress.parse(bind) } else { nil }
        let registry: String? = if let registry { try RegistryPrefix.parse(registry) } else { nil }
        return GivenSettings(
            host: host, bind: bind, exposesUI: exposeUi, exposesZooKeeper: exposeZookeeper, hasUI: !noUi,
            registry: registry)
    }
}

/// The settings that a command line gives; `nil` for what it leaves open.
struct GivenSettings: Sendable {
    /// `--host`.
    var host: HostName?
    /// `--bind`.
    var bind: BindAddress?
    /// `--expose-ui`.
    var exposesUI = false
    /// `--expose-zookeeper`.
    var exposesZooKeeper = false
    /// Without `--no-ui`.
    var hasUI = true
    /// `--registry`.
    var registry: String?

    /// The settings of the cluster to be: what is given, else the environment's host, else what is there, else what is
    /// safe; and who named the host.
    ///
    /// - Throws: `usage` for a KAFKA_HOST that is none, or a bind address where the host does not lead.
    func settings(
        hostVariable: String?, inPlace: SettingsInPlace
    ) throws(Failure) -> (settings: DeploymentSettings, hostSource: String) {
        var host = HostName.localhost
        var source = "default"
        if let given = self.host {
            (host, source) = (given, "--host")
        } else if let hostVariable, !hostVariable.isEmpty {
            (host, source) = (try HostName.parse(hostVariable, source: "KAFKA_HOST"), "KAFKA_HOST")
        } else if let there = inPlace.host {
            (host, source) = (there, "the cluster that is there")
        }
        // Another host asks for another bind address, unless one is given; so does one that never led to the old.
        let keptBind = host == inPlace.host ? inPlace.usableBind : nil
        let settings = try DeploymentSettings(
            host: host, bind: bind ?? keptBind, exposesUI: exposesUI || inPlace.exposesUI,
            exposesZooKeeper: exposesZooKeeper || inPlace.exposesZooKeeper, hasUI: hasUI,
            registry: registry ?? inPlace.registry)
        return (settings, source)
    }
}
