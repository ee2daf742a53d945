internal import TripCore

/// Looks at a cluster again and again, and asks no more than the conditions need.
///
/// The connection is kept while all is well with it. It knows brokers by the addresses that they had first, and after a
/// refusal it waits longer and longer before it dials again: so when a broker refuses or has moved, the next look dials
/// anew. One that says nothing is given a few looks, because a slow connection would never be made otherwise.
final class WaitLook {
    private let session: Session
    private let conditions: [WaitCondition]
    /// How many brokers `health` expects.
    private let expected: Int
    private var cluster: (any ClusterPort)?
    /// Where the brokers of this connection were first.
    private var addresses: [Int32: Address] = [:]
    private var silentLooks = 0
    private(set) var clusterID: String?

    /// So many looks in a row may meet silence on one connection.
    private static let mostSilentLooks = 4

    init(_ session: Session, for conditions: [WaitCondition], expected: Int) {
        self.session = session
        self.conditions = conditions
        self.expected = expected
    }

    /// What can be seen before `deadline`. A cluster that does not answer yet is evidence too.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses; `authentication` when the login is refused, which no
    ///   waiting mends.
    func evidence(until deadline: Deadline) throws(Failure) -> WaitEvidence {
        do throws(Failure) {
            let cluster = try connected(until: deadline)
            let metadata = try cluster.metadata()
            clusterID = metadata.clusterID ?? clusterID
            let evidence = try look(at: cluster, metadata)
            if isWorn(metadata, evidence) { close() }
            return evidence
        } catch {
            close()
            if error.kind == .usage || error.kind == .authentication { throw error }
            return WaitEvidence(error)
        }
    }

    /// Lets go of the connection.
    func close() {
        cluster?.close()
        cluster = nil
        addresses = [:]
        silentLooks = 0
    }

    private func connected(until deadline: Deadline) throws(Failure) -> any ClusterPort {
        if let cluster {
            cluster.renew(deadline)
            return cluster
        }
        var connection = session.connection
        connection.deadline = deadline
        let fresh = try session.context.connect(connection)
        cluster = fresh
        return fresh
    }

    private func look(at cluster: any ClusterPort, _ metadata: ClusterMetadata) throws(Failure) -> WaitEvidence {
        let snapshot = ClusterSnapshot(metadata: metadata, reach: cluster.reach(of: metadata.brokers))
        var plane: ControlPlane?
        if conditions.contains(where: \.asksController) {
            let names = ["controller.quorum.voters"]
            let configs = cluster.brokerConfigs(of: metadata.brokers.map(\.id), named: names)
            plane = ControlPlane(configs, controller: metadata.controller)
        }
        var evidence = WaitEvidence(snapshot, controlPlane: plane, groups: try groups(of: cluster))
        if conditions.contains(where: \.asksHealth), let plane {
            let survey = Survey(cluster: cluster, snapshot: snapshot, plane: plane, racks: [:])
            evidence.health = Health(
                snapshot, minISR: survey.minISR(of: metadata.topics.map(\.name)), controlPlane: plane,
                expected: expected)
        }
        return evidence
    }

    private func groups(of cluster: any ClusterPort) throws(Failure) -> [GroupLag] {
        let names = conditions.compactMap(\.group).unique
        if names.isEmpty { return [] }
        let reading = LagReading(
            cluster: cluster, readsTimes: conditions.contains(where: \.asksAge), now: session.context.now,
            pause: session.context.pause, progress: { _ in })
        return try reading.lags(ofNamed: names).lags
    }

    /// Whether the next look dials anew.
    private func isWorn(_ metadata: ClusterMetadata, _ evidence: WaitEvidence) -> Bool {
        let now = Dictionary(metadata.brokers.map { ($0.id, $0.endpoint) }, uniquingKeysWith: { $1 })
        let hasMoved = now.contains { id, address in (addresses[id] ?? address) != address }
        addresses.merge(now) { first, _ in first }
        let reach = evidence.snapshot?.reach.values.map { $0 } ?? []
        let refuses = reach.contains { if case .refuses = $0 { true } else { false } }
        let isSilent = reach.contains { if case .silent = $0 { true } else { false } }
        let isPartial = evidence.groups.values.contains { $0.problem != nil }
        silentLooks = isSilent || isPartial ? silentLooks + 1 : 0
        return hasMoved || refuses || silentLooks >= Self.mostSilentLooks
    }
}
