import Testing
import TripCore

/// What the engine's own words about containers mean, and what shows only when services are looked at together.
@Suite("Diagnosis of states") struct StateTests {
    @Test("A limit that was reached, and a kill from outside") func killed() {
        let limit = Layer().with { layer in
            layer.end("kafka-1", status: 137)
            layer.change("kafka-1") { $0.wasOutOfMemory = true }
        }
        #expect(limit.signs == ["TC410 critical needsPerson"])
        #expect(limit.symptoms[0].finding.text == "kafka-1 was ended by its memory limit of 2 GiB")
        #expect(Layer().with { $0.end("kafka-1", status: 137) }.signs == ["TC411 warning upHeals"])
        let two = Layer().with { layer in
            layer.end("kafka-1", status: 137)
            layer.end("kafka-2", status: 137)
        }
        #expect(two.signs == ["TC411 critical upHeals", "TC411 critical upHeals"], "one broker of three may stop")
        #expect(Layer().with { $0.end("kafka-ui", status: 137) }.signs == ["TC411 warning upHeals"])
    }

    @Test("Paused, stopped, never started, off the network, not there") func states() {
        let paused = Layer().with { layer in
            layer.change("kafka-3") { container in
                container.state = .paused
                container.health = .unhealthy
            }
        }
        #expect(paused.signs == ["TC413 warning upHeals"])
        #expect(Layer().with { $0.end("kafka-3", status: 0) }.signs == ["TC409 warning upHeals"])
        #expect(Layer().with { $0.change("kafka-3") { $0.state = .created } }.signs == ["TC409 warning upHeals"])
        let off = Layer().with { $0.change("kafka-1") { $0.networks = [:] } }
        #expect(off.signs == ["TC414 critical upHeals"])
        #expect(Layer().with { $0.containers["kafka-1"] = nil }.signs == ["TC409 warning upHeals"])
        #expect(
            Layer().with { $0.containers["kafka-1"] = nil }.symptoms[0].finding.subject
                == .container("kafka-1", broker: 1))
        let none = Layer().with { $0.containers = [:] }
        #expect(none.signs == ["TC422 critical upHeals"])
    }

    @Test(
        "What the engine says of a start that failed",
        arguments: [
            (
                "driver failed programming external connectivity on endpoint kafka-1 (5ba5): Error starting userland proxy: "
                    + "listen tcp4 0.0.0.0:9092: bind: address already in use", "TC405 critical needsPerson",
                "kafka-1 does not start: port 9092 is taken by a program on this machine"
            ),
            (
                "driver failed programming external connectivity on endpoint kafka-1 (5ba5): Bind for 0.0.0.0:9092 failed: "
                    + "port is already allocated", "TC406 critical needsPerson",
                "kafka-1 does not start: port 9092 belongs to another container"
            ),
            (
                "error setting rlimit type 7: operation not permitted", "TC426 critical needsPerson",
                "kafka-1 could not be started by the engine: error setting rlimit type 7: operation not permitted"
            ),
        ])
    func refused(error: String, sign: String, text: String) {
        let layer = Layer().with { layer in
            layer.change("kafka-1") { container in
                container.state = .created
                container.exitCode = 128
                container.error = error
            }
        }
        #expect(layer.signs == [sign])
        #expect(layer.symptoms[0].finding.text == text)
    }

    @Test("A health check that fails counts, unless the broker answers") func unhealthy() {
        let broker = Layer().with { layer in
            layer.change("kafka-1") { container in
                container.health = .unhealthy
                container.healthOutput = "connect: Connection refused\n"
            }
            layer.kafka = nil
        }
        #expect(broker.signs == ["TC415 warning needsPerson"])
        #expect(
            broker.symptoms[0].finding.text
                == "kafka-1 is unhealthy: its health check fails: connect: Connection refused")
        #expect(
            broker.with { $0.kafka = Layer().kafka }.signs == ["TC415 info passes"], "the check has yet to see it")
        let zooKeeper = Layer().with { $0.change("zookeeper") { $0.health = .unhealthy } }
        #expect(zooKeeper.signs == ["TC415 info passes"], "one that was paused serves before the next check")
        let unknown = zooKeeper.with { $0.zooKeeper = .notAsked }
        #expect(unknown.signs == ["TC415 critical needsPerson"])
        #expect(
            Layer().with { $0.change("kafka-ui") { $0.health = .unhealthy } }.signs == ["TC420 warning needsPerson"])
    }

    @Test("ZooKeeper is down, starts, or says nothing") func zooKeeper() {
        let killed = Layer().with { $0.end("zookeeper", status: 137) }
        #expect(killed.signs == ["TC417 critical upHeals", "TC411 critical upHeals"])
        let refuses = Layer().with { $0.zooKeeper = .refuses(reason: "connection refused") }
        #expect(refuses.signs == ["TC417 critical needsPerson"])
        let starts = refuses.with { $0.change("zookeeper") { $0.startedAt = moment - 2_000 } }
        #expect(starts.signs == ["TC417 warning passes"])
        #expect(
            Layer().with { $0.zooKeeper = .silent(reason: "no answer") }.signs == ["TC417 unknown needsPerson"])
        #expect(Layer().with { $0.zooKeeper = .notAsked }.symptoms == [])
    }

    @Test("Hosts that differ, an address twice, KAFKA_HOST in the container") func together() {
        let half = Layer().with { layer in
            layer.change("kafka-1") {
                $0.environment["KAFKA_ADVERTISED_LISTENERS"] = "INTERNAL://kafka-1:29092,EXTERNAL://10.0.1.100:9092"
            }
        }
        #expect(half.signs == ["TC515 warning upHeals"])
        #expect(
            half.symptoms[0].finding.text
                == "brokers advertise different hosts: 10.0.1.100 (kafka-1) and localhost (kafka-2 and kafka-3)")
        let twice = Layer().with { layer in
            layer.change("kafka-2") { $0.environment["KAFKA_ADVERTISED_LISTENERS"] = "EXTERNAL://localhost:9092" }
        }
        #expect(twice.signs == ["TC508 critical upHeals"])
        let variable = Layer().with { $0.change("kafka-2") { $0.environment["KAFKA_HOST"] = "localhost" } }
        #expect(variable.signs == ["TC503 critical upHeals"])
        #expect(Layer().with { $0.change("kafka-2") { $0.environment["KAFKA_HOST"] = "" } }.symptoms == [])
    }

    @Test("Somebody else's project, and what an older file left") func projects() {
        let foreign = Layer().with { layer in
            layer.project = "clicks"
            layer.orphans = [Container(id: "x", name: "web", image: "nginx", state: .running)]
        }
        #expect(foreign.signs == ["TC430 warning needsPerson"])
        let orphan = foreign.with { $0.project = "tripclick" }
        #expect(orphan.signs == ["TC424 warning harmless"])
    }

    private func fetchError(_ replica: Int, _ leader: Int) -> String {
        "[2026-11-24 05:59:58,000] WARN [ReplicaFetcher replicaId=\(replica), leaderId=\(leader), fetcherId=0] Connection"
            + " to node \(leader) (kafka-\(leader)/172.18.0.4:29092) could not be established. Broker may not be "
            + "available. (org.apache.kafka.clients.NetworkClient)"
    }

    @Test("Brokers that cannot fetch from each other are cut apart, but not while one starts") func cutApart() {
        func errors(_ secondsAgo: [Double]) -> Layer {
            Layer().with { layer in
                for seconds in secondsAgo { layer.write("kafka-3", [fetchError(3, 2)], secondsAgo: seconds) }
            }
        }
        let cut = errors([20, 10, 2])
        #expect(cut.signs == ["TC418 critical needsPerson"])
        #expect(cut.symptoms[0].finding.subject == .container("kafka-3", broker: 3))
        #expect(cut.symptoms[0].finding.text.hasPrefix("kafka-3 cannot reach kafka-2, and both run: "))
        #expect(errors([2]).symptoms == [], "once is an accident")
        #expect(errors([9, 8, 7]).symptoms == [], "they came every second, and have stopped")
        #expect(errors([50, 40, 30]).symptoms == [], "it is over")
        let restarted = cut.with { $0.change("kafka-2") { $0.startedAt = moment - 8_000 } }
        #expect(restarted.symptoms == [], "it has just started")
        let settled = errors([20, 18, 17]).with { $0.change("kafka-2") { $0.startedAt = moment - 16_000 } }
        #expect(settled.symptoms == [], "the errors are older than its start")
        let own = cut.with { $0.change("kafka-3") { $0.startedAt = moment - 12_000 } }
        #expect(own.symptoms == [])
        let down = cut.with { $0.end("kafka-2", status: 143) }
        #expect(down.symptoms.map(\.finding.code) == [.containerDown], "that is why")
    }

    private let offline =
        "[2026-11-24 05:59:30,000] ERROR [Controller id=1 epoch=2] Controller 1 epoch 2 failed to change state for "
        + "partition tripclick-logs-0 from OfflinePartition to OnlinePartition (state.change.logger)"
    private let newFolder =
        "[2026-11-24 05:59:29,000] WARN No meta.properties file under dir /var/lib/kafka/data/meta.properties "
        + "(kafka.server.BrokerMetadataCheckpoint)"

    @Test("Topics that are remembered over empty folders") func recordsGone() {
        let started = Layer().with { layer in
            for broker in MessagingLayer.brokers { layer.change(broker.name) { $0.startedAt = moment - 40_000 } }
        }
        let gone = started.with { layer in
            for broker in MessagingLayer.brokers { layer.write(broker.name, [newFolder], secondsAgo: 30) }
            layer.write("kafka-1", [offline], secondsAgo: 25)
        }
        #expect(gone.signs == ["TC511 critical needsPerson"])
        let kept = started.with { $0.write("kafka-1", [offline], secondsAgo: 25) }
        #expect(kept.symptoms == [], "every start with kept data begins with partitions offline")
        let new = started.with { layer in
            for broker in MessagingLayer.brokers { layer.write(broker.name, [newFolder], secondsAgo: 30) }
        }
        #expect(new.symptoms == [], "a new cluster has new folders")
        let made = new.with { $0.write("kafka-1", [leads(from: 0)], secondsAgo: 25) }
        #expect(made.symptoms == [], "a new topic begins with epoch 0")
        let hung = new.with { layer in
            layer.write("kafka-2", [begins("Follower tripclick-logs-0")], secondsAgo: 25)
            layer.write("kafka-1", [offline], secondsAgo: 5)
        }
        #expect(hung.symptoms == [], "a topic that was made since is not remembered, whatever came of its leader")
        let beside = new.with { layer in
            layer.write("kafka-2", [begins("Leader tripclick-logs-1")], secondsAgo: 25)
            layer.write("kafka-1", [offline], secondsAgo: 5)
        }
        #expect(beside.signs == ["TC511 critical needsPerson"], "it says nothing of another partition")
        let atOnce = new.with { $0.write("kafka-1", [leads(from: 5)], secondsAgo: 25) }
        #expect(atOnce.signs == ["TC511 critical needsPerson"], "brokers that register at once leave nothing offline")
        let disk = started.with { $0.write("kafka-1", [newFolder, leads(from: 5)], secondsAgo: 25) }
        #expect(disk.symptoms == [], "one new disk is filled from the others")
    }

    private func begins(_ role: String) -> String {
        "[2026-11-24 05:59:35,432] INFO [Broker id=2] \(role) starts at leader epoch 0 from offset 0 with partition epoch 0 "
            + "and high watermark 0. Current leader is 1. Previous leader epoch was -1. (state.change.logger)"
    }

    private func leads(from epoch: Int) -> String {
        "[2026-11-24 05:59:35,432] INFO [Broker id=1] Leader tripclick-logs-2 with topic id Some(o6Nd7rQnQ16lDa30w0j-Kw) "
            + "starts at leader epoch \(epoch) from offset 0 with partition epoch 19, high watermark 0, ISR [1], adding "
            + "replicas [] and removing replicas [] . Previous leader epoch was -1. (state.change.logger)"
    }
}
