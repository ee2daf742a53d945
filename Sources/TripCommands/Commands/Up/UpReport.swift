internal import TripCore

/// What `up` has to say, by outcome.
struct UpReport {
    let session: Session
    /// What the cluster was to be; `nil` when `up` did not come so far.
    var intent: Intent?
    /// What was changed.
    var changes: [UpPlan.Change] = []
    /// What a person should expect, and what stopped nothing.
    var notices: [Finding] = []

    init(session: Session) { self.session = session }

    /// Everything works. What stands beside the cluster is told, and is no reason to fail.
    func ready(_ topic: UpTopic.Found?, beside: [Finding], in cluster: ClusterStamp) -> Report {
        guard let intent else { return LayerReport.refused([]) }
        let wasEmpty =
            intent.deployment.isEmpty
            || changes.contains { $0.kind == .created && $0.service == MessagingLayer.zooKeeper }
        let made = topic?.wasMade ?? false
        let outcome: LayerOutcome = changes.isEmpty && !made ? .unchanged : wasEmpty ? .started : .changed
        let told = beside.map { Finding($0.code, .info, $0.subject, $0.text, hint: $0.hint) }
        var report = report(outcome, notices + told, nil)
        report.cluster = cluster
        let took = ProgressBoard.seconds(session.context.elapsed())
        var lines: [Line]
        switch outcome {
        case .unchanged: lines = [Line("nothing to do", .strong).then(": the cluster works")]
        case .started: lines = [Line("the cluster works", .strong).then(", \(took) after the start")]
        default: lines = [Line("the cluster works", .strong).then(" again, after \(took)")]
        }
        if outcome == .changed { lines += LayerReport.lines(changes) }
        if made, let topic {
            let replicas = topic.topic.partitions.map { "(\($0.replicas.map { String($0) }.joined(separator: ",")))" }
            lines.append(Line("created topic \(topic.topic.name): replicas \(replicas.joined(separator: " "))"))
        }
        // Addresses and commands are there to be copied: none is cut.
        let table = Table([Column(""), Column("")], fields(intent).map { [Cell($0.0, .dim), $0.1] })
        report.view = [.lines(lines), .blank, .table(table)]
        return report
    }

    private func fields(_ intent: Intent) -> [(String, Cell)] {
        let host = intent.settings.host
        var fields: [(String, Cell)] = [
            ("host", Cell("\(host.text)" + (intent.hostSource == "default" ? "" : ", by \(intent.hostSource)"))),
            ("outside Docker", Cell(intent.settings.bootstrapOutside)),
            ("inside Docker", Cell(MessagingLayer.bootstrapInside)),
        ]
        if intent.settings.hasUI {
            fields.append(("Kafka UI", Cell(intent.settings.page)))
            if !host.isLoopback, !intent.settings.exposesUI {
                fields.append(("from elsewhere", Cell("ssh -L 8080:127.0.0.1:8080 \(host.text)")))
            }
        }
        let option = host.isLoopback ? "" : " --host \(host.text)"
        fields += [
            ("next", Cell("tripctl status")), ("", Cell("tripctl isr\(option)")), ("", Cell("tripctl lag\(option)")),
        ]
        return fields
    }

    /// The cluster runs, and the topic is not as it has to be.
    func differs(_ differences: [TopicDifference]) -> Report {
        let findings = differences.map {
            Finding(
                .topicDiffers, .warning, .topic(TopicSpec.clickLogs), "\($0.what): \($0.found) instead of \($0.asked)",
                hint: $0.mend)
        }
        return report(
            .failed, notices + findings, "the cluster runs, and topic \(TopicSpec.clickLogs) is not as it has to be")
    }

    /// The cluster runs, and Kafka does not make the topic.
    func refused(_ finding: Finding) -> Report {
        report(.failed, notices + [finding], "the cluster runs, and topic \(TopicSpec.clickLogs) is not there")
    }

    /// It will not come to work by waiting.
    func doomed(_ findings: [Finding]) -> Report {
        report(.failed, notices + findings, "the cluster does not work; what was started still runs")
    }

    private func report(_ outcome: LayerOutcome, _ findings: [Finding], _ sentence: String?) -> Report {
        let outside = intent?.settings.bootstrapOutside
        let data = LayerReport.data(outcome, changes, settings: intent?.settings)
        let verdict = Verdict(of: findings)
        let view: [Block] = sentence.map { [Block.verdict(verdict, $0)] } ?? []
        let isWell = outcome != .refused && outcome != .failed
        let names: [String] = isWell ? [outside].compactMap { $0 } : []
        return Report(data: data, view: view, quiet: names, findings: findings)
    }
}
