import TripCore

extension Case {
    private typealias Parts = FakeCluster.Parts

    /// A group that reads the click logs, ten behind in each partition.
    private static let behind = Parts.healthy.with {
        $0.add(
            .reading([90, 1_234_557, 90]), logs: logs([0..<100, 500_000..<1_234_567, 0..<90]),
            times: written([2, 75, 0]))
    }

    /// Several groups, of names of all kinds.
    private static let many = behind.with {
        $0.add(.empty("billing", [100, 1_000_000, 90]))
        $0.add(.reading([0, 600_000, 0], as: "여행-클릭-분석", state: .rebalancing))
        $0.add(.empty("console-consumer-71934-of-a-colleague-who-left-years-ago-and-nobody-knows", [5, 700_000, 0]))
    }

    static let groups = [
        Case("groups/healthy", "groups", .ok, many),
        Case("groups/none", "groups", .ok, .healthy),
        Case("groups/brand-new", "groups", .ok, .healthy.with { $0.metadata { $0.topics = [] } }),
        Case("groups/just-killed", "groups", .unknown, many.with { $0.kill(2) }),
        Case(
            "groups/unreadable", "groups", .unknown,
            many.with {
                $0.observations?["billing"]?.problem = Failure(
                    .kafka, doing: "describe group billing", reason: "GROUP_AUTHORIZATION_FAILED",
                    hint: "you may not describe it")
            }),
        Case("groups/unreachable", "groups", .unknown, unreachable),
    ]

    static let lag = [
        Case("lag/none", "lag", .ok, .healthy),
        Case("lag/one", "lag tripclick-consumer", .ok, behind),
        Case("lag/members", "lag tripclick-consumer --members", .ok, behind),
        Case("lag/time", "lag tripclick-consumer --time", .ok, behind),
        Case("lag/members-and-time", "lag tripclick-consumer --members --time", .ok, behind),
        Case("lag/warn", "lag tripclick-consumer --warn lag=10,time=2m --crit lag=1000", .warning, behind),
        Case("lag/crit", "lag tripclick-consumer --warn lag=10 --crit time=60s", .critical, behind),
        Case("lag/below-thresholds", "lag tripclick-consumer --warn lag=21,time=76s", .ok, behind),
        Case("lag/list", "lag", .ok, many),
        Case("lag/list-time", "lag --time", .ok, many),
        Case("lag/all", "lag --all", .ok, many),
        Case("lag/several", "lag billing tripclick-consumer", .ok, many),
        Case("lag/korean", "lag 여행-클릭-분석 --members", .ok, many),
        Case(
            "lag/rates", "lag tripclick-consumer --for 20s", .ok,
            behind.with {
                $0.meanwhile = { parts in
                    parts.add(.reading([130, 1_234_567, 90]), logs: logs([0..<140, 500_000..<1_234_567, 0..<290]))
                }
            }),
        Case(
            "lag/rates-and-lost", "lag tripclick-consumer --time --for 2s", .warning,
            .healthy.with {
                $0.add(
                    .empty("tripclick-consumer", [200, 200, 200]), logs: logs([324..<1_204, 364..<1_204, 404..<1_204]),
                    times: written([438, 418, 398]))
                $0.meanwhile = { parts in
                    parts.add(
                        .empty("tripclick-consumer", [200, 200, 200]),
                        logs: logs([324..<1_208, 364..<1_208, 404..<1_208]), times: written([440, 420, 400]))
                }
            }),
        Case(
            "lag/members-and-notes", "lag tripclick-consumer --members --time", .unknown,
            behind.with {
                $0.logRanges?[TopicPartition("tripclick-logs", 1)] = .failure(
                    Failure(.timedOut, doing: "ask broker 2", reason: "broker 2: connected, but no answer within 4 s"))
            }),
        Case("lag/topic", "lag tripclick-consumer --topic tripclick-logs", .ok, behind),
        Case("lag/no-groups", "lag", .ok, .healthy.with { $0.metadata { $0.topics = [] } }),
        Case(
            "lag/never-committed", "lag tripclick-consumer", .ok,
            .healthy.with {
                $0.add(.reading([nil, 10, nil]), logs: logs([500..<1_000, 0..<10, 0..<0]))
            }),
        Case(
            "lag/rebalancing", "lag tripclick-consumer", .ok,
            .healthy.with {
                $0.add(.reading([1, 2, 3], state: .rebalancing), logs: logs([0..<4, 0..<4, 0..<4]))
            }),
        Case(
            "lag/assignment-hidden", "lag tripclick-consumer", .ok,
            .healthy.with { parts in
                var group = GroupObservation.reading([1, 2, 3])
                for index in group.members.indices { group.members[index].assignment = [] }
                parts.add(group, logs: logs([0..<4, 0..<4, 0..<4]))
            }),
        Case(
            "lag/two-topics", "lag tripclick-consumer", .ok,
            .healthy.with { parts in
                parts.add(.spread("orders"))
                var group = GroupObservation.reading([1, 2, 3])
                group.committed[TopicPartition("orders", 2)] = 3
                parts.add(group, logs: logs([0..<4, 0..<4, 0..<4]))
                parts.logRanges?[TopicPartition("orders", 2)] = .success(LogRange(start: 0, end: 45))
            }),
    ]

    static let lagTrouble = [
        Case(
            "lag/not-found", "lag tripclick-consumr", .warning,
            many.with {
                $0.observations?["tripclick-consumr"] = GroupObservation(group: "tripclick-consumr", state: .notFound)
            }),
        Case(
            "lag/not-found-thresholds", "lag tripclick-consumr --warn lag=1", .unknown,
            many.with {
                $0.observations?["tripclick-consumr"] = GroupObservation(group: "tripclick-consumr", state: .notFound)
            }),
        Case("lag/brand-new", "lag tripclick-consumer", .warning, .healthy.with { $0.metadata { $0.topics = [] } }),
        Case("lag/topic-not-found", "lag tripclick-consumer --topic orders", .warning, behind),
        Case(
            "lag/lost", "lag tripclick-consumer", .warning,
            .healthy.with {
                $0.add(.reading([10, 100, 100]), logs: logs([500..<1_000, 0..<100, 0..<100]))
            }),
        Case(
            "lag/beyond-end", "lag tripclick-consumer", .warning,
            .healthy.with {
                $0.add(.empty("tripclick-consumer", [3_900, 100, 100]), logs: logs([0..<0, 0..<100, 0..<150]))
            }),
        Case(
            "lag/topic-deleted", "lag tripclick-consumer", .unknown,
            behind.with {
                $0.observations?["tripclick-consumer"]?.committed[TopicPartition("old-clicks", 0)] = 12
            }),
        Case(
            "lag/no-leader", "lag tripclick-consumer", .unknown,
            behind.with {
                $0.metadata { metadata in
                    guard let place = metadata.topics.firstIndex(where: { $0.name == "tripclick-logs" }) else { return }
                    metadata.topics[place].partitions[1].leader = nil
                    metadata.topics[place].partitions[1].inSync = [3]
                }
            }),
        Case(
            "lag/leader-silent", "lag tripclick-consumer --time", .unknown,
            behind.with {
                $0.logRanges?[TopicPartition("tripclick-logs", 1)] = .failure(
                    Failure(.timedOut, doing: "ask broker 2", reason: "broker 2: connected, but no answer within 4 s"))
            }),
        Case(
            "lag/age-unknown", "lag tripclick-consumer --time", .unknown,
            behind.with {
                $0.recordTimes?[TopicPartition("tripclick-logs", 0)] = .failure(
                    Failure(.timedOut, doing: "read a record", reason: "no record came within 5 s"))
                $0.recordTimes?[TopicPartition("tripclick-logs", 1)] = .success(.none)
            }),
        Case(
            "lag/coordinator-refuses", "lag tripclick-consumer", .unknown,
            behind.with {
                $0.observations?["tripclick-consumer"] = GroupObservation(
                    group: "tripclick-consumer", state: .unknown, coordinator: 2,
                    problem: Failure(
                        .unreachable, doing: "ask the coordinator of group tripclick-consumer",
                        reason: "broker 2 at localhost:9093: connection refused"))
            }),
        Case(
            "lag/commits-unreadable", "lag tripclick-consumer", .unknown,
            behind.with {
                $0.observations?["tripclick-consumer"]?.committed = [:]
                $0.observations?["tripclick-consumer"]?.problem = Failure(
                    .kafka, doing: "read the commits of group tripclick-consumer", reason: "GROUP_AUTHORIZATION_FAILED")
            }),
        Case(
            "lag/coordinator-leaderless", "lag tripclick-consumer", .unknown,
            .healthy.with { parts in
                parts.metadata { metadata in
                    for index in metadata.topics.indices where metadata.topics[index].isInternal {
                        for number in metadata.topics[index].partitions.indices {
                            metadata.topics[index].partitions[number].leader = nil
                        }
                    }
                }
            }),
        Case("lag/list-just-killed", "lag", .unknown, many.with { $0.kill(3) }),
        Case("lag/unreachable", "lag tripclick-consumer", .unknown, unreachable),
    ]

    static let clients = [
        Case("config/producer", "config producer --host kafka.example.com", .ok),
        Case("config/consumer", "config consumer --group tripclick-consumer --client-id click-1", .ok),
        Case("config/inside", "config consumer --inside --as librdkafka", .ok),
        Case("config/python", "config producer --as python", .ok),
        Case("config/java", "config producer --as java", .ok),
        Case("config/json", "config consumer --as json", .ok),
        Case("version/version", "version", .ok),
    ]
}
