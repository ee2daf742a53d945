internal import TripCore

/// Takes brokers down and up one at a time, each only while every partition can bear it.
struct RollingChange {
    let watch: LayerWatch
    let session: Session
    let board: ProgressBoard

    private static let step = Duration.milliseconds(200)
    /// How long a broker gets to come back in a cluster that is not whole. An old session alone holds it for 18 s.
    private static let patience = Duration.seconds(30)

    /// Changes the services one after the other, waiting before each until all replicas are in sync, and after the
    /// last once more.
    ///
    /// - Throws: `timedOut` when that did not come; what `change` throws.
    func run(_ services: [String], _ change: (String) throws(Failure) -> Void) throws(Failure) {
        // A cluster that is not whole to begin with is not waited for: what is to be changed may be why.
        var isWhole = try lacking() == nil
        for (index, service) in services.enumerated() {
            if isWhole, index > 0 { try waitUntilWhole(before: service) }
            try change(service)
            if !isWhole, index < services.count - 1 {
                try letComeBack(service)
                isWhole = try lacking() == nil
            }
        }
        if isWhole { try waitUntilWhole(before: nil) }
    }

    /// Gives a broker that was changed the time to be part of the cluster again: two that are away at once are worse
    /// than what was lacking already. What does not come back is not waited for longer.
    private func letComeBack(_ service: String) throws(Failure) {
        guard let broker = MessagingLayer.brokers.first(where: { $0.name == service }) else { return }
        let end = session.context.elapsed() + Self.patience
        while session.context.elapsed() < end, session.deadline.remaining > Self.step * 2 {
            let deadline = session.deadline.capped(at: .seconds(1))
            let seen = try watch.metadata(from: broker, in: try watch.deployment(), until: deadline)
            if seen?.brokers.contains(where: { $0.id == broker.id }) == true { return }
            board.show(watch, waiting: "\(service) does not answer yet")
            session.context.pause(Self.step)
        }
    }

    /// Waits until every broker is registered and every replica is in sync.
    ///
    /// - Throws: `timedOut`, with what is lacking.
    func waitUntilWhole(before service: String?) throws(Failure) {
        while let lacking = try lacking() {
            guard session.deadline.remaining > Self.step * 2 else {
                let doing = service.map { "go on with \($0)" } ?? "finish the change"
                throw Failure(
                    .timedOut, doing: doing,
                    reason: "\(lacking), \(TimeSpan.words(session.deadline.timeout)) after the start",
                    hint: "`tripctl status` shows how it is; the same command again goes on from here")
            }
            board.show(watch, waiting: lacking)
            session.context.pause(Self.step)
        }
    }

    /// What the cluster lacks to bear one broker's stop, in words; `nil` when nothing. Each broker is asked itself: one
    /// that has just started has metadata of its own only once it is part of the cluster.
    func lacking() throws(Failure) -> String? {
        let deployment = try watch.deployment()
        for broker in MessagingLayer.brokers {
            let deadline = session.deadline.capped(at: .seconds(1))
            guard let metadata = try watch.metadata(from: broker, in: deployment, until: deadline) else {
                return "\(broker.name) does not answer yet"
            }
            if let reason = metadata.reasonNotToStopOne { return reason }
        }
        return nil
    }
}

extension ClusterMetadata {
    /// Why stopping a broker now could stop a partition, or leave it with one copy; `nil` when nothing speaks against.
    var reasonNotToStopOne: String? {
        let missing = MessagingLayer.brokers.map(\.id).filter { id in !brokers.contains { $0.id == id } }
        if !missing.isEmpty {
            return "\(missing.inWords(after: "broker")) \(missing.count == 1 ? "is" : "are") not registered"
        }
        let short = topics.filter { $0.underReplicated > 0 || $0.offline > 0 }
        guard let first = short.first else { return nil }
        let partitions = short.map { max($0.underReplicated, $0.offline) }.reduce(0, +)
        return
            "\(partitions.counted("partition")) \(partitions == 1 ? "has" : "have") replicas out of sync, of topic \(first.name)"
            + (short.count > 1 ? " and \((short.count - 1).counted("other"))" : "")
    }
}
