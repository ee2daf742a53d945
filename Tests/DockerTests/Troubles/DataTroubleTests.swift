import Testing
import TripTestSupport

/// Data that are lost, foreign, unwritable or without room: `status` says so, `up` ends at once, and works again once
/// the data are put back.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(15)))
struct DataTroubleTests {
    private let brokers = ["kafka-1", "kafka-2", "kafka-3"]
    private let topic = "tripclick-logs"

    @Test func `data that are lost, foreign, unwritable or without room`() async throws {
        try await withDeployment { deployment in
            try await deployment.up()
            let client = TestClient(bootstrap: "127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094")
            for partition in 0..<3 { try await client.produce(2, to: topic, Int32(partition)) }
            try await deployment.down()
            try await zooKeeper(deployment)
            try await foreign(deployment)
            try await records(deployment)
            for partition in 0..<3 {
                #expect(try await client.logRange(of: topic, Int32(partition)) == 0..<2, "the records are back")
            }
            try await disk(deployment)
        }
    }

    private func zooKeeper(_ deployment: Deployment) async throws {
        for part in ["log", "data"] {
            let volume = "tripclick_zookeeper-\(part)"
            try await Kept.keep(volume)
            try await Breaking.wipe(volume: volume)
            let trouble = Trouble("ZooKeeper's \(part) wiped", deployment)
            if part == "log" {
                // It starts, as a new one, and the brokers refuse it.
                try await trouble.up(says: "TC510", exit: 2, texts: ["ZooKeeper lost its data or its log"])
                for broker in brokers { await trouble.status(says: "TC510", of: broker, exit: 2) }
            } else {
                // It does not start.
                try await trouble.up(says: "TC510", of: "zookeeper", exit: 2, texts: ["ZooKeeper lost its data"])
                await trouble.status(says: "TC510", of: "zookeeper", exit: 2)
            }
            try await deployment.down()
            try await Kept.putBack(volume)
            if part == "data" { try await trouble.heals() }
        }
    }

    /// Three brokers, three troubles.
    private func foreign(_ deployment: Deployment) async throws {
        try await deployment.down()
        let properties = "/data/meta.properties"
        for broker in brokers { try await Kept.keep("tripclick_\(broker)-data") }
        try await Kept.change(
            "tripclick_kafka-1-data", ["sed", "-i", "s/^cluster.id=.*/cluster.id=AAAAAAAAQ_mmAAAAAAAAAA/", properties])
        try await Kept.change("tripclick_kafka-2-data", ["sed", "-i", "s/^broker.id=2/broker.id=1/", properties])
        try await Kept.change("tripclick_kafka-3-data", ["chown", "-R", "0:0", "/data"])
        let cluster = Trouble("data of a foreign cluster", deployment)
        let broker = Trouble("data of another broker", deployment)
        let unwritable = Trouble("a data folder that cannot be written", deployment)
        // Who may look into the volumes is told before anything starts.
        try await cluster.up(says: "TC510", exit: 1, texts: ["different clusters", "AAAAAAAAQ_mmAAAAAAAAAA (kafka-1)"])
        try await broker.up(says: "TC509", of: "kafka-2", exit: 1, texts: ["holds the data of broker 1"])
        #expect(try await Docker.containers(project: Deployment.project) == [])
        try await AlteredFile(deployment).start(in: deployment)
        try await unwritable.up(
            says: "TC512", of: "kafka-3", exit: 2, texts: ["cannot write /var/lib/kafka/data", "chown"])
        await cluster.status(says: "TC510", of: "kafka-1", exit: 2)
        await broker.status(says: "TC509", of: "kafka-2", exit: 2, texts: ["its data belong to broker 1"])
        await unwritable.status(says: "TC512", of: "kafka-3", exit: 2)
        try await deployment.down()
        for broker in brokers { try await Kept.putBack("tripclick_\(broker)-data") }
        try await unwritable.heals()
    }

    private func records(_ deployment: Deployment) async throws {
        try await deployment.down()
        for broker in brokers {
            try await Kept.keep("tripclick_\(broker)-data")
            try await Breaking.wipe(volume: "tripclick_\(broker)-data")
        }
        let trouble = Trouble("all brokers' volumes wiped", deployment)
        try await trouble.up(says: "TC511", exit: 2, texts: ["their records are gone"])
        await trouble.status(says: "TC511", exit: 2)
        try await deployment.down()
        for broker in brokers { try await Kept.putBack("tripclick_\(broker)-data") }
        try await trouble.heals()
    }

    private func disk(_ deployment: Deployment) async throws {
        let volume = "tripclick_kafka-3-data"
        try await Docker.said("stop", "kafka-3")
        try await Docker.said("rm", "kafka-3")
        try await Docker.said("volume", "rm", volume)
        try await Breaking.makeSmallVolume(volume, megabytes: 32)
        // Else what is in memory is gone whenever the broker ends.
        try await Docker.said(
            "run", "--detach", "--name", "tripctl-disk-holder", "--label", Cleaning.label, "--volume",
            "\(volume):/data", "provectuslabs/kafka-ui:latest")
        let new = Trouble("one broker with a new disk", deployment)
        try await new.heals()

        let filler = try await Breaking.fillDisk(of: "kafka-3")
        let full = Trouble("a full disk", deployment)
        await full.status(says: "TC513", of: "kafka-3", exit: 2, texts: ["the disk is full"])
        try await full.up(says: "TC513", of: "kafka-3", exit: 2)
        let name = filler.split(separator: "/").last.map { String($0) } ?? ""
        try await Docker.said("exec", "--user", "0", "tripctl-disk-holder", "rm", "/data/\(name)")
        try await full.heals()
        try await Docker.said("rm", "--force", "tripctl-disk-holder")
    }
}

/// Copies of volumes, and changes in them.
private enum Kept {
    /// Keeps a copy of a volume beside it.
    static func keep(_ volume: String) async throws {
        try await run(volume, ["bash", "-c", "rm -rf /kept/* && cp -a /data/. /kept/"])
    }

    /// Makes a volume as it was when it was kept.
    static func putBack(_ volume: String) async throws {
        try await Breaking.wipe(volume: volume)
        try await run(volume, ["bash", "-c", "cp -a /kept/. /data/"])
    }

    /// Runs a program that changes what is in a volume.
    static func change(_ volume: String, _ command: [String]) async throws { try await run(volume, command) }

    private static func run(_ volume: String, _ command: [String]) async throws {
        let kept = "tripctl-kept-\(volume)"
        try await Docker.said("volume", "create", "--label", Cleaning.label, kept)
        try await Docker.said(
            ["run", "--rm", "--user", "0", "--network", "none", "--volume", "\(volume):/data", "--volume"]
                + ["\(kept):/kept", "confluentinc/cp-kafka:7.5.1"] + command)
    }
}
