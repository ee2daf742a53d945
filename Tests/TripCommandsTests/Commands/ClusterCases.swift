import TripCore

extension Case {
    private typealias Parts = FakeCluster.Parts

    /// Every address refuses.
    static let unreachable = FakeCluster.Parts().with {
        $0.metadata = .failure(
            Failure(
                .unreachable, doing: "reach Kafka", reason: "no address answers",
                hint: "is the cluster up?",
                addresses: [9092, 9093, 9094].map {
                    AddressProblem(address: "localhost:\($0)", reason: "connection refused")
                }))
    }

    /// Nothing comes before the deadline.
    static let silent = FakeCluster.Parts().with {
        $0.metadata = .failure(
            Failure(
                .timedOut, doing: "reach Kafka", reason: "no answer within 5 s",
                hint: "a longer --timeout waits longer",
                addresses: [
                    AddressProblem(address: "localhost:9092", reason: "connection refused"),
                    AddressProblem(address: "10.255.0.1:9092", reason: "no answer"),
                ]))
    }

    static let brokers = [
        Case("brokers/healthy", "brokers", .ok, .healthy),
        Case(
            "brokers/racks", "brokers", .ok,
            .healthy.with { parts in
                for id: Int32 in 1...3 {
                    parts.brokerConfigs?[id] = .zooKeeper(rack: "ap-northeast-2\(["a", "b", "c"][Int(id) - 1])")
                }
            }),
        Case(
            "brokers/kraft", "brokers", .ok,
            .healthy.with { parts in
                for id: Int32 in 1...3 { parts.brokerConfigs?[id] = .kraft() }
            }),
        Case("brokers/just-killed", "brokers", .critical, .healthy.with { $0.kill(2) }),
        Case(
            "brokers/idle-killed", "brokers", .warning,
            .healthy.with { parts in
                parts.bury(2)
                parts.metadata { $0.brokers.append(ListedBroker(id: 2, host: "localhost", port: 9093)) }
                parts.kill(2)
            }),
        Case("brokers/gone", "brokers", .warning, .healthy.with { $0.bury(3) }),
        Case("brokers/frozen", "brokers", .unknown, .healthy.with { $0.freeze(3) }),
        Case("brokers/no-controller", "brokers", .critical, .healthy.with { $0.metadata { $0.controller = nil } }),
        Case(
            "brokers/controller-unknown", "brokers", .unknown,
            .healthy.with { parts in
                let failure = Failure(.timedOut, doing: "read the brokers' settings", reason: "no answer within 5 s")
                for id: Int32 in 1...3 { parts.brokerConfigs?[id] = .failure(failure) }
            }),
        Case("brokers/fewer-than-expected", "brokers --expect-brokers 5", .warning, .healthy),
        Case(
            "brokers/bootstrap-refuses", "brokers", .ok,
            .healthy.with {
                $0.bootstrapProblems = [AddressProblem(address: "old-kafka:9092", reason: "no such host")]
            }),
        Case(
            "brokers/long-names", "brokers", .critical,
            .healthy.with { parts in
                parts.metadata { metadata in
                    for index in metadata.brokers.indices {
                        metadata.brokers[index].host =
                            "b-\(index + 1).tripclick-production.kx2v9q.c4.kafka.ap-northeast-2.amazonaws.com"
                    }
                }
                for id: Int32 in 1...3 { parts.brokerConfigs?[id] = .zooKeeper(rack: "가용영역-\(id)") }
                parts.kill(1, reason: "connection refused at 10.0.1.100 and fe80::1")
            }),
        Case("brokers/unreachable", "brokers", .unknown, unreachable),
        Case("brokers/no-answer", "brokers -b localhost:9092,10.255.0.1:9092", .unknown, silent),
        Case(
            "brokers/login-refused", "brokers", .unknown,
            Parts().with {
                $0.metadata = .failure(
                    Failure(
                        .authentication, doing: "log in", reason: "SASL_AUTHENTICATION_FAILED: invalid credentials",
                        hint: "check sasl.username and sasl.password", code: "SASL_AUTHENTICATION_FAILED"))
            }),
    ]

    static let isr = [
        Case("isr/healthy", "isr", .ok, .healthy),
        Case("isr/internal", "isr --internal", .ok, .healthy),
        Case("isr/named", "isr tripclick-logs", .ok, .healthy),
        Case("isr/allow-missing", "isr tripclick-log --allow-missing", .ok, .healthy),
        Case("isr/not-found-twice", "isr orders orders", .warning, .healthy),
        Case("isr/not-found", "isr tripclick-log", .warning, .healthy),
        Case(
            "isr/leaderless", "isr", .critical,
            .healthy.with { parts in
                parts.bury(1)
                parts.bury(2)
            }),
        Case("isr/leader-just-killed", "isr", .critical, .healthy.with { $0.kill(1) }),
        Case("isr/leader-frozen", "isr", .unknown, .healthy.with { $0.freeze(1) }),
        Case(
            "isr/below-min-isr", "isr", .critical,
            .healthy.with { parts in
                parts.topicConfigs?["tripclick-logs"] = .success([.minISR("2")])
                parts.bury(3)
            }),
        Case("isr/one-copy-left", "isr tripclick-logs", .warning, .healthy.with { $0.bury(3) }),
        Case("isr/under-replicated", "isr --internal __consumer_offsets", .warning, .healthy.with { $0.bury(3) }),
        Case("isr/problems", "isr --problems", .warning, .healthy.with { $0.bury(3) }),
        Case(
            "isr/leader-moved", "isr", .ok,
            .healthy.with { parts in
                parts.metadata {
                    $0.topics = [.spread("tripclick-logs")]; $0.topics[0].partitions[0].leader = 2
                }
            }),
        Case(
            "isr/many-partitions", "isr --problems", .critical,
            .healthy.with { parts in
                parts.add(.spread("clicks-by-the-minute", partitions: 60, replicas: 1))
                parts.bury(2)
            }),
        Case(
            "isr/long-names", "isr", .critical,
            .healthy.with { parts in
                parts.add(.spread("com.tripclick.production.clickstream.enriched.by-session.v2-2026", partitions: 2))
                parts.kill(1)
            }),
        Case(
            "isr/unreadable", "isr", .unknown,
            .healthy.with { parts in
                parts.metadata {
                    $0.topics.append(
                        TopicMetadata(name: "secret", partitions: [], problem: "TOPIC_AUTHORIZATION_FAILED"))
                }
            }),
        Case("isr/unreachable", "isr", .unknown, unreachable),
    ]

    static let health = [
        Case("health/healthy", "health", .ok, .healthy),
        Case(
            "health/kraft", "health", .ok,
            .healthy.with { parts in
                for id: Int32 in 1...3 { parts.brokerConfigs?[id] = .kraft() }
            }),
        Case("health/just-killed", "health", .critical, .healthy.with { $0.kill(1) }),
        Case("health/gone", "health", .critical, .healthy.with { $0.bury(3) }),
        Case("health/frozen", "health", .unknown, .healthy.with { $0.freeze(2) }),
        Case(
            "health/below-min-isr", "health --topic tripclick-logs", .critical,
            .healthy.with { parts in
                parts.topicConfigs?["tripclick-logs"] = .success([.minISR("2")])
                parts.metadata { $0.topics.removeAll { $0.isInternal } }
                parts.bury(3)
            }),
        Case(
            "health/one-replica", "health --topic lone", .warning,
            .healthy.with {
                $0.add(.spread("lone", partitions: 3, replicas: 1))
            }),
        Case(
            "health/badly-spread", "health", .warning,
            .healthy.with { parts in
                parts.add(
                    TopicMetadata(
                        name: "lopsided",
                        partitions: (0..<30).map {
                            PartitionMetadata($0, leader: 1, replicas: [1, 2], inSync: [1, 2])
                        }))
            }),
        Case(
            "health/min-isr-unknown", "health", .unknown,
            .healthy.with { parts in
                let failure = Failure(.timedOut, doing: "read the settings of topics", reason: "no answer within 5 s")
                parts.topicConfigs = parts.topicConfigs?.mapValues { _ in .failure(failure) }
            }),
        Case(
            "health/allow-missing", "health --topic tripclick-logs --topic clicks --group orders --allow-missing", .ok,
            .healthy.with { $0.observations = ["orders": GroupObservation(group: "orders", state: .notFound)] }),
        Case("health/topic-absent", "health --topic tripclick-logs --topic clicks", .warning, .healthy),
        Case(
            "health/group", "health --group tripclick-consumer", .ok,
            .healthy.with {
                $0.add(.reading([90, 90, 90]), logs: logs([0..<100, 0..<100, 0..<90]), times: written([2, 3.5, 0]))
            }),
        Case(
            "health/group-stalled", "health --group tripclick-consumer --stalled 1m", .warning,
            .healthy.with {
                $0.add(.reading([90, 90, 90]), logs: logs([0..<100, 0..<100, 0..<90]), times: written([2, 600, 0]))
            }),
        Case(
            "health/group-thresholds", "health --group tripclick-consumer --warn lag=10 --crit time=5m", .critical,
            .healthy.with {
                $0.add(
                    .reading([90, 90, 90], state: .rebalancing), logs: logs([0..<100, 0..<100, 0..<90]),
                    times: written([2, 600, 0]))
            }),
        Case("health/empty-cluster", "health", .ok, .healthy.with { $0.metadata { $0.topics = [] } }),
        Case("health/unreachable", "health", .unknown, unreachable),
    ]
}
