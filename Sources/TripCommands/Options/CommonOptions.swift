internal import ArgumentParser
internal import TripCore

/// The options that every command takes, also where they change nothing.
struct CommonOptions: ParsableArguments, Sendable {
    @Option(
        name: [.customShort("b"), .long],
        help: ArgumentHelp(
            "Brokers to start from. (env: TRIPCTL_BOOTSTRAP; default: ports 9092, 9093 and 9094 of --host)",
            valueName: "host:port,…"))
    var bootstrap: String?

    @Option(
        help: ArgumentHelp(
            "The host that the brokers advertise. (env: KAFKA_HOST; default: localhost)", valueName: "host"))
    var host: String?

    @Option(
        name: .customShort("X"),
        help: ArgumentHelp(
            "A librdkafka setting, such as security.protocol=SASL_SSL. Repeatable.", valueName: "name=value"))
    var settings: [String] = []

    @Option(
        help: ArgumentHelp("A file of librdkafka settings, a name=value a line.", valueName: "file"),
        completion: .file())
    var clientConfig: String?

    @Option(
        help: ArgumentHelp(
            "How long the whole command may take: 500ms, 30s, 2m. "
                + "(default: 5s; topic create and delete 30s, wait 1m, up and down 2m, restart 10m)",
            valueName: "time"))
    var timeout: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The form of the report.", valueName: "format"))
    var output: OutputFormat = .table

    @Option(
        defaultAsFlag: "2s",
        help: ArgumentHelp("Ask again and again, every 2s unless an interval is given.", valueName: "interval"))
    var watch: String?

    @Option(help: ArgumentHelp("Whether to use colour. (env: NO_COLOR)", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(name: .shortAndLong, help: "Print only what a script wants: names, totals.")
    var quiet = false

    /// The options as they are by default.
    init() {}
}

extension CommonOptions {
    /// How long the command may take.
    ///
    /// - Throws: `usage` for a time that is none, or not above zero.
    func timeout(default length: Duration) throws(Failure) -> Duration {
        try Self.positive(timeout, source: "--timeout") ?? length
    }

    /// How long to wait between two rounds; `nil` when one is enough.
    ///
    /// - Throws: `usage` for a time that is none, or not above zero.
    func interval() throws(Failure) -> Duration? {
        try Self.positive(watch, source: "--watch")
    }

    /// What changes something is done once.
    ///
    /// - Throws: `usage`.
    func refuseWatch(_ command: String) throws(Failure) {
        guard watch == nil else {
            throw Failure(
                .usage, doing: "watch \(command)", reason: "it is done once",
                hint: "`tripctl status --watch` shows how it goes on")
        }
    }

    /// A length of time above zero.
    ///
    /// - Throws: `usage`, naming the option.
    static func positive(_ text: String?, source: String) throws(Failure) -> Duration? {
        guard let text else { return nil }
        let length = try TimeSpan.parse(text, source: source)
        guard length > .zero else {
            throw Failure(
                .usage, doing: "read \(source) '\(text)'", reason: "it must be above 0",
                hint: "give a number and its unit: 500ms, 30s, 2m, 1h30m, 7d")
        }
        return length
    }

    /// These options, and where they say nothing, the others; but where the cluster is, they alone say.
    func over(_ others: CommonOptions) -> CommonOptions {
        var merged = self
        merged.settings = others.settings + settings
        merged.clientConfig = clientConfig ?? others.clientConfig
        merged.timeout = timeout ?? others.timeout
        if output == .table { merged.output = others.output }
        merged.watch = watch ?? others.watch
        if color == .auto { merged.color = others.color }
        merged.quiet = quiet || others.quiet
        return merged
    }

    /// Whether the command line says where Kafka is.
    var namesCluster: Bool { bootstrap != nil || host != nil }

    /// Where the cluster is, as the command line says it.
    var source: ClusterSource {
        ClusterSource(bootstrap: bootstrap, host: host, settings: settings, clientConfig: clientConfig)
    }

    /// How the report is drawn on standard output.
    func renderOptions(in context: Context, compact: Bool) -> RenderOptions {
        RenderOptions(
            width: context.terminal.size()?.columns, color: usesColor(context.terminal.output, in: context),
            quiet: quiet,
            version: Tripctl.version, time: Double(context.now()) / 1_000, elapsed: context.elapsed(), compact: compact)
    }

    /// Whether a stream gets colour.
    func usesColor(_ isTerminal: Bool, in context: Context) -> Bool {
        color.isOn(terminal: isTerminal, noColor: context.environment("NO_COLOR"), term: context.environment("TERM"))
    }
}
