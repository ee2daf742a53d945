internal import ArgumentParser
internal import TripCore

/// `tripctl status`.
struct Status: TripCommand {
    static let path = "status"
    static let judges = true
    static let configuration = CommandConfiguration(
        abstract: "Show the cluster's containers, and how Kafka and ZooKeeper are.",
        discussion: """
            Containers are judged by their state, their logs and what Kafka and ZooKeeper say: one that Docker calls \
            healthy may be off its network. A cluster that was started by hand is shown too.

            EXAMPLES:
              tripctl status
              tripctl status --watch
              tripctl status -o json | jq -r '.data.containers[].health'
              tripctl status -o nagios           one line for a monitor
            """)
    /// The containers say where Kafka is.
    static let isAboutCluster = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func report(in session: Session) throws(Failure) -> Report {
        let early = try session.dialAhead()
        let lookout = try session.lookout()
        let deployment: Deployment
        do throws(Failure) {
            deployment = try lookout.deployment()
        } catch {
            guard let finding = session.trouble(of: lookout.engine) else { throw error }
            let failure = Failure(
                .unreachable, doing: "see the containers", reason: finding.text, hint: finding.hint)
            return Report(findings: [finding], error: failure)
        }
        let cluster = try session.cluster(of: deployment, dialled: early)
        // The next round dials anew: a connection that is kept knows brokers by the addresses that they had first.
        defer { if session.options.watch != nil { cluster?.close() } }
        let status = ClusterStatus(lookout.sight(of: deployment, cluster: cluster))
        return Report(status, in: cluster == nil ? nil : session.stamp(status.sight.evidence.kafka?.metadata))
    }
}
