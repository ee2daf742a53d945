import Testing
import TripCore

/// What stands in the way of a start, and what does not.
@Suite("Preflight") struct PreflightTests {
    /// A start on an empty engine of a machine with everything, and what a test changes of it.
    static func facts(
        _ deployment: Deployment = .none, host: String = "localhost", bind: String? = nil,
        _ change: (inout Preflight) -> Void = { _ in }
    ) throws -> Preflight {
        let settings = try settings(host: host, bind: bind)
        let file = MessagingLayer.composeFile(for: settings)
        let isOwn = deployment.project == MessagingLayer.project
        var facts = Preflight(
            settings: settings, plan: UpPlan(from: isOwn ? deployment : .none, to: file), file: file,
            deployment: deployment, containers: deployment.containers.values.map(\.listed),
            compose: .plugin(path: "/usr/libexec/docker/cli-plugins/docker-compose"),
            ownAddresses: ["127.0.0.1", "::1", "10.0.1.100", "fd00::5"])
        change(&facts)
        return facts
    }

    /// A container of somebody else's, which publishes a port.
    private static func other(
        _ name: String = "web", project: String? = nil, address: String = "0.0.0.0", port: Int = 9092
    ) -> ListedContainer {
        ListedContainer(
            id: "id-of-\(name)", name: name, image: "nginx:1.25",
            labels: project.map { ["com.docker.compose.project": $0] } ?? [:], state: .running,
            ports: [PublishedPort(address: address, port: port, containerPort: 80)])
    }

    @Test("Nothing stands in the way on an empty engine") func free() throws {
        let facts = try Self.facts { $0.volumes = [] }
        #expect(facts.refusals == [])
        #expect(facts.notices == [])
    }

    @Test("With nothing to do, nothing is in the way, whatever there is") func nothingToDo() throws {
        let facts = try Self.facts(file().deployment(version: "1.29.2")) { facts in
            facts.compose = nil
            facts.listeners = [9092: [PortListener(address: "0.0.0.0", pid: 7, program: "java")]]
            facts.machine = EngineInformation(version: "20.10", processors: 1, memory: 1 << 30, dataFolder: "/")
        }
        #expect(facts.refusals == [])
        #expect(facts.notices == [])
    }

    @Test("All problems are told at once") func all() throws {
        let stranger = Container(id: "x", name: "zookeeper", image: "zookeeper:3.8")
        let facts = try Self.facts(Deployment(project: nil, strangers: [stranger])) { facts in
            facts.compose = nil
            facts.volumes = ["tripclick_kafka-1-data"]
            facts.containers = [Self.other()]
            facts.listeners = [8080: [PortListener(address: "::", pid: 7, program: "java")]]
        }
        #expect(Set(facts.refusals.codes) == ["TC404", "TC405", "TC406", "TC407", "TC510"])
        #expect(facts.refusals.allSatisfy { $0.severity == .warning && $0.hint != nil })
    }

    @Test("Without compose nothing can be changed") func compose() throws {
        #expect(try Self.facts { $0.compose = nil }.refusals == [.composeMissing])
    }

    @Test("Containers of one generation of compose are not touched by the other") func mixed() throws {
        let old = try file().deployment(version: "1.29.2").with { $0.end("kafka-1") }
        let refusal = try #require(try Self.facts(old).refusals.only(.composeMixed))
        #expect(
            refusal.text == "the containers were made by Compose 1, and a newer Compose would make every one of them "
                + "anew, ZooKeeper first")
        let new = try file().deployment().with { $0.end("kafka-1") }
        let standalone = ComposeProgramKind.standalone(path: "/usr/bin/docker-compose")
        let other = try #require(try Self.facts(new) { $0.compose = standalone }.refusals.only(.composeMixed))
        #expect(other.text.hasPrefix("the containers were made by a newer Compose, and Compose 1 would"))
        // Each by its own is well.
        #expect(try Self.facts(old) { $0.compose = standalone }.refusals == [])
        #expect(try Self.facts(new).refusals == [])
        // A container that does not say is no evidence.
        #expect(
            try Self.facts(new.with { $0.change("kafka-2") { $0.labels["com.docker.compose.version"] = nil } })
                .refusals == [])
    }

    @Test("Where nobody knows the volumes, nobody judges them") func volumesUnknown() throws {
        #expect(try Self.facts { $0.volumes = nil }.refusals == [])
    }

    private static let zooKeeper = ["tripclick_zookeeper-data", "tripclick_zookeeper-log"]
    private static let brokers = ["tripclick_kafka-1-data", "tripclick_kafka-2-data", "tripclick_kafka-3-data"]

    @Test("Brokers' volumes without one of ZooKeeper's are of no use", arguments: zooKeeper)
    func zooKeeperGone(gone: String) throws {
        let left = (Self.zooKeeper + Self.brokers).filter { $0 != gone }
        let refusal = try #require(try Self.facts { $0.volumes = left }.refusals.only(.clusterIdsDiffer))
        #expect(
            refusal.text == "the volume \(gone) is gone, and the brokers' tripclick_kafka-1-data, "
                + "tripclick_kafka-2-data and tripclick_kafka-3-data are there: without ZooKeeper's data they cannot start"
        )
    }

    @Test("One broker's volume is there, and both of ZooKeeper's are gone: the sentence counts") func counts() throws {
        let refusal = try #require(
            try Self.facts { $0.volumes = ["tripclick_kafka-2-data"] }.refusals.only(.clusterIdsDiffer))
        #expect(
            refusal.text == "the volumes tripclick_zookeeper-data and tripclick_zookeeper-log are gone, and the "
                + "brokers' tripclick_kafka-2-data is there: without ZooKeeper's data they cannot start")
    }

    @Test("ZooKeeper's volumes without any of the brokers' remember records that are gone") func recordsGone() throws {
        #expect(try Self.facts { $0.volumes = Self.zooKeeper }.refusals.codes == ["TC511"])
    }

    @Test("Volumes of different clusters, and another broker's data, are told before anything starts")
    func foreignData() throws {
        func note(_ cluster: String, _ broker: Int) -> BrokerData {
            BrokerData("#Tue Nov 24 06:00:00 UTC 2026\ncluster.id=\(cluster)\nversion=0\nbroker.id=\(broker)\n")
        }
        func refusals(_ data: [String: BrokerData]) throws -> [Finding] {
            try Self.facts { facts in
                facts.volumes = Self.zooKeeper + Self.brokers
                facts.brokerData = data
            }.refusals
        }
        let own = ["kafka-1": note("Kf3", 1), "kafka-2": note("Kf3", 2), "kafka-3": note("Kf3", 3)]
        #expect(try refusals(own) == [])
        #expect(try refusals(["kafka-2": note("Xy9", 2)]) == [], "one alone contradicts nobody")
        #expect(try refusals(own.merging(["kafka-3": BrokerData("version=0\n")]) { $1 }) == [], "it does not say")
        let cluster = try #require(
            try refusals(own.merging(["kafka-1": note("Xy9", 1)]) { $1 }).only(.clusterIdsDiffer))
        #expect(
            cluster.text == "the brokers' volumes hold data of different clusters: Xy9 (kafka-1) and Kf3 (kafka-2 and "
                + "kafka-3)")
        let broker = try #require(
            try refusals(own.merging(["kafka-2": note("Kf3", 1)]) { $1 }).only(.dataOfAnotherBroker))
        #expect(
            broker.text == "the volume tripclick_kafka-2-data holds the data of broker 1, and kafka-2 is broker 2")
        #expect(broker.subject == .container("kafka-2", broker: 2))
    }

    @Test("Volumes that are all there, or but one broker's, or somebody else's, are no problem") func volumes() throws {
        for volumes in [Self.zooKeeper + Self.brokers, Self.zooKeeper + Self.brokers.dropLast(), ["data"], []] {
            #expect(try Self.facts { $0.volumes = volumes }.refusals == [], "\(volumes)")
        }
        // Containers hold their volumes: what is gone would be told by them.
        let stopped = try file().deployment().with { $0.end("kafka-1") }
        #expect(try Self.facts(stopped) { $0.volumes = Self.brokers }.refusals == [])
    }

    @Test("A cluster that was started by hand is not taken over, and how to move is said") func foreign() throws {
        let foreign = try file().deployment(project: "click-logs")
        let refusals = try Self.facts(foreign).refusals
        #expect(refusals.codes.first == "TC430")
        #expect(refusals.first?.text.contains("click-logs") == true)
        #expect(refusals.first?.hint?.contains("docker compose -p click-logs down") == true)
    }

    @Test("A name that is taken is told with its owner") func names() throws {
        let plain = Container(id: "x", name: "kafka-1", image: "bitnami/kafka:3.5")
        let theirs = Container(
            id: "y", name: "kafka-ui", image: "provectuslabs/kafka-ui:latest",
            labels: ["com.docker.compose.project": "other"])
        let facts = try Self.facts(Deployment(project: "tripclick", strangers: [plain, theirs]))
        let taken = facts.refusals.filter { $0.code == .nameTaken }
        #expect(taken.count == 2)
        #expect(taken.first?.subject == .container("kafka-1"))
        #expect(taken.first?.text.contains("bitnami/kafka:3.5") == true)
        #expect(taken.last?.text.contains("project other") == true)
    }

    @Test("A small machine is told of, with what to expect, and refused nothing") func machine() throws {
        let facts = try Self.facts { facts in
            facts.machine = EngineInformation(
                version: "20.10.24", processors: 1, memory: 4_100_000_000, dataFolder: "/var/lib/docker")
            facts.freeSpace = 12_340_000_000
        }
        #expect(facts.refusals == [])
        #expect(facts.notices.codes == ["TC425"])
        #expect(facts.notices.first?.severity == .info)
        #expect(
            facts.notices.first?.text == "the engine's machine has 1 processor instead of 2: a start takes minutes; "
                + "it has 4.1 GB of memory instead of 8: containers may be killed under load; "
                + "it has 12.3 GB of free disk instead of 50: seven days of records may not fit")
    }

    @Test("A machine sold with the page's numbers is none of the small") func enough() throws {
        let facts = try Self.facts { facts in
            facts.machine = EngineInformation(
                version: "20.10.24", processors: 2, memory: 7_760_000_000, dataFolder: "/var/lib/docker")
            facts.freeSpace = 50_000_000_000
        }
        #expect(facts.notices == [])
        #expect(try Self.facts { $0.freeSpace = nil }.notices == [])
    }

    @Test("A host of another machine is told of") func otherHost() throws {
        let facts = try Self.facts(host: "203.0.113.9") { $0.hostAddresses = ["203.0.113.9"] }
        #expect(facts.refusals == [])
        let notice = try #require(facts.notices.only(.hostOfAnother))
        #expect(notice.severity == .info)
        #expect(notice.text.hasPrefix("203.0.113.9 is no address of this machine"))
        #expect(notice.hint == "this machine's addresses: 10.0.1.100 and fd00::5")
        let unknown = try Self.facts(host: "kafka.example.com") { $0.hostAddresses = [] }
        #expect(
            unknown.notices.first?.text.hasPrefix("kafka.example.com is no name that this machine can look up") == true)
    }

    @Test("This machine's own host is none of another") func ownHost() throws {
        for (host, addresses) in [
            ("10.0.1.100", ["10.0.1.100"]), ("fd00::5", ["fd00:0::5"]),
            ("kafka.example.com", ["203.0.113.9", "10.0.1.100"]),
        ] {
            #expect(try Self.facts(host: host) { $0.hostAddresses = addresses }.notices == [], "\(host)")
        }
        #expect(try Self.facts(host: "203.0.113.9") { $0.hostAddresses = nil }.notices == [])
        #expect(try Self.facts { $0.hostAddresses = ["203.0.113.9"] }.notices == [], "localhost is always here")
    }
}
