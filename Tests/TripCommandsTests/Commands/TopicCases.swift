import TripCore

extension Case {
    static let topics = [
        Case("topic-list/healthy", "topic list", .ok, .healthy),
        Case("topic-list/internal", "topic list --internal", .ok, .healthy),
        Case("topic-list/empty", "topic list", .ok, .healthy.with { $0.metadata { $0.topics = [] } }),
        Case(
            "topic-list/trouble", "topic list", .ok,
            .healthy.with { parts in
                parts.add(.spread("lone", partitions: 12, replicas: 1))
                parts.bury(1)
            }),
        Case(
            "topic-list/unreadable", "topic list", .unknown,
            .healthy.with { parts in
                parts.metadata {
                    $0.topics.append(
                        TopicMetadata(name: "secret", partitions: [], problem: "TOPIC_AUTHORIZATION_FAILED"))
                }
            }),
        Case(
            "topic-list/long-names", "topic list", .ok,
            .healthy.with {
                $0.add(.spread("com.tripclick.production.clickstream.enriched.by-session.v2-2026", partitions: 1_200))
            }),
        Case("topic-list/unreachable", "topic list", .unknown, unreachable),
        Case("topic-describe/healthy", "topic describe", .ok, .healthy),
        Case("topic-describe/several", "topic describe tripclick-logs __consumer_offsets", .ok, .healthy),
        Case("topic-describe/twice", "topic describe tripclick-logs tripclick-logs", .ok, .healthy),
        Case("topic-describe/not-found-twice", "topic describe orders orders", .warning, .healthy),
        Case("topic-describe/allow-missing", "topic describe tripclick-logs orders --allow-missing", .ok, .healthy),
        Case("topic-describe/not-found", "topic describe tripclick-log orders", .warning, .healthy),
        Case(
            "topic-describe/leaderless", "topic describe", .ok,
            .healthy.with { parts in
                parts.bury(1)
                parts.bury(2)
            }),
        Case(
            "topic-describe/settings-unknown", "topic describe", .unknown,
            .healthy.with { parts in
                parts.topicConfigs?["tripclick-logs"] = .failure(
                    Failure(
                        .kafka, doing: "read the settings of topic tripclick-logs", reason: "TOPIC_AUTHORIZATION_FAILED"
                    ))
            }),
        Case(
            "topic-describe/secret-setting", "topic describe", .ok,
            .healthy.with { parts in
                parts.topicConfigs?["tripclick-logs"] = .success([
                    ConfigEntry(name: "follower.replication.throttled.replicas", value: nil, isDefault: false)
                ])
            }),
        Case("topic-describe/unreachable", "topic describe", .unknown, unreachable),
    ]

    /// Kafka creates the topic, all of its replicas in sync.
    private static let creates = FakeCluster.Parts.healthy.with {
        $0.create = { parts, topic throws(Failure) in
            parts.add(
                TopicMetadata(
                    name: topic.name,
                    partitions: topic.assignment.enumerated().map { index, replicas in
                        PartitionMetadata(Int32(index), leader: replicas.first, replicas: replicas, inSync: replicas)
                    }), topic.configs.map { ConfigEntry(name: $0.key, value: $0.value, isDefault: false) })
        }
        $0.delete = { parts, topic throws(Failure) in
            parts.metadata { $0.topics.removeAll { $0.name == topic } }
        }
    }

    static let topicChanges = [
        Case("topic-create/created", "topic create orders --partitions 6 --retention 1d", .ok, creates),
        Case(
            "topic-create/many",
            "topic create orders --partitions 60 --config cleanup.policy=compact --retention forever", .ok, creates),
        Case("topic-create/exists", "topic create", .ok, .healthy),
        Case(
            "topic-create/exists-rotated", "topic create", .ok,
            .healthy.with { parts in
                parts.metadata { metadata in
                    for (index, replicas) in [[2, 3], [3, 1], [1, 2]].enumerated() {
                        guard let place = metadata.topics.firstIndex(where: { $0.name == "tripclick-logs" }) else {
                            return
                        }
                        metadata.topics[place].partitions[index].replicas = replicas.map { Int32($0) }
                        metadata.topics[place].partitions[index].inSync = replicas.map { Int32($0) }
                        metadata.topics[place].partitions[index].leader = Int32(replicas[0])
                    }
                }
            }),
        Case(
            "topic-create/differs", "topic create --partitions 6 --retention 1d --config cleanup.policy=compact",
            .warning, .healthy),
        Case("topic-create/internal-differs", "topic create __consumer_offsets", .warning, .healthy),
        Case(
            "topic-create/internal-partitions", "topic create __consumer_offsets --partitions 6 --replication-factor 3",
            .warning, .healthy),
        Case("topic-create/factor-differs", "topic create --replication-factor 3", .warning, .healthy),
        Case("topic-create/dry-run", "topic create orders --dry-run", .ok, .healthy),
        Case(
            "topic-create/retention-as-a-setting",
            "topic create orders --retention 1d --config retention.ms=86400000 --dry-run", .ok, .healthy),
        Case("topic-create/retention-set", "topic create orders --config retention.ms=5 --dry-run", .ok, .healthy),
        Case("topic-create/dry-run-exists", "topic create --dry-run", .ok, .healthy),
        Case("topic-create/broker-missing", "topic create orders", .warning, .healthy.with { $0.kill(2) }),
        Case("topic-create/too-few-brokers", "topic create orders --expect-brokers 5", .warning, .healthy),
        Case("topic-create/factor-too-large", "topic create orders --replication-factor 4", .warning, .healthy),
        Case(
            "topic-create/collides", "topic create tripclick.logs", .warning,
            .healthy.with { parts in
                parts.add(.spread("tripclick_logs"))
            }),
        Case(
            "topic-create/refused", "topic create orders", .warning,
            .healthy.with {
                $0.create = { _, _ throws(Failure) in
                    throw Failure(
                        .refused, doing: "create topic orders", reason: "POLICY_VIOLATION: at least three replicas",
                        hint: "ask who set create.topic.policy.class.name", code: "POLICY_VIOLATION")
                }
            }),
        Case(
            "topic-create/no-answer", "topic create orders", .unknown,
            .healthy.with {
                $0.create = { _, _ throws(Failure) in
                    throw Failure(.timedOut, doing: "create topic orders", reason: "no answer from the controller")
                }
            }),
        Case("topic-create/unreachable", "topic create", .unknown, unreachable),
        Case("topic-delete/deleted", "topic delete tripclick-logs --yes", .ok, creates),
        Case("topic-delete/short-yes", "topic delete tripclick-logs -y", .ok, creates),
        Case("topic-delete/asked", "topic delete tripclick-logs", .ok, creates, answer: "y", isInteractive: true),
        Case("topic-delete/answered-no", "topic delete tripclick-logs", .warning, .healthy, answer: "n"),
        Case("topic-delete/absent", "topic delete tripclick-log --yes", .warning, .healthy),
        Case("topic-delete/absent-is-well", "topic delete tripclick-log --yes --if-exists", .ok, .healthy),
        Case("topic-delete/dry-run", "topic delete tripclick-logs --dry-run", .ok, .healthy),
        Case(
            "topic-delete/stays", "topic delete tripclick-logs --yes", .unknown,
            .healthy.with {
                $0.delete = { _, _ throws(Failure) in }
            }),
        Case(
            "topic-delete/refused", "topic delete tripclick-logs --yes", .warning,
            .healthy.with {
                $0.delete = { _, _ throws(Failure) in
                    throw Failure(
                        .refused, doing: "delete topic tripclick-logs", reason: "TOPIC_DELETION_DISABLED",
                        hint: "delete.topic.enable is false on the brokers", code: "TOPIC_DELETION_DISABLED")
                }
            }),
    ]
}
