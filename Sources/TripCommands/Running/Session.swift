internal import TripCore

/// What one run of a command works with: its context, its options, its deadline, and the cluster once it is asked for.
final class Session {
    /// The outside.
    let context: Context
    /// The options that every command takes.
    let options: CommonOptions
    /// Where the cluster is and how to talk to it, with the deadline of the whole command.
    private(set) var connection: Connection
    private let timeout: Duration
    private var connected: (any ClusterPort)?

    /// A session. The settings are read and checked here, before anything is asked.
    ///
    /// - Throws: `usage` for a setting that is wrong.
    init(
        _ context: Context, _ options: CommonOptions, timeout: Duration, isAboutCluster: Bool
    ) throws(Failure) {
        self.timeout = timeout
        self.context = context
        self.options = options
        connection = try options.source.connection(
            in: context, deadline: Deadline(after: timeout, since: context.start), withEnvironment: isAboutCluster)
    }

    /// When the command has to be over.
    var deadline: Deadline { connection.deadline }

    /// The cluster, dialled when it is first asked for.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    func cluster() throws(Failure) -> any ClusterPort {
        if let connected { return connected }
        let cluster = try context.connect(connection)
        connected = cluster
        return cluster
    }

    /// The connection to these addresses, with these settings where the command line does not give them. What it says of
    /// where the cluster is stands.
    func connection(to addresses: [Address], settings: [ClientSetting]) -> Connection {
        guard !options.namesCluster, !connection.settings.contains(where: \.isBootstrap), !addresses.isEmpty else {
            return connection
        }
        var connection = connection
        connection.bootstrap = addresses
        connection.settings += settings.filter { setting in
            !connection.settings.contains { $0.name == setting.name }
        }
        return connection
    }

    /// From here on this is where the cluster is.
    func settle(on connection: Connection) { self.connection = connection }

    /// Gives the next round of questions a deadline of its own, on the connections that are there.
    func renew() {
        connection.deadline = Deadline(after: timeout)
        connected?.renew(connection.deadline)
    }

    /// Which cluster a report is about.
    func stamp(_ metadata: ClusterMetadata? = nil) -> ClusterStamp {
        ClusterStamp(id: metadata?.clusterID, bootstrap: connection.bootstrap.map(\.description))
    }

    /// Says what is being waited for, to a person only.
    func progress(_ text: String) {
        guard context.terminal.error, !options.quiet else { return }
        context.writeError(text + "\n")
    }

    /// Asks a person whether something that cannot be undone is meant.
    ///
    /// - Parameters:
    ///   - question: what is asked, on standard error.
    ///   - loss: what would be lost.
    /// - Throws: `refused` when the answer is not yes, and when there is no terminal to ask on.
    func confirm(_ question: String, loss: String, doing: String) throws(Failure) {
        guard context.terminal.input else {
            throw Failure(
                .refused, doing: doing, reason: "\(loss) would be lost, and there is no terminal to ask on",
                hint: "--yes says that it is meant")
        }
        context.writeError(question + " [y/N] ")
        let answer = context.readLine()?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw Failure(.refused, doing: doing, reason: "the answer was no") }
    }
}
