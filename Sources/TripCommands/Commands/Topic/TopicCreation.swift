internal import TripCore

/// Brings a topic into being: waits for the brokers, creates, and waits until it can be used.
struct TopicCreation {
    let spec: TopicSpec
    /// How many brokers have to be there.
    let expected: Int
    let session: Session

    enum Outcome {
        case created(TopicMetadata)
        /// Somebody else was faster.
        case wasThere(TopicMetadata)
    }

    private var doing: String { "create topic \(spec.name)" }

    /// Kafka keeps `a.b` and `a_b` apart in its log and mixes them up in its metrics: it refuses the second.
    func checkCollision(in metadata: ClusterMetadata) throws(Failure) {
        guard let other = TopicName.collision(of: spec.name, with: metadata.topics.map(\.name)) else { return }
        throw Failure(
            .refused, doing: doing,
            reason: "the name collides with topic \(other): '.' and '_' are the same in Kafka's metrics",
            hint: "choose a name that differs in more")
    }

    /// Waits until every broker that is needed answers. Created without one of them, the topic would be
    /// under-replicated from birth, and Kafka would say nothing.
    func waitForBrokers(_ first: Survey) throws(Failure) -> Survey {
        var survey = first
        var told = ""
        while let missing = missing(in: survey.snapshot) {
            guard session.deadline.remaining > .milliseconds(400) else {
                throw Failure(
                    .refused, doing: doing, reason: missing,
                    hint:
                        "nothing was created; `tripctl brokers` shows who answers, and --expect-brokers says how many there are"
                )
            }
            if told != missing { session.news("waiting to create topic \(spec.name): \(missing)") }
            told = missing
            session.context.pause(.milliseconds(300))
            survey = try session.survey()
        }
        return survey
    }

    /// Which brokers are missing, in words; `nil` when none is.
    private func missing(in snapshot: ClusterSnapshot) -> String? {
        let down = snapshot.metadata.knownBrokers.filter { !snapshot.live.contains($0) }
        if !down.isEmpty {
            let reasons = down.map { id in
                "broker \(id)" + (snapshot.reach(of: id)?.reason.map { ": \($0)" } ?? " has left the cluster")
            }
            return reasons.joined(separator: "; ")
        }
        let count = snapshot.live.count
        guard count < expected else { return nil }
        // Nothing in the cluster remembers a broker without replicas: the addresses that were given may.
        let dead = snapshot.bootstrapProblems.map { "\($0.address): \($0.reason)" }
        return (["\(count) of \(expected) brokers are there"] + dead).joined(separator: "; ")
    }

    func create(_ assignment: [[Int32]], on survey: Survey) throws(Failure) -> Outcome {
        let topic = NewTopic(name: spec.name, assignment: assignment, configs: spec.configs)
        do throws(Failure) {
            try survey.cluster.create(topic)
        } catch {
            if error.code == "TOPIC_ALREADY_EXISTS" {
                return .wasThere(try waitForTheirs(on: survey.cluster, otherwise: error))
            }
            // An answer that did not come leaves the outcome open: the metadata tells.
            guard error.kind == .timedOut else { throw error }
            session.progress("Kafka has not answered yet: looking for the topic")
            return .created(try waitForLeaders(on: survey.cluster, after: error))
        }
        return .created(try waitForLeaders(on: survey.cluster, after: nil))
    }

    /// The controller knows of a topic first, the brokers a little later and one after the other. Until the last of
    /// them does, a client may be told that there is none.
    private func isKnown(to cluster: any ClusterPort) -> Bool {
        !cluster.knowledge(of: spec.name).values.contains(false)
    }

    /// The topic that somebody else has created just now.
    private func waitForTheirs(
        on cluster: any ClusterPort, otherwise failure: Failure
    ) throws(Failure) -> TopicMetadata {
        repeat {
            if let found = try cluster.metadata().topic(spec.name), !found.partitions.isEmpty, isKnown(to: cluster) {
                return found
            }
            session.context.pause(.milliseconds(20))
        } while session.deadline.remaining > .milliseconds(100)
        throw failure
    }

    /// Waits until the topic can be used; `silence` is why there was no answer, where there was none.
    private func waitForLeaders(on cluster: any ClusterPort, after silence: Failure?) throws(Failure) -> TopicMetadata {
        var seen: TopicMetadata?
        repeat {
            // Metadata that does not come either leaves the outcome as open as it was.
            if let metadata = try? cluster.metadata() { seen = metadata.topic(spec.name) }
            if let seen, seen.partitions.count == Int(spec.partitions), seen.offline == 0, seen.underReplicated == 0,
                isKnown(to: cluster)
            {
                return seen
            }
            session.context.pause(.milliseconds(20))
        } while session.deadline.remaining > .milliseconds(100)
        let state =
            seen.map {
                "\($0.offline) of \($0.partitions.count) partitions have no leader yet, \($0.underReplicated) lack replicas"
            }
            ?? "the topic does not appear in the metadata, so the outcome is unknown"
        let reason = (silence.map { "\($0.reason); " } ?? "") + state
        throw Failure(
            .timedOut, doing: doing, reason: "\(reason) after \(TimeSpan.words(session.deadline.timeout))",
            hint: "`tripctl topic describe \(spec.name.shellWord)` shows whether it has come")
    }
}
