internal import TripCore

extension Report {
    /// What a wait comes to.
    init(_ outcome: ClusterWait.Outcome, within timeout: Duration, stable: Duration, in cluster: ClusterStamp) {
        let states = outcome.states
        let findings = outcome.findings(within: timeout, stable: stable)
        self.init(
            cluster: cluster,
            data: [
                "conditions": .array(
                    states.map {
                        [
                            "condition": .string($0.condition.text), "holds": .bool($0.holds), "seen": .from($0.seen),
                            "reason": .from($0.reason),
                        ]
                    })
            ],
            view: [
                .table(
                    Table(
                        [
                            Column("CONDITION", flexible: true), Column("HOLDS"), Column("SEEN"),
                            Column("", flexible: true, minimum: 24),
                        ],
                        states.map { state in
                            [
                                Cell(state.condition.text),
                                Cell(state.holds ? "yes" : "no", state.holds ? .good : .unknown), Cell(state.seen),
                                Cell(state.reason ?? ""),
                            ]
                        })),
                .verdict(outcome.isReached ? .ok : .unknown, outcome.summary(within: timeout, stable: stable)),
            ],
            samples: states.map {
                Sample(.conditionHolds, labels: [("condition", $0.condition.text)], value: $0.holds.measure)
            },
            quiet: states.filter { !$0.holds }.map(\.condition.text),
            judgement: outcome.judgement(findings, within: timeout, stable: stable),
            findings: findings,
            complete: outcome.isReached)
    }
}

extension ClusterWait.Outcome {
    /// What never held, each a finding; or that it did not hold for long enough.
    func findings(within timeout: Duration, stable: Duration) -> [Finding] {
        if isReached { return [] }
        let missing = states.filter { !$0.holds }
        if missing.isEmpty {
            return [
                Finding(
                    .notReady, .unknown, .cluster,
                    "all conditions hold, and have not for \(TimeSpan.words(stable)) on end yet",
                    hint: "a longer --timeout waits longer")
            ]
        }
        return missing.map { state in
            Finding(
                .notReady, .unknown, state.condition.subject,
                state.sentence(after: timeout),
                hint: "`\(state.condition.nextStep)` shows more")
        }
    }

    /// Each condition as a check.
    func judgement(_ findings: [Finding], within timeout: Duration, stable: Duration) -> Judgement {
        let missing = states.filter { !$0.holds }
        // A finding for each that is missing, in their order; with none missing, one about all.
        let byText = Dictionary(zip(missing.map(\.condition.text), findings), uniquingKeysWith: { $1 })
        var checks = states.map { state in
            JudgedCheck(
                state.condition.text, findings: [byText[state.condition.text]].compactMap { $0 },
                well: state.seen ?? "it holds")
        }
        if missing.isEmpty, !findings.isEmpty { checks.append(JudgedCheck("stable", findings: findings, well: "")) }
        let held = Performance(
            "conditions", Double(states.count - missing.count), most: Double(states.count))
        return Judgement(
            checks: checks, performance: [held], summary: summary(within: timeout, stable: stable))
    }

    /// What it comes to, in a sentence.
    func summary(within timeout: Duration, stable: Duration) -> String {
        let missing = states.count { !$0.holds }
        if isReached {
            let conditions = states.count == 1 ? "the condition holds" : "all \(states.count) conditions hold"
            return stable == .zero ? conditions : "\(conditions), and did for \(TimeSpan.words(stable))"
        }
        let held = states.count == 1 ? "the condition" : "\(missing) of \(states.count) conditions"
        return missing == 0
            ? "the conditions did not hold for \(TimeSpan.words(stable)) within \(TimeSpan.words(timeout))"
            : "\(held) did not hold within \(TimeSpan.words(timeout))"
    }
}

extension WaitState {
    fileprivate func sentence(after timeout: Duration) -> String {
        let what = seen == nil ? "is not known" : "does not hold"
        let why = [seen, reason].compactMap { $0 }.joined(separator: "; ")
        return "\(condition.text) \(what) after \(TimeSpan.words(timeout))" + (why.isEmpty ? "" : ": \(why)")
    }
}

extension WaitCondition {
    /// What it is about, for a finding.
    fileprivate var subject: Subject {
        switch demand {
        case .topic(let name): .topic(name)
        case .lag(let group, _), .age(let group, _): .group(group)
        default: .cluster
        }
    }

    /// The command that shows why it does not hold.
    fileprivate var nextStep: String {
        switch demand {
        case .brokers, .controller: "tripctl brokers"
        case .fullISR: "tripctl isr --problems --internal"
        case .topic(let name): "tripctl topic describe \(name.shellWord)"
        case .lag(let group, _): "tripctl lag \(group.shellWord) --members"
        case .age(let group, _): "tripctl lag \(group.shellWord) --time"
        case .health: "tripctl health"
        }
    }
}
