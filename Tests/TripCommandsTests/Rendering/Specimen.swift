import TripCore

@testable import TripCommands

/// Reports to render.
enum Specimen {
    /// 2026-11-24T06:00:00.123Z.
    static let time = 1_795_500_000.123

    static func options(
        width: Int? = nil, color: Bool = false, quiet: Bool = false, compact: Bool = false
    ) -> RenderOptions {
        RenderOptions(
            width: width, color: color, quiet: quiet, version: "0.1.0", time: time, elapsed: .milliseconds(62_045),
            compact: compact)
    }

    /// A partial answer with something of everything.
    static let partial = Report(
        command: "isr",
        cluster: ClusterStamp(id: "Kf3-x_Yz", bootstrap: ["localhost:9092", "localhost:9093"]),
        data: [
            "topics": [
                [
                    "name": "clicks",
                    "partitions": [
                        ["partition": 0, "leader": 1, "isr": .list([1, 2] as [Int32]), "lag": 1.5],
                        ["partition": 1, "leader": nil, "isr": [], "lag": nil],
                    ],
                    "configs": [:],
                    "internal": false,
                ]
            ]
        ],
        view: [
            .table(
                Table(
                    [
                        Column("TOPIC", flexible: true), Column("PARTITION", .right), Column("LEADER", .right),
                        Column("IN SYNC"),
                    ],
                    [
                        ["clicks", Cell(0), Cell(1), Cell(ids: [1, 2])],
                        ["clicks", Cell(1), .unknown, Cell(ids: [Int]())],
                    ])),
            .verdict(.critical, "1 of 2 partitions has no leader"),
        ],
        samples: [
            Sample(.partitionLeader, .topic("clicks", 0), 1),
            Sample(.partitionInSyncReplicas, .topic("clicks", 0), 2),
            Sample(.partitionLeader, .topic("clicks", 1), Int?.none),
            Sample(.partitionInSyncReplicas, .topic("clicks", 1), 0),
            Sample(.brokerUp, .broker(1), true),
            Sample(.groupLag, .group("a\\b\"c\nd", TopicPartition("clicks", 0)), 9_007_199_254_740_991),
            Sample(.groupOldestSeconds, .group("orders"), 12.5),
            Sample(.groupOldestSeconds, .group("lost"), Double.nan),
        ],
        quiet: ["clicks"],
        judgement: Judgement(
            checks: [
                JudgedCheck(
                    "brokers", verdict: .unknown, text: "one | of <3> \"does\" not & cannot 'answer'", findings: []),
                JudgedCheck(
                    "topic clicks",
                    findings: [
                        Finding(.leaderMoved, .info, .topic("clicks", 0), "broker 1 leads in place of broker 2"),
                        Finding(
                            .noLeader, .critical, .topic("clicks", 1), "no leader; nothing can be written or read",
                            hint: "start broker 3"),
                    ], well: "well"),
                JudgedCheck("group a\u{1b}b", findings: [], well: "lag 0"),
            ],
            performance: [
                Performance("brokers", 2, most: 3), Performance("lag it's=a|b", nil, warning: 10, critical: 100),
                Performance("age orders", 12.3456, unit: "s", warning: 60),
            ], summary: "1 of 2 partitions has no leader"),
        findings: [
            Finding(.leaderMoved, .info, .topic("clicks", 0), "broker 1 leads in place of broker 2"),
            Finding(
                .noLeader, .critical, .topic("clicks", 1), "no leader; nothing can be written or read",
                hint: "start broker 3"),
            Finding(.brokersMissing, .warning, .cluster, "2 of 3 brokers are listed"),
        ],
        complete: false)

    /// Nothing but an error.
    static let unreachable = Report(
        Failure(
            .unreachable, doing: "reach Kafka", reason: "no address answers", hint: "is it running? try `tripctl up`",
            addresses: [
                AddressProblem(address: "localhost:9092", reason: "connection refused"),
                AddressProblem(address: "localhost:9093", reason: "connection refused"),
                AddressProblem(address: "localhost:9094", reason: "no answer within 5 s"),
            ]))
}
