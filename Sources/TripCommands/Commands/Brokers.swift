internal import ArgumentParser
internal import TripCore

/// `tripctl brokers`.
struct Brokers: TripCommand {
    static let path = "brokers"
    static let judges = true
    static let configuration = CommandConfiguration(
        abstract: "Show who is in the cluster, who leads, and who answers.",
        discussion: """
            Every address that a broker advertises is dialled: for 18 seconds after a broker died, metadata goes on \
            listing it as alive.

            EXAMPLES:
              tripctl brokers
              tripctl brokers --host 10.0.1.100
              tripctl brokers -o json | jq '.data.brokers[] | select(.reachable != true)'
            """)

    @Option(help: ArgumentHelp("How many brokers there should be.", valueName: "count"))
    var expectBrokers = 3

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) { try ExpectedBrokers.check(expectBrokers) }

    func report(in session: Session) throws(Failure) -> Report {
        let survey = try session.survey(settings: true)
        let view = BrokersView(
            survey.snapshot, expected: expectBrokers, controlPlane: survey.plane, racks: survey.racks)
        return Report(view, in: session.stamp(survey.metadata))
    }
}

/// What `--expect-brokers` may be.
enum ExpectedBrokers {
    static func check(_ count: Int) throws(Failure) {
        guard count > 0 else {
            throw Failure(
                .usage, doing: "expect \(count) brokers", reason: "a cluster has at least one",
                hint: "--expect-brokers 3 is the default")
        }
    }
}

extension Report {
    fileprivate init(_ view: BrokersView, in cluster: ClusterStamp) {
        let count = "\(view.up) of \(max(view.expected, view.rows.count)) brokers answer"
        self.init(
            cluster: cluster,
            data: [
                "expected": .from(view.expected), "controller": .from(view.controller),
                "brokers": .array(view.rows.map(\.json)),
            ],
            view: [.table(view.table)],
            samples: view.rows.map { row in Sample(.brokerUp, .broker(row.id), row.isReachable) },
            quiet: view.rows.compactMap { row in row.isReachable == true ? row.address : nil },
            judgement: Judgement(view, count: count),
            findings: view.findings)
        self.view.append(.verdict(verdict, view.findings.conclusion(beside: count)))
    }
}

extension Judgement {
    /// A check for each broker, and one for what is about none.
    fileprivate init(_ view: BrokersView, count: String) {
        let ids = Set(view.rows.map(\.id))
        let others = view.findings.filter { $0.subject.broker.map { !ids.contains($0) } ?? true }
        self.init(
            checks: view.rows.map { row in
                JudgedCheck(
                    "broker \(row.id)", findings: view.findings.filter { $0.subject.broker == row.id }, well: "answers")
            } + [JudgedCheck("cluster", findings: others, well: count)],
            performance: [Performance("brokers", Double(view.up))],
            summary: view.findings.conclusion(beside: count))
    }
}

extension BrokersView {
    fileprivate var table: Table {
        let hasRacks = rows.contains { $0.rack != nil }
        var columns = [
            Column("ID", .right), Column("ADDRESS", flexible: true, minimum: 16),
            Column("ANSWERS", flexible: true, minimum: 11), Column("LEADS", .right), Column("REPLICAS", .right),
            Column("IN SYNC", .right),
        ]
        if hasRacks { columns.append(Column("RACK", flexible: true, minimum: 6)) }
        columns.append(Column("CONTROLLER"))
        return Table(
            columns,
            rows.map { row in
                var cells = [
                    Cell(row.id), Cell(row.address), row.answers,
                    Cell(row.leads), Cell(row.replicas),
                    Cell(row.inSync, row.inSync < row.replicas ? .warning : .plain),
                ]
                if hasRacks { cells.append(Cell(row.rack)) }
                cells.append(Cell(row.id == controller ? "controller" : ""))
                return cells
            })
    }
}

extension BrokersView.Row {
    fileprivate var answers: Cell {
        switch isReachable {
        case true?: Cell(latency.map { "yes, " + TimeSpan.words(.seconds($0)) } ?? "yes", .good)
        case false?: Cell("no: \(reason ?? "refused")", .critical)
        case nil where isListed: Cell("silent: \(reason ?? "no answer")", .unknown)
        case nil: Cell("not listed", .warning)
        }
    }

    fileprivate var json: JSONValue {
        [
            "id": .from(id), "host": .from(host), "port": .from(port), "rack": .from(rack), "listed": .from(isListed),
            "reachable": .from(isReachable), "reason": .from(reason), "latency": .from(latency),
            "leads": .from(leads), "replicas": .from(replicas), "inSync": .from(inSync),
        ]
    }
}
