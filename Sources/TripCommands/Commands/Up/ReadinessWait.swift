internal import TripCore

/// Waits until the cluster truly works, tells what it waits for, makes the topic on the way, and ends early when
/// something shows that will not heal.
struct ReadinessWait {
    let watch: LayerWatch
    let session: Session
    let board: ProgressBoard
    /// The topic to make and to check; `nil` for none.
    let topic: TopicSpec?
    /// Whether there is a web page to wait for.
    let hasUI: Bool
    /// The command that waits.
    var purpose = Up.path

    /// How it ended.
    enum Outcome {
        /// Everything is there; with the topic and whether it was made now, where one was asked for, with what stands
        /// beside the cluster and hurts nobody, and with the cluster's id.
        case ready(UpTopic.Found?, beside: [Finding], in: ClusterStamp)
        /// The topic is there, and not as it has to be.
        case differs([TopicDifference])
        /// Kafka does not make the topic.
        case refused(Finding)
        /// Something stands in the way that waiting does not mend, or the deadline passed.
        case doomed([Finding])
        /// Something has come down that `up` can bring up again.
        case cameDown
    }

    /// How often is looked.
    private static let step = Duration.milliseconds(200)
    /// How long brokers may take to answer one look.
    private static let lookPatience = Duration.seconds(1)
    /// A time that is too short for a look.
    private static let leastLook = Duration.milliseconds(100)
    /// How long something that `up` could mend may show before it is mended: a container reads `exited` for a moment
    /// before the engine starts it again.
    private static let grace = Duration.seconds(3)

    /// Waits.
    ///
    /// - Parameter isLastRound: whether nothing is brought up again any more: what has come down is then doom.
    func run(isLastRound: Bool) throws(Failure) -> Outcome {
        var downSince: Duration?
        var doom = Doom()
        var effort = Effort(topic: UpTopic(spec: topic, session: session))
        board.interruption.begin("while it waited for the cluster to work", in: purpose)
        var last = try look(&effort)
        while true {
            if let outcome = last.outcome { return outcome }
            board.show(last.deployment, waiting: last.lacking.first)
            let elapsed = session.context.elapsed()
            if doom.isSure(of: last.symptoms, at: elapsed) { return .doomed(last.symptoms.map(\.finding)) }
            let isDown = last.symptoms.contains { $0.outlook == .upHeals }
            downSince = isDown ? downSince ?? elapsed : nil
            if let downSince, elapsed - downSince > Self.grace {
                return isLastRound ? .doomed(last.symptoms.map(\.finding)) : .cameDown
            }
            guard session.deadline.remaining > Self.step + Self.lookPatience else { break }
            session.context.pause(Self.step)
            last = try look(&effort)
        }
        return lastChance(&effort) ?? .doomed([late(last.lacking)] + last.symptoms.map(\.finding))
    }

    /// Looks on until the deadline. A look that is cut short would call what is well unknown: it counts only when it
    /// shows that everything is there.
    private func lastChance(_ effort: inout Effort) -> Outcome? {
        while session.deadline.remaining > Self.leastLook {
            session.context.pause(min(Self.step, session.deadline.remaining / 2))
            guard let outcome = try? look(&effort).outcome else { continue }
            return outcome
        }
        let rest = session.deadline.remaining
        if rest > .zero { session.context.pause(rest) }
        return nil
    }

    /// What goes from look to look.
    private struct Effort {
        var topic: UpTopic
        var words = ReadinessWords()
    }

    /// What one look came to.
    private struct Look {
        var deployment: Deployment
        /// What is amiss.
        var symptoms: [Symptom]
        /// What is waited for.
        var lacking: [String]
        /// How it ended; `nil` when something is still lacking.
        var outcome: Outcome?
    }

    private func look(_ effort: inout Effort) throws(Failure) -> Look {
        let seen = try watch.look(until: session.deadline.capped(at: Self.lookPatience))
        let page = hasUI ? answersPage() : nil
        let readiness = Readiness(
            seen.evidence, seen.symptoms, topic: topic?.name, ui: page, kafkaProblem: seen.kafkaProblem)
        var look = Look(
            deployment: seen.deployment,
            symptoms: seen.symptoms.filter { Verdict($0.finding.severity) > .ok && $0.outlook != .harmless },
            lacking: effort.words.note(readiness))
        guard readiness.canCreateTopic, let metadata = seen.evidence.kafka?.metadata else { return look }
        switch try effort.topic.settle(in: metadata, of: seen.deployment, through: watch) {
        case .notYet(let reason): look.lacking.append(reason)
        case .differs(let differences): look.outcome = .differs(differences)
        case .refused(let finding): look.outcome = .refused(finding)
        case .agrees where readiness.lacking.isEmpty:
            look.outcome = .ready(
                effort.topic.found, beside: seen.symptoms.filter { $0.outlook == .harmless }.map(\.finding),
                in: stamp(metadata, seen.deployment))
        case .agrees: break
        }
        return look
    }

    /// Which cluster it is, and where its brokers tell clients to call.
    private func stamp(_ metadata: ClusterMetadata, _ deployment: Deployment) -> ClusterStamp {
        let brokers = MessagingLayer.brokers.compactMap { deployment.containers[$0.name]?.externalAddress }
        return ClusterStamp(id: metadata.clusterID, bootstrap: brokers.map(\.description))
    }

    private func answersPage() -> Bool {
        let address = Address(host: "127.0.0.1", port: MessagingLayer.uiPort)
        let deadline = session.deadline.capped(at: Self.lookPatience)
        let answer = try? session.context.machine.host.get("/actuator/health", from: address, deadline: deadline)
        return answer.map { $0.status == 200 && $0.body.contains("UP") } ?? false
    }

    private func late(_ lacking: [String]) -> Finding {
        let waited = TimeSpan.words(session.deadline.timeout)
        let what = lacking.isEmpty ? "nothing is lacking any more" : lacking.joined(separator: "; ")
        return Finding(
            .notReady, .unknown, .cluster, "after \(waited) the cluster does not work yet: \(what)",
            hint: "`tripctl status` shows how it is, `tripctl up` goes on from here")
    }
}
