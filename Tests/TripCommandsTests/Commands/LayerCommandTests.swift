import Testing
import TripCore

@testable import TripCommands

/// What `up`, `down` and `restart` do to an engine, in which order, and what they leave alone.
@Suite("Changes of the cluster") struct LayerCommandTests: RunsOnMachines {
    private static let all = "zookeeper kafka-1 kafka-2 kafka-3 kafka-ui"

    // MARK: up

    @Test("On an empty engine ZooKeeper is started first, and the second time there is nothing to do")
    func started() throws {
        let machine = ChangingMachine(.empty)
        #expect(run("up", machine).status == 0)
        #expect(
            machine.compose?.commands
                == [
                    "up --no-start --no-deps --no-recreate zookeeper kafka-1 kafka-2 kafka-3 kafka-ui",
                    "up -d --no-deps --no-recreate zookeeper",
                    "up -d --no-deps --no-recreate kafka-1 kafka-2 kafka-3 kafka-ui",
                ])
        #expect(machine.state.now == layerFile().text)
        let again = run("up", machine)
        #expect(again.output.hasPrefix("nothing to do"))
        #expect(machine.compose?.commands.count == 3)
    }

    @Test("Images that are missing are pulled first, each once; with --pull all of them") func pulls() {
        let missing = ChangingMachine(.empty.with { $0.images["provectuslabs/kafka-ui:latest"] = nil })
        #expect(run("up", missing).status == 0)
        #expect(missing.compose?.commands.first == "pull kafka-ui")
        let all = ChangingMachine(.made())
        #expect(run("up --pull", all).status == 0)
        #expect(all.compose?.commands == ["pull \(Self.all)"])
    }

    @Test("Containers whose image was pulled anew are made anew: brokers one at a time") func pullsNewer() {
        let kafka = "confluentinc/cp-kafka:7.5.1"
        let machine = ChangingMachine(.made(), pulling: [kafka: "sha256:0123456789abcdef"])
        let pulled = run("up --pull", machine, Case.layer, hasTime: true)
        #expect(pulled.status == 0)
        #expect(
            machine.compose?.commands
                == ["pull \(Self.all)"]
                + ["kafka-1", "kafka-2", "kafka-3"].map { "up -d --no-deps --force-recreate \($0)" })
        #expect(pulled.output.contains("kafka-2 recreated: image \(kafka) from 1 to 0123456789ab\n"))
        let again = run("up --pull", machine, Case.layer, hasTime: true)
        #expect(again.output.hasPrefix("nothing to do"))
    }

    @Test("Another host takes the brokers one after the other, and waits for each") func rolled() {
        let machine = ChangingMachine(.made(), files: [layerFile(host: "10.0.1.100")])
        let run = run("up --host 10.0.1.100", machine, Case.layer(at: "10.0.1.100"), hasTime: true)
        #expect(run.status == 0)
        #expect(
            machine.compose?.commands
                == ["kafka-1", "kafka-2", "kafka-3"].map { "up -d --no-deps --force-recreate \($0)" })
    }

    @Test("Replicas that do not come into sync stop the change before the next broker") func rollStops() {
        let machine = ChangingMachine(.made(), files: [layerFile(host: "10.0.1.100")])
        // In sync when it begins; not once the first broker was made anew.
        let short = Case.layer(at: "10.0.1.100")
        let cluster = FakeCluster(short)
        machine.compose?.afterwards { [cluster] in
            cluster.change { parts in
                parts.metadata { $0.topics[0].partitions[0].inSync = [2] }
            }
        }
        let run = runTripctl(
            ["up", "--host", "10.0.1.100"], on: cluster, Outside(machine: machine.machine))
        #expect(run.status == 3)
        #expect(machine.compose?.commands.count == 1)
        #expect(run.output.contains("cannot go on with kafka-2"))
    }

    /// Makes the brokers anew of a cluster that is not whole to begin with, and how many commands had run before the
    /// first was back.
    private func rollNotWhole(_ options: [String] = []) -> (machine: ChangingMachine, run: Run, changedBefore: Int) {
        let machine = ChangingMachine(.made(), files: [layerFile(host: "10.0.1.100")])
        let whole = Case.layer(at: "10.0.1.100")
        let cluster = FakeCluster(whole.with { $0.bury(3) })
        let failure = Failure(.unreachable, doing: "ask Kafka", reason: "connection refused")
        // The first broker that is made anew answers after five looks, and all is well from then on.
        let looks = Shared(0)
        let changedUntilThen = Shared(0)
        let compose = machine.compose
        machine.compose?.afterwards(once: true) { cluster.change { $0.metadata = .failure(failure) } }
        cluster.change { parts in
            parts.meanwhile = { parts in
                let count = looks.with { count in
                    count += 1
                    return count
                }
                if count == 5 {
                    changedUntilThen.with { $0 = compose?.commands.count ?? 0 }
                    parts.metadata = whole.metadata
                    parts.reach = whole.reach
                }
            }
        }
        let run = runTripctl(
            ["up", "--host", "10.0.1.100"] + options, on: cluster,
            Outside(machine: machine.machine, hasTime: true))
        return (machine, run, changedUntilThen.with { $0 })
    }

    @Test("In a cluster that is not whole to begin with, a broker gets time to come back before the next goes")
    func rollsNotWhole() {
        let (machine, run, changedBefore) = rollNotWhole()
        #expect(run.status == 0)
        #expect(changedBefore == 1, "the others are left alone meanwhile")
        #expect(machine.compose?.commands.count == 3)
    }

    @Test("Where nothing is shown, the engine is not asked for it") func quietRoll() {
        let (shown, quiet) = (rollNotWhole(), rollNotWhole(["--quiet"]))
        #expect(quiet.run.status == 0)
        #expect(quiet.run.pauses == shown.run.pauses)
        #expect(quiet.machine.engine.now.questions < shown.machine.engine.now.questions)
    }

    @Test("The host is the option's, else the variable's, else what is there, else localhost") func hosts() {
        let there = layerFile(host: "10.0.1.100")
        let other = layerFile(host: "203.0.113.9")
        func host(_ line: String, _ variable: String?, _ parts: FakeEngine.Parts) -> String {
            let machine = ChangingMachine(parts, files: [layerFile(), there, other])
            let environment = variable.map { ["KAFKA_HOST": $0] } ?? [:]
            let output = run(line + " --dry-run -o json", machine, nil, environment: environment).output
            return String(output.firstMatch(of: #/advertised host from \S+ to ([^;"]+)/#)?.output.1 ?? "as it is")
        }
        #expect(host("up --host 203.0.113.9", "10.0.1.100", .made()) == "203.0.113.9")
        #expect(host("up", "203.0.113.9", .made(of: there)) == "203.0.113.9")
        #expect(host("up", "", .made(of: there)) == "as it is")
        #expect(host("up", nil, .made(of: there)) == "as it is")
        #expect(host("up", "localhost", .made(of: there)) == "localhost")
    }

    @Test("A cluster that comes down again while it is waited for is brought up again") func cameDown() {
        let machine = ChangingMachine(.made().with { $0.end("kafka-2", 137) })
        let engine = machine.engine
        // The first time that it is started, it does not stay.
        machine.compose?.afterwards(once: true) { engine.change { $0.end("kafka-2", 137) } }
        let run = run("up", machine, hasTime: true)
        #expect(run.status == 0)
        #expect(machine.compose?.commands == Array(repeating: "up -d --no-deps --no-recreate kafka-2", count: 2))
        #expect(run.pauses.count > 10, "it is given a moment to come back by itself")
    }

    @Test("One that comes down every time is given up, and why is said") func givenUp() {
        let machine = ChangingMachine(.made().with { $0.end("kafka-2", 137) })
        let engine = machine.engine
        machine.compose?.afterwards { engine.change { $0.end("kafka-2", 137) } }
        let run = run("up", machine, Case.layer.with { $0.kill(2) }, hasTime: true)
        #expect(run.status != 0)
        #expect(machine.compose?.commands.count == 3)
        #expect(run.output.contains("kafka-2"))
    }

    @Test("With --no-ui the page is removed, and is not waited for") func withoutUI() {
        let machine = ChangingMachine(.made(), files: [layerFile(), layerFile(hasUI: false)]) { $0.pages = [:] }
        #expect(run("up --no-ui", machine).status == 0)
        #expect(machine.compose?.commands == ["rm --stop --force kafka-ui"])
        #expect(machine.engine.now.containers["kafka-ui"] == nil)
    }

    @Test("A page that does not answer is not ready") func uiSilent() {
        let machine = ChangingMachine(.made()) { $0.pages = [:] }
        let run = run("up", machine)
        #expect(run.status == 3)
        #expect(run.output.contains("Kafka UI does not answer yet"))
    }

    @Test("The topic is made as it has to be, unless nobody wants it") func topic() throws {
        let cluster = FakeCluster(Case.brandNew)
        let run = runTripctl(
            ["up"], on: cluster, Outside(machine: ChangingMachine(.empty).machine, hasTime: true))
        #expect(run.status == 0)
        let topic = try #require(try cluster.metadata().topic("tripclick-logs"))
        #expect(topic.partitions.map(\.replicas) == [[1, 2], [2, 3], [3, 1]])
        let without = FakeCluster(Case.brandNew)
        #expect(
            runTripctl(["up", "--no-topic"], on: without, Outside(machine: ChangingMachine(.empty).machine)).status
                == 0)
        #expect(try without.metadata().topics.isEmpty)
    }

    // MARK: Nothing is changed

    @Test(
        "What is refused, or only asked about, changes nothing",
        arguments: [
            "up --dry-run", "up --host 10.0.1.100 --dry-run", "up --pull --dry-run", "down --dry-run",
            "down --volumes --dry-run", "restart --dry-run", "restart kafka-2 --dry-run",
            "restart --rolling --dry-run", "down --volumes",
        ])
    func unchanged(line: String) {
        let machine = ChangingMachine(.made().with { $0.end("kafka-ui", 1) })
        _ = run(line, machine)
        #expect(machine.compose?.commands == [])
        #expect(machine.state.now == nil)
        #expect(machine.engine.now.containers.count == 5)
    }

    @Test("Who only asks waits for nobody's lock") func dryRunLock() {
        for line in ["up --dry-run", "down --dry-run", "restart --dry-run"] {
            let machine = ChangingMachine(.made(), holder: LockHolder(pid: 7, purpose: "up"))
            #expect(run(line, machine).status == 0, "\(line)")
        }
        for line in ["up", "down", "restart"] {
            let machine = ChangingMachine(.made(), holder: LockHolder(pid: 7, purpose: "up"))
            #expect(run(line, machine, nil).status == 1, "\(line)")
            #expect(machine.compose?.commands == [], "\(line)")
        }
    }

    @Test("No status but 0 comes without a word, with --quiet neither", arguments: Case.all) func quiet(item: Case) {
        let run = item.run(["--quiet"])
        #expect(run.status == 0 || !run.output.isEmpty || !run.errors.isEmpty)
    }

    // MARK: down

    @Test("It is stopped with one command, and its records stay") func stopped() {
        let machine = ChangingMachine(.made())
        #expect(run("down", machine, nil).status == 0)
        #expect(machine.compose?.commands == ["down"])
        #expect(machine.engine.now.containers.isEmpty)
        #expect(machine.engine.now.volumes.count == 5)
        #expect(run("down", machine, nil).output == "nothing to do: there is no cluster\n")
        #expect(machine.compose?.commands.count == 1)
    }

    @Test("The file that it is stopped by has every service, whatever the cluster was started with")
    func everything() {
        let machine = ChangingMachine(
            .made(of: layerFile(host: "10.0.1.100", hasUI: false)), files: [layerFile(host: "10.0.1.100")])
        #expect(run("down", machine, nil).status == 0)
        #expect(machine.state.now == layerFile(host: "10.0.1.100").text)
    }

    @Test("Volumes go when they are meant to: all of them") func volumes() {
        for (line, answer, terminal) in [
            ("down --volumes --yes", nil, Context.Terminal.pipe), ("down --volumes", "Y", .person),
            ("down --volumes", "yes", .person),
        ] {
            let machine = ChangingMachine(.made().with { $0.volumes.append(Volume(name: "others")) })
            #expect(run(line, machine, nil, answer: answer, terminal: terminal).status == 0)
            #expect(machine.compose?.commands == ["down --volumes"])
            #expect(machine.engine.now.volumes.map(\.name) == ["others"])
        }
    }

    @Test("Anything but yes is no") func answers() {
        for answer in ["n", "", "no", "yess", nil] {
            let machine = ChangingMachine(.made())
            #expect(run("down --volumes", machine, nil, answer: answer, terminal: .person).status == 1)
            #expect(machine.compose?.commands == [])
        }
    }

    @Test("What is still there afterwards is a failure") func left() {
        let machine = ChangingMachine(.made())
        let engine = machine.engine
        machine.compose?.afterwards { engine.change { $0.containers["kafka-1"] = .running("kafka-1") } }
        let run = run("down", machine)
        #expect(run.status == 1)
        #expect(run.output.contains("kafka-1 is still there"))
    }

    // MARK: restart

    @Test("Brokers stop before ZooKeeper does, and start after it") func restarted() {
        let machine = ChangingMachine(.made())
        #expect(run("restart", machine).status == 0)
        #expect(
            machine.compose?.commands == [
                "stop kafka-ui kafka-3 kafka-2 kafka-1", "restart zookeeper",
                "up -d --no-deps --no-recreate kafka-1 kafka-2 kafka-3 kafka-ui",
            ])
    }

    @Test("Those named are restarted, once each; ZooKeeper alone, too") func named() {
        for (line, commands) in [
            ("restart kafka-2 kafka-2", ["restart kafka-2"]), ("restart zookeeper", ["restart zookeeper"]),
            ("restart kafka-3 kafka-1", ["restart kafka-3 kafka-1"]),
            ("restart --rolling kafka-3 kafka-1", ["restart kafka-3", "restart kafka-1"]),
        ] {
            let machine = ChangingMachine(.made())
            #expect(run(line, machine, hasTime: true).status == 0, "\(line)")
            #expect(machine.compose?.commands == commands, "\(line)")
        }
    }
}
