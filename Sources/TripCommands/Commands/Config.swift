internal import ArgumentParser
internal import TripCore

/// `tripctl config`.
struct Config: TripCommand {
    static let path = "config"
    static let configuration = CommandConfiguration(
        abstract: "Print the recommended settings of a producer or a consumer.",
        discussion: """
            Asks nobody: the addresses are those of -b, TRIPCTL_BOOTSTRAP, --host or KAFKA_HOST, and with --inside \
            those of the Docker network.

            EXAMPLES:
              tripctl config producer
              tripctl config consumer --group tripclick-consumer --as python
              tripctl config consumer --inside --as librdkafka > consumer.conf
            """)

    @Argument(help: "The client.")
    var client: ClientConfig.Client

    @Flag(help: "For a client inside the Docker network.")
    var inside = false

    @Option(name: .customLong("as"), help: ArgumentHelp("The form of the settings.", valueName: "format"))
    var format: ClientConfig.Format = .properties

    @Option(help: ArgumentHelp("The consumer's group. (default: tripclick-consumer)", valueName: "group"))
    var group: String?

    @Option(help: ArgumentHelp("The name that the client gives itself.", valueName: "name"))
    var clientId: String?

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) { _ = try settings(bootstrap: "localhost:9092") }

    func report(in session: Session) throws(Failure) -> Report {
        let outside = session.connection.bootstrap.map(\.description).joined(separator: ",")
        let bootstrap = inside ? ClientConfig.insideBootstrap : outside
        let settings = try settings(bootstrap: bootstrap)
        if inside, session.options.namesCluster { tellOfUnused(session) }
        let text = settings.text(as: format)
        return Report(
            data: [
                "client": .string(client.rawValue), "bootstrap": .string(bootstrap),
                "settings": .array(
                    settings.settings(as: format).map {
                        ["name": .string($0.name), "value": .string($0.value), "why": .string($0.why)]
                    }),
            ],
            view: [.verbatim(text)],
            quiet: settings.lines(as: format))
    }

    /// The options that name the cluster are taken everywhere, but with `--inside` they change nothing, and who gave one
    /// has to know.
    private func tellOfUnused(_ session: Session) {
        let option = common.bootstrap == nil ? "--host" : "-b"
        session.context.writeError(
            "tripctl: \(option) changes nothing with --inside: clients in the Docker network start from "
                + "\(ClientConfig.insideBootstrap)\n")
    }

    private func settings(bootstrap: String) throws(Failure) -> ClientConfig {
        try ClientConfig(client, bootstrap: bootstrap, group: group, clientID: clientId)
    }
}
