internal import ArgumentParser
internal import TripCore

/// `tripctl up`.
struct Up: TripCommand {
    static let path = "up"
    static let defaultTimeout = Duration.seconds(120)
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Start the cluster on this machine's Docker engine, and wait until it truly works.",
        discussion: """
            Looks first whether anything stands in the way, and says all of it at once. Starts what is missing or \
            stopped, mends what is paused, cut off or different, and leaves the rest alone. Then waits until three \
            brokers are registered and answer at the addresses that they advertise, and topic tripclick-logs is there \
            with a leader and all its replicas. What is not given stays as it is.

            EXAMPLES:
              tripctl up
              tripctl up --host 10.0.1.100       for clients on other machines
              tripctl up --no-topic --no-ui --timeout 3m
            """)

    @OptionGroup(title: "CLUSTER OPTIONS")
    var choices: LayerChoices

    @Flag(help: "Pull the images again, though the engine has them.")
    var pull = false

    @Flag(help: "Neither create nor check topic tripclick-logs.")
    var noTopic = false

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        _ = try choices.given(host: common.host)
        try common.refuseWatch("up")
    }

    func report(in session: Session) throws(Failure) -> Report {
        let given = try choices.given(host: common.host)
        // What contradicts itself is said before the engine is asked.
        _ = try given.settings(hostVariable: session.context.environment("KAFKA_HOST"), inPlace: SettingsInPlace(.none))
        let work = UpWork(
            session: session, given: given, pulls: pull, topic: noTopic ? nil : TopicSpec.clicks)
        return dryRun ? try work.dryRun() : try work.run()
    }
}

extension TopicSpec {
    /// The topic of the click logs as the messaging layer wants it: kept for seven days.
    static let clicks = TopicSpec(
        name: clickLogs, partitions: defaultPartitions, replicationFactor: defaultReplicationFactor,
        configs: [ConfigValue.retention: String(Duration.seconds(7 * 86_400).milliseconds)])
}
