extension GroupLag {
    /// What is to be said of the group without any threshold: records lost, commits beyond the end and a group that
    /// is not there are warnings, a part that is unknown is unknown, the rest is information.
    public var findings: [Finding] { stateFindings + partitions.compactMap(finding) + neverCommitted + unknownAges }

    private var stateFindings: [Finding] {
        if state == .notFound { return [notFound] }
        var findings: [Finding] = []
        if let problem {
            findings.append(
                Finding(
                    .groupUnreadable, .unknown, .group(group),
                    "cannot \(problem.doing): \(problem.reason)"
                        + (absentCoordinator.map { "; broker \($0) coordinates it" } ?? ""),
                    hint: absentCoordinator == nil
                        ? problem.hint ?? "`tripctl brokers` says which brokers answer"
                        : "Kafka gives it to another broker within 18 seconds, and `--timeout 25s` waits for that"))
        } else if state == .unknown {
            findings.append(
                Finding(
                    .groupUnreadable, .unknown, .group(group), "its coordinator gave no state for the group",
                    hint: "ask again with a longer --timeout"))
        }
        if state == .rebalancing {
            findings.append(
                Finding(
                    .groupRebalancing, .info, .group(group),
                    "the group is rebalancing: lag is counted from what it has committed"))
        } else if state == .stable, members.allSatisfy(\.assignment.isEmpty), problem == nil {
            findings.append(
                Finding(
                    .assignmentHidden, .info, .group(group),
                    "no member's assignment can be seen: only committed partitions count"))
        }
        return findings
    }

    /// The coordinator, when it is what could not be reached.
    private var absentCoordinator: Int32? {
        problem.flatMap { [.unreachable, .timedOut].contains($0.kind) ? coordinator : nil }
    }

    private var notFound: Finding {
        let hint =
            nearNames.isEmpty
            ? "`tripctl groups` lists the groups there are"
            : "did you mean \(nearNames.inWords(last: "or"))? `tripctl groups` lists the groups there are"
        return Finding(
            .groupNotFound, mayBeMissing ? .info : .warning, .group(group), "group \(group) does not exist", hint: hint)
    }

    private func finding(of row: PartitionLag) -> Finding? {
        let subject = Subject.group(group, row.at)
        let place = "\(row.at.topic):\(row.at.partition)".shellWord
        switch row.note {
        case nil, .neverCommitted: return nil
        case .beforeStart:
            return Finding(
                .recordsLost, .warning, subject,
                "the commit lies \((row.lost ?? 0).counted("record")) before the log start: deleted unread",
                hint:
                    "`tripctl topic describe \(row.at.topic.shellWord)` shows its retention; add consumers or raise it")
        case .beyondEnd:
            return Finding(
                .commitBeyondEnd, .warning, subject,
                "commit \((row.beyond ?? 0).grouped) beyond the end: the topic was rewound or recreated",
                hint: """
                    stop its members, then `kafka-consumer-groups --bootstrap-server HOST:PORT --reset-offsets \
                    --to-latest --group \(group.shellWord) --topic \(place) --execute` (or --to-earliest)
                    """)
        case .noLeader:
            return unknown(row, subject, hint: "`tripctl isr \(row.at.topic.shellWord)` says which broker to start")
        case .unreachable:
            // One sentence for the group says it when its commits could not be read.
            if row.end != nil { return nil }
            return unknown(row, subject, hint: "`tripctl brokers` says which brokers answer")
        case .topicDeleted:
            return unknown(
                row, subject,
                hint: """
                    if it is gone for good, `kafka-consumer-groups --bootstrap-server HOST:PORT --delete-offsets \
                    --group \(group.shellWord) --topic \(place)` forgets the commit
                    """)
        }
    }

    private func unknown(_ row: PartitionLag, _ subject: Subject, hint: String) -> Finding {
        Finding(.lagUnknown, .unknown, subject, "lag unknown: \(row.reason ?? "the log could not be read")", hint: hint)
    }

    /// One finding a topic: a fresh group of a thousand partitions is no reason for a thousand lines.
    private var neverCommitted: [Finding] {
        byTopic(partitions.filter { $0.note == .neverCommitted }) { _, subject, words in
            Finding(
                .neverCommitted, .info, subject,
                "nothing committed yet in \(words): lag is counted from the log start")
        }
    }

    private var unknownAges: [Finding] {
        let rows = partitions.filter { $0.ageReason != nil }
        return byTopic(rows) { rows, subject, words in
            Finding(
                .ageUnknown, .unknown, subject,
                "the age of the oldest record in \(words) is unknown: \(rows.first?.ageReason ?? "not read")")
        }
    }

    private func byTopic(
        _ rows: [PartitionLag], _ make: ([PartitionLag], Subject, String) -> Finding
    ) -> [Finding] {
        var findings: [Finding] = []
        var rest = rows[...]
        while let first = rest.first {
            let same = Array(rest.prefix { $0.at.topic == first.at.topic && $0.ageReason == first.ageReason })
            let one = same.count == 1 ? first.at.partition : nil
            let subject = Subject(topic: first.at.topic, partition: one, group: group)
            findings.append(make(same, subject, same.map(\.at.partition).inWords(after: "partition")))
            rest = rest.dropFirst(same.count)
        }
        return findings
    }
}
