import Testing
import TripCore

/// What containers' states and logs mean, by the texts that real servers and a real engine write.
@Suite("Diagnosis") struct DiagnosisTests {
    @Test("Nothing is said of a cluster that is well") func well() {
        #expect(Layer().symptoms == [])
        let old = Layer().with { layer in
            layer.change("kafka-1") { $0.restarts = 7 }
            layer.logs["kafka-1"] = [
                LogLine(
                    time: (moment - 7_200_000) * 1_000_000,
                    text: "java.io.IOException: No space left on device")
            ]
        }
        #expect(old.symptoms == [], "what was before the last start is over")
        #expect(Layer().with { $0.containers["kafka-ui"] = nil }.symptoms == [], "a cluster may be without the UI")
    }

    /// What a broker or ZooKeeper writes before it ends, and what that means.
    struct Ending: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var service = "kafka-1"
        var log: [String]
        var sign: String
        var text: String

        init(_ name: String, _ log: [String], _ sign: String, _ text: String, service: String = "kafka-1") {
            testDescription = name
            self.service = service
            self.log = log
            self.sign = sign
            self.text = text
        }
    }

    static let endings = [
        Ending(
            "KAFKA_HOST",
            ["===> Configuring ...", "host is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead."],
            "TC503 critical upHeals", "kafka-1 does not start: KAFKA_HOST got into the container"),
        Ending(
            "no advertised listener",
            [
                "KAFKA_ADVERTISED_LISTENERS is required.",
                "Command [/usr/local/bin/dub ensure KAFKA_ADVERTISED_LISTENERS] FAILED !",
            ],
            "TC504 critical upHeals", "kafka-1 does not start: the file lacks the advertised listener"),
        Ending(
            "0.0.0.0",
            [
                "[2026-11-24 05:59:58,000] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)",
                "java.lang.IllegalArgumentException: requirement failed: advertised.listeners cannot use the "
                    + "nonroutable meta-address 0.0.0.0. Use a routable IP address.",
            ],
            "TC505 critical needsPerson",
            "kafka-1 advertises 0.0.0.0, which is where it listens and no address to call"),
        Ending(
            "scheme",
            ["java.lang.IllegalArgumentException: No security protocol defined for listener EXTERNAL://HTTP"],
            "TC506 critical needsPerson",
            "kafka-1 does not start: Kafka cannot read the advertised listener EXTERNAL://HTTP"),
        Ending(
            "blank",
            [
                "org.apache.kafka.common.KafkaException: Unable to parse EXTERNAL://10.0.1.100 :9092 to a broker endpoint"
            ],
            "TC506 critical needsPerson",
            "kafka-1 does not start: Kafka cannot read the advertised listener EXTERNAL://10.0.1.100 :9092"),
        Ending(
            "address of another",
            [
                "java.lang.IllegalArgumentException: requirement failed: Configured end points 127.0.0.1:9092 in "
                    + "advertised listeners are already registered by broker 1"
            ],
            "TC508 critical upHeals", "kafka-2 advertises the address of broker 1: 127.0.0.1:9092",
            service: "kafka-2"),
        Ending(
            "data of another broker",
            [
                "kafka.common.InconsistentBrokerIdException: Configured broker.id 7 doesn't match stored broker.id "
                    + "Some(1) in meta.properties."
            ],
            "TC509 critical needsPerson", "kafka-1 does not start: its data belong to broker 1"),
        Ending(
            "cluster ids",
            [
                "kafka.common.InconsistentClusterIdException: The Cluster ID lUOREV0JTkGF18SrvTt9rQ doesn't match "
                    + "stored clusterId Some(Kf3-x_YzQ2mWb1) in meta.properties."
            ],
            "TC510 critical needsPerson",
            "kafka-1 does not start: ZooKeeper lost its data or its log, the brokers kept theirs"),
        Ending(
            "not writable",
            [
                "===> Check if /var/lib/kafka/data is writable ...",
                "Command [/usr/local/bin/dub path /var/lib/kafka/data writable] FAILED !",
            ],
            "TC512 critical needsPerson",
            "kafka-1 does not start: user 1000, which the image runs as, cannot write /var/lib/kafka/data"),
        Ending(
            "disk full",
            [
                "java.io.IOException: No space left on device",
                "[2026-11-24 05:59:58,000] ERROR Shutdown broker because all log dirs in /var/lib/kafka/data have failed"
                    + " (kafka.log.LogManager)",
            ],
            "TC513 critical needsPerson", "kafka-1 ended: the disk is full"),
        Ending(
            "unknown",
            [
                "[2026-11-24 05:59:57,000] INFO starting (kafka.server.KafkaServer)",
                "[2026-11-24 05:59:58,000] ERROR Something new\u{1b}[31m (kafka.server.KafkaServer)",
            ],
            "TC409 warning upHeals", "kafka-1 ended with status 1: Something new\u{1b}[31m"),
    ]

    @Test("What it writes before it ends tells the cause", arguments: endings)
    func ended(ending: Ending) {
        let layer = Layer().with { $0.end(ending.service, status: 1, ending.log) }
        #expect(layer.signs == [ending.sign])
        #expect(layer.symptoms.first?.finding.text == ending.text)
        #expect(layer.symptoms.first?.finding.hint != nil)
        #expect(layer.symptoms.first?.finding.subject.container == ending.service)
    }

    @Test("In a crash loop too, whether the engine is between two tries or at one", arguments: endings)
    func looping(ending: Ending) {
        guard ending.testDescription != "unknown" else { return }
        for isTrying in [false, true] {
            let layer = Layer().with { $0.loop(ending.service, isTrying: isTrying, ending.log) }
            #expect(layer.signs == [ending.sign], "trying: \(isTrying)")
        }
    }

    @Test("The same lines in the log of one that runs mean nothing", arguments: endings)
    func running(ending: Ending) {
        #expect(Layer().with { $0.write(ending.service, ending.log) }.symptoms == [])
        let stopped = Layer().with { $0.end(ending.service, status: 143, ending.log) }
        #expect(stopped.symptoms.map(\.finding.text) == ["\(ending.service) was stopped"])
    }

    @Test("What ended an earlier run is over when the newest run ends of something else") func newestRun() {
        let full = "java.io.IOException: No space left on device"
        let user = "===> User"
        let freed = Layer().with { $0.loop("kafka-1", [user, full, user, Self.nodeExists]) }
        #expect(freed.signs == ["TC416 warning passes"])
        let again = Layer().with { $0.loop("kafka-1", [user, Self.nodeExists, user, full]) }
        #expect(again.signs == ["TC513 critical needsPerson"])
        let starting = Layer().with { $0.loop("kafka-1", isTrying: true, [user, full, user]) }
        #expect(starting.signs == ["TC513 critical needsPerson"], "a run that has said nothing yet changes nothing")
    }

    private static let nodeExists =
        "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"

    @Test("An old session passes; one that lasts is a second broker with the same id") func sessions() {
        let fresh = Layer().with { $0.loop("kafka-1", [Self.nodeExists]) }
        #expect(fresh.signs == ["TC416 warning passes"])
        func loop(_ secondsAgo: [Double]) -> Layer {
            Layer().with { layer in
                layer.loop("kafka-1", [])
                for seconds in secondsAgo { layer.write("kafka-1", [Self.nodeExists], secondsAgo: seconds) }
            }
        }
        #expect(loop([25, 20, 10, 2]).signs == ["TC416 warning passes"])
        #expect(loop([45, 30, 20, 10, 2]).signs == ["TC509 critical needsPerson"])
        #expect(loop([100, 99, 10, 2]).signs == ["TC416 warning passes"], "the ones long ago were another story")
        #expect(loop([62, 2]).signs == ["TC509 critical needsPerson"], "the engine may pause for a minute")
        func unlisted(_ layer: Layer) -> Layer {
            layer.with { $0.kafka?.metadata.brokers.removeAll { $0.id == 1 } }
        }
        let free = unlisted(loop([72, 20]))
        #expect(free.signs == ["TC416 warning passes"])
        #expect(
            free.symptoms[0].finding.text
                == "kafka-1 found its id taken, and it is free now: the engine starts it again")
        #expect(unlisted(loop([62, 2])).signs == ["TC509 critical needsPerson"], "it was taken a moment ago")
        let twice = Layer().with { layer in
            layer.loop("kafka-1", [])
            layer.write("kafka-1", [Self.nodeExists], secondsAgo: 60)
            layer.write(
                "kafka-1", ["[2026-11-24 05:59:10,000] INFO [KafkaServer id=1] started (kafka.server.KafkaServer)"],
                secondsAgo: 50)
            layer.write("kafka-1", [Self.nodeExists], secondsAgo: 2)
        }
        #expect(twice.signs == ["TC416 warning passes"], "it was killed twice, and got through in between")
        let dead = Layer().with { layer in
            layer.end("kafka-1", status: 1, [Self.nodeExists])
            layer.change("kafka-1") { $0.restartPolicy = "no" }
        }
        #expect(dead.signs == ["TC416 warning upHeals"], "nothing starts it again")
        let answers = Layer().with { layer in
            layer.loop("kafka-1", isTrying: true, [Self.nodeExists])
            layer.kafka?.reach[1] = .answers(latency: 0.001)
        }
        #expect(answers.symptoms == [], "it has healed")
        let stamped = Layer().with { layer in
            layer.loop("kafka-1", [])
            layer.logs["kafka-1"] = [
                "[2026-11-24 05:59:20,000] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists "
                    + "and owner '72057' does not match current session '72058' (kafka.zk.KafkaZkClient)",
                "[2026-11-24 05:59:40,000] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists "
                    + "and owner '72057' does not match current session '72058' (kafka.zk.KafkaZkClient)",
                "[2026-11-24 05:59:58,000] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists "
                    + "and owner '72057' does not match current session '72058' (kafka.zk.KafkaZkClient)",
            ].map { LogLine(text: $0) }
        }
        #expect(stamped.signs == ["TC509 critical needsPerson"], "times of the lines count where the engine has none")
    }

    @Test("A crash loop without a known cause quotes the log, and may pass at first") func unknownLoop() {
        let log = [
            "===> User", "[2026-11-24 05:59:58,000] ERROR Something\tnew (kafka.server.KafkaServer)",
            "\tat kafka.Kafka",
        ]
        #expect(Layer().with { $0.loop("kafka-2", restarts: 1, log) }.signs == ["TC412 warning passes"])
        let later = Layer().with { $0.loop("kafka-2", restarts: 5, log) }
        #expect(later.signs == ["TC412 critical needsPerson"])
        #expect(later.symptoms[0].finding.text == "kafka-2 keeps ending (5 restarts, status 1): Something\tnew")
        let fatal = Layer().with { layer in
            layer.loop(
                "kafka-2", restarts: 5,
                [
                    "===> User",
                    "[2026-11-24 05:59:58,000] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)",
                    "org.apache.kafka.common.config.ConfigException: Invalid value many for configuration "
                        + "num.io.threads: Not a number of type INT",
                    "\tat org.apache.kafka.common.config.ConfigDef.parseType(ConfigDef.java:734)",
                ])
        }
        #expect(
            fatal.symptoms[0].finding.text == "kafka-2 keeps ending (5 restarts, status 1): "
                + "org.apache.kafka.common.config.ConfigException: Invalid value many for configuration num.io.threads: "
                + "Not a number of type INT", "the exception says more than the line before it")
    }

    @Test("A listener that Kafka cannot read is named as it was given") func unreadableListener() {
        let layer = Layer().with { layer in
            layer.change("kafka-1") {
                $0.environment["KAFKA_ADVERTISED_LISTENERS"] =
                    "INTERNAL://kafka-1:29092,EXTERNAL://http://192.0.2.1:9092"
            }
            layer.loop(
                "kafka-1",
                ["java.lang.IllegalArgumentException: No security protocol defined for listener EXTERNAL://HTTP"])
        }
        let texts = layer.symptoms.filter { $0.finding.code == .advertisedUnreadable }.map(\.finding.text)
        #expect(
            texts == [
                "kafka-1 does not start: Kafka cannot read the advertised listener EXTERNAL://http://192.0.2.1:9092"
            ])
    }

    @Test("A ZooKeeper that lost its snapshots and kept its log does not start") func snapshotsGone() {
        let layer = Layer().with { layer in
            layer.loop(
                "zookeeper",
                [
                    "===> Launching zookeeper ... ",
                    "[2026-11-24 05:59:59,005] ERROR Unexpected exception, exiting abnormally "
                        + "(org.apache.zookeeper.server.ZooKeeperServerMain)",
                    "java.io.IOException: No snapshot found, but there are log entries. Something is broken!",
                    "\tat org.apache.zookeeper.server.persistence.FileTxnSnapLog.restore(FileTxnSnapLog.java:290)",
                    "[2026-11-24 05:59:59,007] ERROR Exiting JVM with code 1 (org.apache.zookeeper.util.ServiceUtils)",
                ])
        }
        #expect(layer.signs.contains("TC510 critical needsPerson"))
    }
}
