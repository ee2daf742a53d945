internal import TripCore

/// Looks until every condition is true at once, and for as long as is asked.
struct ClusterWait {
    let session: Session
    let conditions: [WaitCondition]
    /// How long they have to go on being true.
    let stable: Duration
    /// How many brokers `health` expects.
    let expected: Int

    /// How it ended.
    struct Outcome {
        /// Each condition, as it was last.
        var states: [WaitState]
        /// Whether what was waited for has come.
        var isReached: Bool
        /// The cluster's id, where it was learned.
        var clusterID: String?
    }

    /// From the beginning of one look to the beginning of the next.
    private static let step = Duration.milliseconds(300)
    /// The least pause between two looks.
    private static let breath = Duration.milliseconds(20)
    /// How long one look may wait for an answer: brokers on their way up may say nothing, and what has become true has
    /// to be seen within a second.
    private static let patience = Duration.milliseconds(500)
    /// How long it may become where something stays unknown, as over a slow line.
    private static let mostPatience = Duration.seconds(2)
    /// How long the conditions have to hold at least when one of them is true of nothing: see ``WaitState/isVacuous``.
    private static let doubt = Duration.milliseconds(500)
    /// A look with less time than this would tell of its own haste.
    private static let leastLook = Duration.milliseconds(50)

    /// Waits.
    ///
    /// - Throws: what no waiting mends: see ``WaitLook/evidence(until:)``.
    func run() throws(Failure) -> Outcome {
        let look = WaitLook(session, for: conditions, expected: expected)
        defer { look.close() }
        var progress = WaitProgress(stable: stable)
        // What looks and pauses take, so that time is what this loop makes of it.
        var elapsed = Duration.zero
        var heldSince: Duration?
        var patience = Self.patience
        while true {
            let began = ContinuousClock.now
            let evidence = try look.evidence(until: session.deadline.capped(at: patience))
            let states = conditions.map { $0.state(in: evidence) }
            let spent = began.duration(to: .now)
            elapsed += spent
            let holds = states.allSatisfy(\.holds)
            heldSince = holds ? heldSince ?? elapsed : nil
            let needed = states.contains(where: \.isVacuous) ? max(stable, Self.doubt) : stable
            let isReached = heldSince.map { elapsed - $0 >= needed } ?? false
            let left = min(session.deadline.remaining, session.deadline.timeout - elapsed)
            let pause = max(Self.step - spent, Self.breath)
            if isReached || left < pause + Self.leastLook {
                return Outcome(states: states, isReached: isReached, clusterID: look.clusterID)
            }
            if let line = progress.line(for: states, at: elapsed) { tell(line) }
            let isUnknown = states.contains { $0.seen == nil }
            patience = isUnknown ? min(patience * 3 / 2, Self.mostPatience) : Self.patience
            session.context.pause(pause)
            elapsed += pause
        }
    }

    /// To a log as well as to a person: it is scripts that wait.
    private func tell(_ line: String) {
        if !session.options.quiet { session.context.writeError(line.escaped + "\n") }
    }
}
