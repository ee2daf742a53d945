internal import TripCore

/// Where a command line says the cluster is, and how to talk to it.
struct ClusterSource {
    /// `--bootstrap`.
    var bootstrap: String?
    /// `--host`.
    var host: String?
    /// `-X`, in order.
    var settings: [String]
    /// `--client-config`.
    var clientConfig: String?

    /// The connection that this comes to, with the environment's help where that is wanted.
    ///
    /// - Throws: `usage` for an address or a setting that is wrong, or a file that cannot be read.
    func connection(
        in context: Context, deadline: Deadline, withEnvironment: Bool = true
    ) throws(Failure) -> Connection {
        var all: [ClientSetting] = []
        if let clientConfig { all = try Self.settings(in: clientConfig, context) }
        for text in settings { all.append(try ClientSetting.parse(text)) }
        let choice = try BootstrapChoice(
            option: bootstrap, settings: all,
            variable: withEnvironment ? context.environment("TRIPCTL_BOOTSTRAP") : nil,
            host: host, hostVariable: withEnvironment ? context.environment("KAFKA_HOST") : nil)
        return Connection(bootstrap: choice.addresses, settings: all, deadline: deadline)
    }

    private static func settings(in file: String, _ context: Context) throws(Failure) -> [ClientSetting] {
        let text: String
        do throws(Failure) {
            text = try context.readFile(file)
        } catch {
            var failure = error
            failure.hint =
                error.hint
                ?? "--client-config names a file of name=value lines; `tripctl config consumer --as librdkafka` prints one"
            throw failure
        }
        return try ClientSetting.parse(file: text, name: file)
    }
}
