internal import ArgumentParser
internal import TripCore

/// `tripctl render`.
struct Render: TripCommand {
    static let path = "render"
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Write the compose file of the cluster for a host.",
        discussion: """
            The brokers' ports are published on the loopback address when the host is one, else on every address of \
            the machine. The UI and ZooKeeper stay on 127.0.0.1 unless they are exposed. Kafka asks for no password: \
            whoever reaches a port may read and write everything.

            EXAMPLES:
              tripctl render
              tripctl render --host 10.0.1.100 --out kafka-compose.yaml
              KAFKA_HOST=10.0.1.100 tripctl render --bind 10.0.1.100 --expose-ui
            """)

    @Option(
        help: ArgumentHelp(
            "The address that the brokers' ports are published on. (default: as few as the host allows)",
            valueName: "address"))
    var bind: String?

    @Flag(name: .customLong("expose-ui"), help: "Publish the UI for other machines too.")
    var exposeUI = false

    @Flag(name: .customLong("expose-zookeeper"), help: "Publish ZooKeeper for other machines too.")
    var exposeZooKeeper = false

    @Flag(name: .customLong("no-ui"), help: "Leave the UI out.")
    var noUI = false

    @Flag(help: "Leave KAFKA_HOST and TRIPCTL_BIND to those who start the file by hand.")
    var interpolate = false

    @Option(
        help: ArgumentHelp(
            "What stands before the images' names, such as registry.example.com:5000/mirror.", valueName: "prefix"))
    var registry: String?

    @Option(
        help: ArgumentHelp("Write this file and not standard output.", valueName: "file"), completion: .file())
    var out: String?

    @Flag(help: "With --out: replace a file that tripctl did not render.")
    var force = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        if noUI, exposeUI {
            throw Failure(
                .usage, doing: "use --expose-ui with --no-ui", reason: "what is left out cannot be exposed",
                hint: "leave one of them out")
        }
        if out == "" { throw Failure(.usage, doing: "use --out ''", reason: "a file's name is not empty") }
        if out == nil, force {
            throw Failure(
                .usage, doing: "use --force", reason: "without --out there is no file to replace",
                hint: "name it with --out, or leave --force out")
        }
        if out != nil, common.watch != nil {
            throw Failure(.usage, doing: "watch render --out", reason: "a file is written once")
        }
        _ = try settings(host: try common.host.map { text throws(Failure) in try HostName.parse(text) } ?? .localhost)
    }

    func report(in session: Session) throws(Failure) -> Report {
        let text = MessagingLayer.composeFile(for: try settings(host: try host(in: session.context))).text
        let data: JSONValue = ["compose": .string(text)]
        guard let out else {
            return Report(
                data: data, view: [.verbatim(text)],
                quiet: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
        }
        let isWritten = try write(text, to: out, in: session.context)
        return Report(
            data: data, view: [.line(isWritten ? "wrote \(out)" : "nothing to do: \(out) is as asked")], quiet: [out])
    }

    /// The host: what the command line says before what the variable says. A file that leaves the host open does so
    /// whatever this shell's variable holds, or the same command would not give the same bytes.
    private func host(in context: Context) throws(Failure) -> HostName {
        if let host = common.host { return try HostName.parse(host) }
        guard !interpolate, let host = context.environment("KAFKA_HOST"), !host.isEmpty else { return .localhost }
        return try HostName.parse(host, source: "KAFKA_HOST")
    }

    private func settings(host: HostName) throws(Failure) -> DeploymentSettings {
        try DeploymentSettings(
            host: host, bind: try bind.map { text throws(Failure) in try BindAddress.parse(text) },
            exposesUI: exposeUI, exposesZooKeeper: exposeZooKeeper, hasUI: !noUI,
            registry: try registry.map { text throws(Failure) in try RegistryPrefix.parse(text) },
            interpolates: interpolate)
    }

    /// Whether there was anything to write.
    private func write(_ text: String, to path: String, in context: Context) throws(Failure) -> Bool {
        if !force, let there = try context.peekFile(path) {
            if there == text { return false }
            guard ComposeFile.isRendered(there) else {
                throw Failure(
                    .refused, doing: "write \(path)", reason: "it is there, and tripctl did not render it",
                    hint: "choose another name, or replace it with --force")
            }
        }
        try context.replaceFile(path, text, 0o644)
        return true
    }
}
