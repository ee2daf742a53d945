internal import ArgumentParser
internal import TripCore

/// `tripctl groups`.
struct Groups: TripCommand {
    static let path = "groups"
    static let configuration = CommandConfiguration(
        abstract: "List the consumer groups.",
        discussion: """
            EXAMPLES:
              tripctl groups
              tripctl groups -q               names alone, one a line
              tripctl lag --all               every group's lag
            """)

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func report(in session: Session) throws(Failure) -> Report {
        let cluster = try session.cluster()
        let metadata = try cluster.metadataOfGroups(pause: session.context.pause)
        let listing = cluster.listing(metadata)
        let observations = cluster.observe(listing.queries, commits: false)
        let byName = Dictionary(observations.map { ($0.group, $0) }, uniquingKeysWith: { $1 })
        let rows = listing.groups.map { GroupRow(listed: $0, observed: byName[$0.group]) }
        let findings =
            listing.findings
            + observations.compactMap { observation in
                observation.problem.map {
                    Finding(.groupUnreadable, .unknown, .group(observation.group), $0.reason, hint: $0.hint)
                }
            }
        let table = Table(
            [
                Column("GROUP", flexible: true), Column("STATE"), Column("PROTOCOL"),
                Column("COORDINATOR", .right), Column("MEMBERS", .right),
            ], rows.map(\.cells))
        return Report(
            cluster: session.stamp(metadata),
            data: ["groups": .array(rows.map(\.json))],
            view: rows.isEmpty ? (findings.isEmpty ? [.line("no groups")] : []) : [.table(table)],
            quiet: rows.map(\.listed.group),
            findings: findings)
    }
}

/// A group as the list shows it.
private struct GroupRow {
    var listed: ListedGroup
    var observed: GroupObservation?

    /// The description is newer than the listing, unless it has nothing to say, as of groups of Kafka 4's protocol.
    private var state: GroupState {
        switch observed?.state {
        case nil, .unknown?, .notFound?: listed.state
        case let state?: state
        }
    }

    private var members: Int? { observed.flatMap { $0.problem == nil ? $0.members.count : nil } }

    var cells: [Cell] {
        [
            Cell(listed.group), Cell(state.rawValue, state == .rebalancing ? .warning : .plain),
            Cell(listed.protocolType), Cell(listed.coordinator), Cell(members),
        ]
    }

    var json: JSONValue {
        [
            "group": .string(listed.group), "state": .string(state.rawValue),
            "protocolType": .from(listed.protocolType), "coordinator": .from(listed.coordinator),
            "members": .from(members),
        ]
    }
}
