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

    /// The connection that this comes to, with the environment's help.
    ///
    /// - Throws: `usage` for an address or a setting that is wrong, or a file that cannot be read.
    func connection(in context: Context, deadline: Deadline) throws(Failure) -> Connection {
        var all: [ClientSetting] = []
        if let clientConfig { all = try ClientSetting.parse(file: context.readFile(clientConfig), name: clientConfig) }
        for text in settings { all.append(try ClientSetting.parse(text)) }
        let choice = try BootstrapChoice(
            option: bootstrap, settings: all, variable: context.environment("TRIPCTL_BOOTSTRAP"), host: host,
            hostVariable: context.environment("KAFKA_HOST"))
        return Connection(bootstrap: choice.addresses, settings: all, deadline: deadline)
    }
}
