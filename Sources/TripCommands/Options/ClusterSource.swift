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
        if let clientConfig { all = try ClientSetting.parse(file: context.readFile(clientConfig), named: clientConfig) }
        for text in settings { all.append(try ClientSetting.parse(text)) }
        let choice = BootstrapChoice(
            bootstrap: bootstrap, bootstrapVariable: context.environment("TRIPCTL_BOOTSTRAP"), host: host,
            bootstrapSetting: all.last { $0.name == "bootstrap.servers" || $0.name == "metadata.broker.list" }?.value,
            hostVariable: context.environment("KAFKA_HOST"))
        return Connection(bootstrap: try choice.addresses(), settings: all, deadline: deadline)
    }
}
