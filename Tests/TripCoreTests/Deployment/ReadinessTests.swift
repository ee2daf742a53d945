import Testing
import TripCore

/// Whether a cluster truly works, and what it lacks.
@Suite("Readiness") struct ReadinessTests {
    private func readiness(
        topic: String? = "tripclick-logs", ui: Bool? = true, symptoms: [Symptom] = [],
        _ change: (inout Layer) -> Void = { _ in }
    ) -> Readiness {
        let layer = Layer().with(change)
        let evidence = LayerEvidence(
            Deployment(project: layer.project, containers: layer.containers), zooKeeper: layer.zooKeeper,
            kafka: layer.kafka, now: moment)
        return Readiness(evidence, symptoms, topic: topic, ui: ui)
    }

    @Test("A cluster in which all is well lacks nothing") func ready() {
        let readiness = readiness()
        #expect(readiness.lacking == [])
        #expect(readiness.canCreateTopic)
    }

    @Test("A container that does not run is lacking, with how it is") func containers() {
        let ended = readiness { $0.change("kafka-2") { $0.state = .exited } }
        #expect(ended.lacking == ["kafka-2 is exited"])
        #expect(!ended.canCreateTopic)
        #expect(readiness { $0.containers["kafka-3"] = nil }.lacking == ["kafka-3 is not there"])
    }

    @Test("The UI is waited for only where there is one") func ui() {
        #expect(readiness(ui: false).lacking == ["Kafka UI does not answer yet"])
        #expect(readiness(ui: false).canCreateTopic, "the topic does not need it")
        #expect(readiness(ui: true) { $0.containers["kafka-ui"] = nil }.lacking == ["kafka-ui is not there"])
        #expect(readiness(ui: nil) { $0.containers["kafka-ui"] = nil }.lacking == [])
    }

    @Test("ZooKeeper has to serve, not only to run") func zooKeeper() {
        let refuses = readiness { $0.zooKeeper = .refuses(reason: "connection refused") }
        #expect(refuses.lacking == ["ZooKeeper does not answer yet: connection refused"])
        #expect(!refuses.canCreateTopic)
        #expect(readiness { $0.zooKeeper = .silent(reason: "no answer within 1 s") }.lacking.count == 1)
    }

    @Test("No view of Kafka's is nothing to go on") func noKafka() {
        let readiness = readiness { $0.kafka = nil }
        #expect(readiness.lacking == ["no broker answers yet"])
        #expect(!readiness.canCreateTopic)
    }

    @Test("Every broker has to be registered") func registered() {
        let one = readiness { $0.kafka = snapshot(metadata(brokers: [1, 3], ["tripclick-logs": clickLogs])) }
        #expect(one.lacking == ["2 of 3 brokers are registered: broker 2 is missing"])
        let two = readiness { $0.kafka = snapshot(metadata(brokers: [1], ["tripclick-logs": clickLogs])) }
        #expect(two.lacking == ["1 of 3 brokers are registered: brokers 2 and 3 are missing"])
        #expect(!two.canCreateTopic)
    }

    @Test("Every broker has to answer where it says that it is") func reach() {
        let refuses = readiness { $0.kafka = snapshot(metadata(["tripclick-logs": clickLogs]), refuse: [2]) }
        #expect(
            refuses.lacking
                == ["broker 2 does not answer at localhost:9093, which it advertises: connection refused"])
        #expect(!refuses.canCreateTopic)
        let silent = readiness { $0.kafka = snapshot(metadata(["tripclick-logs": clickLogs]), silent: [1, 3]) }
        #expect(silent.lacking.count == 2)
        let unknown = readiness { $0.kafka?.reach[3] = nil }
        #expect(unknown.lacking == ["broker 3 does not answer at localhost:9094, which it advertises: no answer"])
    }

    @Test("There has to be a controller") func controller() {
        let readiness = readiness {
            $0.kafka = snapshot(metadata(controller: nil, ["tripclick-logs": clickLogs]))
        }
        #expect(readiness.lacking == ["there is no controller yet"])
        #expect(!readiness.canCreateTopic)
    }

    @Test("The topic has to be there, and can be made before it is") func topic() {
        let absent = readiness { $0.kafka = snapshot(metadata([:])) }
        #expect(absent.lacking == ["topic tripclick-logs is not there"])
        #expect(absent.canCreateTopic)
        #expect(readiness(topic: nil) { $0.kafka = snapshot(metadata([:])) }.lacking == [])
        let empty = readiness { $0.kafka = snapshot(metadata(["tripclick-logs": []])) }
        #expect(empty.lacking == ["topic tripclick-logs is not there"])
    }

    @Test("Every partition of every topic needs its leader and its replicas") func partitions() {
        let leaderless = readiness {
            $0.kafka = snapshot(
                metadata([
                    "tripclick-logs": [partition(0, [1, 2], isr: [], leader: .some(nil)), partition(1, [2, 3])]
                ]))
        }
        #expect(leaderless.lacking == ["topic tripclick-logs has 1 partition without a leader"])
        let short = readiness(topic: nil) {
            $0.kafka = snapshot(metadata(["__consumer_offsets": [partition(0, [1, 2], isr: [1])]]))
        }
        #expect(short.lacking == ["topic __consumer_offsets has 1 partition whose replicas are not all in sync"])
        #expect(short.canCreateTopic)
        let unreadable = readiness(topic: nil) { layer in
            var known = metadata([:])
            known.topics = [TopicMetadata(name: "orders", partitions: [], problem: "LEADER_NOT_AVAILABLE")]
            layer.kafka = snapshot(known)
        }
        #expect(unreadable.lacking == ["topic orders cannot be read yet: LEADER_NOT_AVAILABLE"])
    }

    @Test("What a symptom says counts, and information does not") func symptoms() {
        func symptom(_ severity: Severity) -> Symptom {
            Symptom(Finding(.cutApart, severity, .cluster, "kafka-1 cannot reach kafka-2"), .needsPerson)
        }
        #expect(readiness(symptoms: [symptom(.info)]).lacking == [])
        for severity in [Severity.warning, .critical, .unknown] {
            let readiness = readiness(symptoms: [symptom(severity)])
            #expect(readiness.lacking == ["kafka-1 cannot reach kafka-2"])
            #expect(readiness.canCreateTopic)
        }
    }
}
