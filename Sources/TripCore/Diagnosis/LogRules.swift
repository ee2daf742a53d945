/// What a container that ends with an error writes, and what it means. The texts are those of Kafka 3.5.1, ZooKeeper
/// 3.6.4 and the images' entry points, as they were seen.
enum LogRules {
    /// What one text in a log means.
    struct Rule: Sendable {
        /// What it looks for.
        let name: String
        /// What a line has to hold, all of it.
        let texts: [String]
        /// What it means; gets the line.
        let symptom: @Sendable (ServiceView, String) -> Symptom
    }

    /// The rules; the first that finds its text speaks. A full disk comes first: what is tried after it fails in ways of
    /// its own.
    static let all: [Rule] = [
        Rule(name: "disk full", texts: ["No space left on device"]) { view, _ in
            view.symptom(
                .diskFull, view.lasting, "\(view.container.name) ended: the disk is full",
                hint: "free space where Docker keeps its data (`docker system df`), then `tripctl up`", .needsPerson)
        },
        Rule(name: "data folder not writable", texts: ["Command [", " path ", "writable] FAILED !"]) { view, line in
            let path = line.between(" path ", " writable]") ?? "its data folder"
            return view.symptom(
                .dataUnwritable, view.lasting,
                "\(view.container.name) does not start: user 1000, which the image runs as, cannot write \(path)",
                hint: "give the folder that is mounted there to it: `sudo chown -R 1000 FOLDER`", .needsPerson)
        },
        Rule(
            name: "KAFKA_HOST in the container",
            texts: ["is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead."]
        ) { view, _ in AddressRules.hostInContainer(view) },
        Rule(name: "no advertised listener", texts: ["KAFKA_ADVERTISED_LISTENERS is required."]) { view, _ in
            AddressRules.missing(view)
        },
        Rule(name: "0.0.0.0 advertised", texts: ["cannot use the nonroutable meta-address 0.0.0.0"]) { view, _ in
            AddressRules.unspecified(view, "0.0.0.0")
        },
        Rule(name: "scheme in the host", texts: ["No security protocol defined for listener "]) { view, line in
            AddressRules.unreadable(view, line.between("No security protocol defined for listener ", ""))
        },
        Rule(name: "junk in the host", texts: ["Unable to parse ", " to a broker endpoint"]) { view, line in
            AddressRules.unreadable(view, line.between("Unable to parse ", " to a broker endpoint"))
        },
        Rule(
            name: "address of another broker", texts: ["in advertised listeners are already registered by broker "]
        ) { view, line in
            let other = line.between("are already registered by broker ", "").map { $0.prefix { $0.isNumber } } ?? ""
            let address = line.between("Configured end points ", " in advertised")
            return AddressRules.twice(view, address, other: other.isEmpty ? "another" : "broker \(other)")
        },
        Rule(name: "data of another broker", texts: ["doesn't match stored broker.id "]) { view, line in
            let owner = line.between("stored broker.id Some(", ")") ?? line.between("stored broker.id ", " ")
            return view.symptom(
                .dataOfAnotherBroker, view.lasting,
                "\(view.container.name) does not start: its data belong to "
                    + (owner.map { "broker \($0)" } ?? "another broker"),
                hint: "give it the id, or the volume, that it had before", .needsPerson)
        },
        Rule(name: "cluster ids differ", texts: ["doesn't match stored clusterId "]) { view, _ in
            view.symptom(
                .clusterIdsDiffer, view.lasting,
                "\(view.container.name) does not start: ZooKeeper lost its data or its log, the brokers kept theirs",
                hint: "restore ZooKeeper's two volumes, or begin anew without any records: `tripctl down --volumes`",
                .needsPerson)
        },
        Rule(name: "snapshots gone", texts: ["No snapshot found, but there are log entries"]) { view, _ in
            view.symptom(
                .clusterIdsDiffer, view.lasting,
                "\(view.container.name) does not start: ZooKeeper lost its data, and its log is there",
                hint: "restore ZooKeeper's two volumes, or begin anew without any records: `tripctl down --volumes`",
                .needsPerson)
        },
        Rule(name: "old session", texts: ["NodeExistsException"]) { view, _ in nodeExists(view) },
        Rule(name: "old session", texts: ["node already exists and owner"]) { view, _ in nodeExists(view) },
    ]

    /// How long an old session may be in the way, in milliseconds: 18 s by `zookeeper.session.timeout.ms`, and what the
    /// engine waits between two tries.
    private static let sessionPatience: Int64 = 30_000
    /// `zookeeper.session.timeout.ms`.
    private static let sessionLength: Int64 = 18_000
    /// How long the engine may let pass between two tries, in milliseconds: up to a minute, and the start itself.
    private static let longestPause: Int64 = 75_000

    /// A broker that was killed leaves its session behind, and its id is taken until that ends. If it lasts, another
    /// broker has the id.
    private static func nodeExists(_ view: ServiceView) -> Symptom {
        let times = view.evidence.service(view.name).map { seen(in: $0.log) } ?? []
        // One that was long ago has nothing to do with those of now.
        var first = times.last
        for time in times.reversed() {
            if let last = first, last - time < longestPause { first = time } else { break }
        }
        if view.isLooping, let last = times.last, isFree(view, since: last) {
            return view.symptom(
                .sessionNotExpired, .warning,
                "\(view.container.name) found its id taken, and it is free now: the engine starts it again",
                hint: "wait up to a minute, or start it at once with `tripctl restart \(view.name)`", .passes)
        }
        if let first, view.isLooping, view.evidence.now - first > sessionPatience {
            return view.symptom(
                .dataOfAnotherBroker, view.lasting,
                "\(view.container.name) has found its id taken for \(seconds(view.evidence.now - first)): "
                    + "two brokers run with one id",
                hint: "see that each broker has an id and a data folder of its own; `docker ps` shows who else runs. "
                    + "Once the other has gone, its session ends within 18 seconds",
                .needsPerson)
        }
        if view.isLooping {
            return view.symptom(
                .sessionNotExpired, .warning,
                "\(view.container.name) was killed, and its old session has not expired: the engine starts it again "
                    + "until it does",
                hint: "wait: it heals within 20 seconds", .passes)
        }
        return view.symptom(
            .sessionNotExpired, view.outage,
            "\(view.container.name) ended because its old session had not expired, and nothing starts it again",
            hint: "`tripctl up` starts it", .upHeals)
    }

    /// Whether the other brokers know nobody with the id any more, and the last try that found it taken is longer ago than
    /// a session lasts: one that has no listener of this name is not in the list either.
    private static func isFree(_ view: ServiceView, since last: Int64) -> Bool {
        guard let broker = view.broker, let metadata = view.evidence.kafka?.metadata else { return false }
        return !metadata.brokers.contains { $0.id == broker.id } && view.evidence.now - last > sessionLength
    }

    /// When a log says that the id is taken, in milliseconds since 1970, oldest first, and since the last start that got
    /// through.
    private static func seen(in log: [LogLine]) -> [Int64] {
        var times: [Int64] = []
        for line in log {
            if line.text.utf8.hold("] started (kafka.server.KafkaServer)") {
                times = []
            } else if line.text.utf8.hold("NodeExistsException")
                || line.text.utf8.hold("node already exists and owner"),
                let time = line.time.map({ $0 / 1_000_000 }) ?? ServerLogLine(line.text)?.time
            {
                times.append(time)
            }
        }
        return times
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        TimeSpan.words(.seconds(milliseconds / 1_000))
    }
}
