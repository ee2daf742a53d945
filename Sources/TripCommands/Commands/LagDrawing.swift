internal import TripCore

/// How lag looks: to a person, in JSON, and to Prometheus.
struct LagDrawing {
    /// Whether members are shown.
    var members: Bool
    /// Whether ages were asked for.
    var ages: Bool
    /// The rates between two looks, where two were taken, by group.
    var rates: [String: GroupRates]?

    /// Every group in a line.
    func list(_ lags: [GroupLag]) -> [Block] {
        guard !lags.isEmpty else { return [] }
        var columns = [
            Column("GROUP", flexible: true, minimum: 8), Column("STATE"), Column("LAG", .right), Column("LOST", .right),
        ]
        if ages { columns.append(Column("AGE", .right)) }
        columns += [
            Column("MEMBERS", .right, yields: true), Column("PARTITIONS", .right, yields: true),
            Column("COORDINATOR", .right, yields: true),
        ]
        if rates != nil { columns += Self.rateColumns }
        return [
            .table(
                Table(
                    columns,
                    lags.map { lag in
                        var cells = [Cell(lag.group), state(lag), amount(lag.total), lost(lag.total.lost)]
                        if ages { cells.append(lag.total.age == nil ? .unknown : Cell(oldest(lag.total))) }
                        cells += [Cell(lag.members.count), Cell(lag.partitions.count), Cell(lag.coordinator)]
                        if let rates { cells += self.cells(rates[lag.group]?.group) }
                        return cells
                    }))
        ]
    }

    /// One group with its partitions.
    func blocks(_ lag: GroupLag) -> [Block] {
        var blocks: [Block] = [heading(lag)]
        if !lag.partitions.isEmpty { blocks.append(.table(table(lag))) }
        let topics = lag.topics
        if topics.count > 1 {
            blocks.append(
                .lines(topics.map { Line("\($0.topic): lag \(Self.words($0.total))", .dim) }))
        }
        return blocks
    }

    private func heading(_ lag: GroupLag) -> Block {
        let name = Line(lag.group, .strong)
        // There is nothing more to it than the finding says.
        if lag.state == .notFound { return .line(name.then(": " + lag.state.words)) }
        var parts = ["\(lag.state.words)"]
        if !lag.members.isEmpty { parts.append(lag.members.count.counted("member")) }
        if let coordinator = lag.coordinator { parts.append("coordinator \(coordinator)") }
        parts.append("lag \(Self.words(lag.total))")
        if let lost = lag.total.lost, lost > 0 { parts.append("lost \(lost.grouped)") }
        if ages, lag.total.lag != 0 { parts.append("oldest \(oldest(lag.total))") }
        let line = name.then(": " + parts.joined(separator: ", "))
        let moving = rates?[lag.group].map(words) ?? []
        return .lines(moving.isEmpty ? [line] : [line, Line(moving.joined(separator: ", "))])
    }

    private func words(_ rates: GroupRates) -> [String] {
        var parts: [String] = []
        if let produced = rates.group.produced { parts.append("in \(Self.rate(produced))/s") }
        if let consumed = rates.group.consumed { parts.append("out \(Self.rate(consumed))/s") }
        switch rates.trend {
        case nil: break
        case .draining?:
            parts.append(rates.group.catchUp.map { "caught up in \(TimeSpan.words(.seconds($0)))" } ?? "draining")
        case .caughtUp?: parts.append("caught up")
        case let trend?: parts.append(trend.rawValue)
        }
        return parts
    }

    /// The largest age that is known: of an incomplete one only that it is no less.
    private func oldest(_ total: LagTotal) -> String {
        total.age.map { (total.isAgeComplete ? "" : "≥ ") + TimeSpan.words(.seconds($0)) } ?? "unknown"
    }

    static func words(_ total: LagTotal) -> String {
        total.lag.map { (total.isComplete ? "" : "≥ ") + $0.grouped } ?? "unknown"
    }

    private func table(_ lag: GroupLag) -> Table {
        let hasLost = lag.partitions.contains { ($0.lost ?? 0) > 0 }
        let hasNotes = lag.partitions.contains { $0.note != nil }
        // A group without members has nothing to show of them.
        let members = members && !lag.members.isEmpty
        var columns = [
            // With members a row is wide: each column gives way a little further.
            Column("TOPIC", flexible: true, minimum: members ? 8 : 12), Column("PARTITION", .right),
            Column("COMMITTED", .right), Column("END", .right), Column("LAG", .right),
        ]
        if hasLost { columns.append(Column("LOST", .right)) }
        if ages { columns.append(Column("AGE", .right)) }
        if rates != nil { columns += Self.rateColumns }
        if members {
            columns += [
                Column("MEMBER", flexible: true, minimum: 6),
                Column("CLIENT", flexible: true, minimum: 6, yields: true),
                Column("HOST", flexible: true, minimum: 7, yields: true),
            ]
        }
        if hasNotes { columns.append(Column("NOTE", flexible: true, minimum: members ? 11 : 12)) }
        return Table(
            columns,
            lag.partitions.map { row in
                var cells = [
                    Cell(row.at.topic), Cell(row.at.partition), Cell(row.committed), Cell(row.end),
                    row.lag == nil ? Cell("-", .unknown) : Cell(row.lag),
                ]
                if hasLost { cells.append(lost(row.lost)) }
                if ages { cells.append(age(row.age)) }
                if let rates { cells += self.cells(rates[lag.group]?.partitions[row.at]) }
                if members { cells += [Cell(row.member?.id), Cell(row.member?.clientID), Cell(row.member?.host)] }
                if hasNotes { cells.append(row.note.map { Cell($0.words, $0.style) } ?? "") }
                return cells
            })
    }

    private static let rateColumns = [
        Column("IN/S", .right), Column("OUT/S", .right), Column("CATCH UP", .right),
    ]

    private func cells(_ rates: LagRates?) -> [Cell] {
        [
            Cell(rates?.produced.map(Self.rate)), Cell(rates?.consumed.map(Self.rate)),
            Cell(rates?.catchUp.map { TimeSpan.words(.seconds($0)) }),
        ]
    }

    private static func rate(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return tenths % 10 == 0 || tenths >= 1_000 ? (tenths / 10).grouped : "\(tenths / 10).\(tenths % 10)"
    }

    private func state(_ lag: GroupLag) -> Cell {
        Cell(lag.state.words, lag.state == .unknown ? .unknown : lag.state == .rebalancing ? .warning : .plain)
    }

    private func amount(_ total: LagTotal) -> Cell {
        total.lag.map { Cell((total.isComplete ? "" : "≥ ") + String($0)) } ?? .unknown
    }

    private func lost(_ lost: Int64?) -> Cell { Cell(lost, (lost ?? 0) > 0 ? .warning : .plain) }

    private func age(_ age: Double?) -> Cell { Cell(age.map { TimeSpan.words(.seconds($0)) }) }
}

extension GroupState {
    /// The state as a person reads it.
    var words: String { self == .notFound ? "not found" : rawValue }
}

extension LagNote {
    /// The note as a person reads it.
    var words: String {
        switch self {
        case .neverCommitted: "never committed"
        case .beforeStart: "before the log start"
        case .beyondEnd: "beyond the end"
        case .noLeader: "no leader"
        case .unreachable: "unreachable"
        case .topicDeleted: "topic deleted"
        }
    }

    var style: Style {
        switch self {
        case .neverCommitted: .dim
        case .beforeStart, .beyondEnd: .warning
        case .noLeader, .unreachable, .topicDeleted: .unknown
        }
    }
}
