internal import ArgumentParser
internal import TripCore

/// `tripctl topic list`.
struct TopicList: TripCommand {
    static let path = "topic list"
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the topics.",
        discussion: """
            EXAMPLES:
              tripctl topic list
              tripctl topic list --internal -o json
            """)

    @Flag(help: "List Kafka's own topics too.")
    var `internal` = false

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func report(in session: Session) throws(Failure) -> Report {
        let metadata = try session.cluster().metadata()
        let topics = metadata.topics.filter { `internal` || !$0.isInternal }
        let findings = topics.compactMap { topic in
            topic.problem.map {
                Finding(.topicUnreadable, .unknown, .topic(topic.name), "the broker could not tell of it: \($0)")
            }
        }
        let table = Table(
            [
                Column("TOPIC", flexible: true), Column("PARTITIONS", .right), Column("REPLICATION", .right),
                Column("OFFLINE", .right), Column("UNDER-REPLICATED", .right),
            ],
            topics.map { topic in
                let isKnown = topic.problem == nil
                return [
                    Cell(topic.name), Cell(isKnown ? topic.partitions.count : nil),
                    Cell(isKnown ? topic.replicationFactor : nil),
                    Cell(isKnown ? topic.offline : nil, topic.offline > 0 ? .critical : .plain),
                    Cell(isKnown ? topic.underReplicated : nil, topic.underReplicated > 0 ? .warning : .plain),
                ]
            })
        return Report(
            cluster: session.stamp(metadata),
            data: ["topics": .array(topics.map(\.listing))],
            view: topics.isEmpty ? [.line("no topics")] : [.table(table)],
            quiet: topics.map(\.name),
            findings: findings,
            complete: findings.isEmpty)
    }
}

extension TopicMetadata {
    fileprivate var listing: JSONValue {
        let isKnown = problem == nil
        return [
            "name": .string(name), "partitions": .from(isKnown ? partitions.count : nil),
            "replicationFactor": .from(isKnown ? replicationFactor : nil), "internal": .bool(isInternal),
            "offline": .from(isKnown ? offline : nil), "underReplicated": .from(isKnown ? underReplicated : nil),
        ]
    }
}
