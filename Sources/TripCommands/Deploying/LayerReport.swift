internal import TripCore

/// How a change of the cluster ended.
enum LayerOutcome: String {
    case started, changed, unchanged, stopped, refused, failed
}

/// What `up`, `down` and `restart` have to say alike.
enum LayerReport {
    /// What is promised under `data`.
    ///
    /// - Parameter settings: those of the cluster as it runs, or would; `nil` when there is none.
    static func data(
        _ outcome: LayerOutcome, _ changes: [UpPlan.Change], settings: DeploymentSettings? = nil
    ) -> JSONValue {
        let changes: [JSONValue] = changes.map { change in
            [
                "service": .string(change.service), "change": .string(change.kind.rawValue),
                "reason": .string(change.reason),
            ]
        }
        return [
            "outcome": .string(outcome.rawValue), "changes": .array(changes),
            "bootstrap": [
                "outside": .from(settings?.bootstrapOutside), "inside": .string(MessagingLayer.bootstrapInside),
            ],
            "ui": .from(settings.flatMap { $0.hasUI ? $0.page : nil }),
        ]
    }

    /// Nothing was begun.
    static func refused(_ findings: [Finding]) -> Report {
        Report(
            data: data(.refused, []),
            view: [
                .verdict(Verdict(of: findings), "nothing was changed: \(findings.count.counted("problem")) in the way")
            ],
            findings: findings)
    }

    /// There was nothing to do.
    static func unchanged(_ sentence: String, settings: DeploymentSettings? = nil) -> Report {
        Report(data: data(.unchanged, [], settings: settings), view: [.line(Line(sentence))])
    }

    /// What would be done.
    static func planned(
        _ changes: [UpPlan.Change], images: [String] = [], notices: [Finding] = [], settings: DeploymentSettings? = nil
    ) -> Report {
        let pulls = images.map { Line("  ").then("pulled", .strong).then(": image \($0)") }
        return Report(
            data: data(.unchanged, changes, settings: settings),
            view: [.lines([Line("nothing is changed; without --dry-run:")] + pulls + lines(changes))],
            quiet: changes.map(\.service), findings: notices)
    }

    /// It was begun and did not work. What the containers and their logs show explains more than the compose program
    /// does.
    static func failed(_ failure: Failure, _ changes: [UpPlan.Change], _ work: LayerWork) -> Report {
        let deadline = Deadline(after: .seconds(2))
        let shown = (try? work.watch.look(until: deadline))?.symptoms.filter { $0.outlook == .needsPerson } ?? []
        let code = failure.code.flatMap { FindingCode(rawValue: $0) } ?? .composeFailed
        let severity: Severity = failure.kind == .timedOut ? .unknown : .warning
        let own = Finding(code, severity, .cluster, "cannot \(failure.doing): \(failure.reason)", hint: failure.hint)
        // Why an image could not be pulled no container can tell.
        let findings = shown.isEmpty || failure.code != nil ? [own] + shown.map(\.finding) : shown.map(\.finding)
        return Report(
            data: data(.failed, changes),
            view: [.verdict(Verdict(of: findings), "the change was not finished; what runs goes on running")],
            findings: findings)
    }

    /// The cluster is stopped.
    static func stopped(_ changes: [UpPlan.Change], keepsVolumes: Bool, _ session: Session) -> Report {
        let took = ProgressBoard.seconds(session.context.elapsed())
        let what =
            keepsVolumes
            ? "its records are kept, and `tripctl up` goes on with them" : "its volumes and records are gone"
        return Report(
            data: data(.stopped, changes),
            view: [.line(Line("the cluster is stopped", .strong).then(" after \(took): \(what)"))])
    }

    /// The changes, a line each.
    static func lines(_ changes: [UpPlan.Change]) -> [Line] {
        changes.map { Line("  \($0.service) ").then($0.kind.rawValue, .strong).then(": \($0.reason)") }
    }
}

extension DeploymentSettings {
    /// Where the web page is.
    var page: String {
        let host = exposesUI ? host.bracketed : "localhost"
        return "http://\(host):\(MessagingLayer.uiPort)"
    }
}
