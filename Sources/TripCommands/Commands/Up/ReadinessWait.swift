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

    /// How it ended.
    enum Outcome {
        /// Everything is there; with the topic and whether it was made now, where one was asked for, and with what
        /// stands beside the cluster and hurts nobody.
        case ready(UpTopic.Found?, beside: [Finding])
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
    /// How long something that `up` could mend may show before it is mended: a container reads `exited` for a moment
    /// before the engine starts it again.
    private static let grace = Duration.seconds(3)

    /// Waits.
    ///
    /// - Parameter isLastRound: whether nothing is brought up again any more: what has come down is then doom.
    func run(isLastRound: Bool) throws(Failure) -> Outcome {
        var downSince: Duration?
        var doom = Doom()
        var made = UpTopic(spec: topic, session: session)
        while true {
            let seen = try watch.look(until: session.deadline.capped(at: Self.lookPatience))
            let symptoms = seen.symptoms.filter { Verdict($0.finding.severity) > .ok && $0.outlook != .harmless }
            let page = hasUI ? answersPage() : nil
            let readiness = Readiness(seen.evidence, seen.symptoms, topic: topic?.name, ui: page)
            var lacking = readiness.lacking
            if readiness.canCreateTopic, let metadata = seen.evidence.kafka?.metadata {
                switch try made.settle(in: metadata, of: seen.deployment, through: watch) {
                case .notYet(let reason): lacking.append(reason)
                case .differs(let differences): return .differs(differences)
                case .refused(let finding): return .refused(finding)
                case .agrees where lacking.isEmpty:
                    return .ready(made.found, beside: seen.symptoms.filter { $0.outlook == .harmless }.map(\.finding))
                case .agrees: break
                }
            }
            board.show(seen.deployment, waiting: lacking.first)
            let elapsed = session.context.elapsed()
            if doom.isSure(of: symptoms, at: elapsed) { return .doomed(symptoms.map(\.finding)) }
            let isDown = symptoms.contains { $0.outlook == .upHeals }
            downSince = isDown ? downSince ?? elapsed : nil
            if let downSince, elapsed - downSince > Self.grace {
                return isLastRound ? .doomed(symptoms.map(\.finding)) : .cameDown
            }
            // A look that is cut short would call what is well unknown.
            guard session.deadline.remaining > Self.step + Self.lookPatience else {
                return .doomed([late(lacking)] + symptoms.map(\.finding))
            }
            session.context.pause(Self.step)
        }
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
