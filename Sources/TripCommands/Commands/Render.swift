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

    @Flag(help: "Leave KAFKA_HOST and TRIPCTL_BIND to those who start the file by hand.")
    var interpolate = false

    @Option(
        help: ArgumentHelp("Write this file and not standard output.", valueName: "file"), completion: .file())
    var out: String?

    @Flag(help: "With --out: replace a file that tripctl did not render.")
    var force = false

    @OptionGroup(title: "CLUSTER OPTIONS")
    var choices: LayerChoices

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        if out == "" { throw Failure(.usage, doing: "use --out ''", reason: "a file's name is not empty") }
        if out == nil, force {
            throw Failure(
                .usage, doing: "use --force", reason: "without --out there is no file to replace",
                hint: "name it with --out, or leave --force out")
        }
        if out != nil, common.watch != nil {
            throw Failure(.usage, doing: "watch render --out", reason: "a file is written once")
        }
        let given = try choices.given(host: common.host)
        _ = try settings(given, host: given.host ?? .localhost)
    }

    func report(in session: Session) throws(Failure) -> Report {
        let given = try choices.given(host: common.host)
        let host = if let host = given.host { host } else { try host(in: session.context) }
        let text = MessagingLayer.composeFile(for: try settings(given, host: host)).text
        let data: JSONValue = ["compose": .string(text)]
        guard let out else {
            return Report(
                data: data, view: [.verbatim(text)],
                quiet: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
        }
        let isWritten: Bool
        do throws(Failure) {
            isWritten = try write(text, to: out, in: session.context)
        } catch {
            var failure = error
            failure.hint = error.hint ?? "name a file with --out, in a folder that you may write to"
            throw failure
        }
        return Report(
            data: data, view: [.line(isWritten ? "wrote \(out)" : "nothing to do: \(out) is as asked")], quiet: [out])
    }

    /// The host when the command line names none. A file that leaves the host open does so whatever this shell's
    /// variable holds, or the same command would not give the same bytes.
    private func host(in context: Context) throws(Failure) -> HostName {
        guard !interpolate, let host = context.environment("KAFKA_HOST"), !host.isEmpty else { return .localhost }
        return try HostName.parse(host, source: "KAFKA_HOST")
    }

    private func settings(_ given: GivenSettings, host: HostName) throws(Failure) -> DeploymentSettings {
        try DeploymentSettings(
            host: host, bind: given.bind, exposesUI: given.exposesUI, exposesZooKeeper: given.exposesZooKeeper,
            hasUI: given.hasUI, registry: given.registry, interpolates: interpolate)
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
