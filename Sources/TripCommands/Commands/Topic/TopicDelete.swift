internal import ArgumentParser
internal import TripCore

/// `tripctl topic delete`.
struct TopicDelete: TripCommand {
    static let path = "topic delete"
    static let defaultTimeout = Duration.seconds(30)
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a topic and its records.",
        discussion: """
            Asks first, because the records are lost; --yes answers, and without a terminal it has to.

            EXAMPLES:
              tripctl topic delete orders
              tripctl topic delete orders --if-exists --yes
            """)

    @Argument(help: ArgumentHelp("The topic.", valueName: "topic"), completion: CompletionSource.topics)
    var name: String

    @Flag(help: "Be content when there is no such topic.")
    var ifExists = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be deleted, and delete nothing.")
    var dryRun = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    private enum Outcome: String { case deleted, absent, wouldDelete }

    func check() throws(Failure) {
        try TopicName.check(name, doing: "delete topic \(name.shellWord)")
        guard !TopicMetadata.isInternal(name) else {
            throw Failure(
                .usage, doing: "delete topic \(name)", reason: "it is Kafka's own, and the groups' commits are in it")
        }
        if common.watch != nil {
            throw Failure(.usage, doing: "watch topic delete", reason: "a deletion is done once")
        }
    }

    func report(in session: Session) throws(Failure) -> Report {
        let cluster = try session.cluster()
        let metadata = try cluster.metadata()
        guard let topic = metadata.topic(name) else {
            return report(.absent, metadata, session, findings: ifExists ? [] : metadata.absentTopics(of: [name]))
        }
        if dryRun { return report(.wouldDelete, metadata, session) }
        if !yes {
            try session.confirm(
                "Delete topic \(name.escaped), with \(topic.partitions.count.counted("partition")) and all of its records?",
                loss: "its records", doing: "delete topic \(name)")
        }
        do throws(Failure) {
            try cluster.delete(topic: name)
        } catch {
            // What the broker did with a question whose answer did not come, only the metadata tells.
            guard error.kind == .timedOut else { throw error }
            let reason = "\(error.reason), and the topic is still listed, so the outcome is unknown"
            try waitUntilGone(
                from: cluster, in: session,
                otherwise: Failure(
                    .timedOut, doing: "delete topic \(name)", reason: reason,
                    hint:
                        "Kafka may delete it yet: `tripctl topic describe \(name.shellWord)` shows whether it is there")
            )
            return report(.deleted, metadata, session)
        }
        let reason =
            "Kafka has accepted the deletion, and still lists the topic after \(TimeSpan.words(session.deadline.timeout))"
        try waitUntilGone(
            from: cluster, in: session,
            otherwise: Failure(
                .timedOut, doing: "see topic \(name) gone", reason: reason,
                hint: "a broker that is down has to come back before its replicas go"))
        return report(.deleted, metadata, session)
    }

    private func waitUntilGone(
        from cluster: any ClusterPort, in session: Session, otherwise failure: Failure
    ) throws(Failure) {
        repeat {
            // Metadata that does not come says nothing. The last broker too has to know: a creation that asked it would
            // take the old topic for the new one.
            if let metadata = try? cluster.metadata(), metadata.topic(name) == nil,
                !cluster.knowledge(of: name).values.contains(true)
            {
                return
            }
            session.context.pause(.milliseconds(30))
        } while session.deadline.remaining > .milliseconds(50)
        throw failure
    }

    private func report(
        _ outcome: Outcome, _ metadata: ClusterMetadata, _ session: Session, findings: [Finding] = []
    ) -> Report {
        let sentence =
            switch outcome {
            case .deleted: "topic \(name) is deleted"
            case .absent: "there is no topic \(name): nothing to do"
            case .wouldDelete: "topic \(name) would be deleted"
            }
        return Report(
            cluster: session.stamp(metadata),
            data: ["topic": .string(name), "outcome": .string(outcome.rawValue)],
            view: findings.isEmpty ? [.line(Line(sentence))] : [],
            quiet: outcome == .absent ? [] : [name],
            findings: findings)
    }
}
