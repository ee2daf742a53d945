import Testing
import TripCore

@testable import TripCommands

/// What `up`, `down` and `restart` say: before they begin, while they work, when a signal ends them, and in JSON.
@Suite("Words of changes of the cluster") struct LayerWordsTests: RunsOnMachines {
    // MARK: Before anything is changed

    @Test("A bind address that this machine has not is refused before anything is changed") func bindElsewhere() {
        for line in ["up --host 10.0.1.100 --bind 192.0.2.2", "up --host 10.0.1.100 --bind 192.0.2.2 --dry-run"] {
            let machine = ChangingMachine(.made())
            let run = run(line, machine, nil)
            #expect(run.status == 1)
            #expect(run.output.contains("TC516"))
            #expect(machine.compose?.commands == [])
        }
    }

    @Test("A bind is judged by the host that is there, when no other is given") func bindByHostInPlace() {
        let there = ChangingMachine(.made(of: layerFile(host: "10.0.1.100")))
        let moved = run("up --bind 10.0.1.100 --dry-run", there, nil)
        #expect(moved.status == 0)
        #expect(moved.output.contains("kafka-1 recreated"))
        for machine in [ChangingMachine(.made()), ChangingMachine(.empty)] {
            let refused = run("up --bind 10.0.1.100", machine, nil)
            #expect(refused.status == 64)
            #expect(refused.errors.contains("cannot use --bind 10.0.1.100 with host localhost"))
            #expect(machine.compose?.commands == [])
        }
    }

    @Test("A bind that was there and never led to the host is not kept") func badBindInPlace() {
        let wrong = FakeEngine.Parts.made().with { parts in
            for name in ["kafka-1", "kafka-2", "kafka-3"] {
                parts.change(name) { container in
                    for index in container.wantedPorts.indices { container.wantedPorts[index].address = "192.0.2.2" }
                }
            }
        }
        for line in ["up --host localhost", "up", "down", "restart"] {
            let machine = ChangingMachine(wrong)
            #expect(run(line, machine, hasTime: true).status == 0, "\(line)")
            #expect(machine.state.now == layerFile().text, "\(line)")
        }
    }

    // MARK: A signal

    @Test("While it changes something, a signal's end would say where it was, what runs and how to go on")
    func lastWords() throws {
        let started = run("up", ChangingMachine(.empty), Case.brandNew, hasTime: true).lastWords
        #expect(
            started.first == """
                tripctl: interrupted before anything was changed: what runs goes on running
                hint: `tripctl status` shows it, `tripctl up` goes on from here

                """)
        let words = started.compactMap { $0?.split(separator: "\n").first.map { String($0) } }
        #expect(words.contains { $0.hasPrefix("tripctl: interrupted on the way to start zookeeper: ") })
        let last = try #require(words.last)
        #expect(
            last
                == "tripctl: interrupted while it waited for the cluster to work: zookeeper, kafka-1, kafka-2, kafka-3 "
                + "and kafka-ui run on")
        #expect(started.last == .some(nil), "when all is done there is nothing to say")
        let changed = run(
            "up --host 10.0.1.100", ChangingMachine(.made(), files: [layerFile(host: "10.0.1.100")]),
            Case.layer(at: "10.0.1.100"), hasTime: true
        ).lastWords
        #expect(changed.contains { $0?.contains("interrupted on the way to make anew kafka-2: ") == true })
        let stopped = run("down", ChangingMachine(.made()), nil).lastWords
        #expect(
            stopped.contains(
                """
                tripctl: interrupted on the way to stop the cluster: what is not stopped yet runs on
                hint: `tripctl status` shows it, `tripctl down` goes on from here

                """))
        let rolled = run("restart --rolling", ChangingMachine(.made()), hasTime: true).lastWords
        #expect(
            rolled.contains(
                """
                tripctl: interrupted on the way to restart kafka-2: what runs goes on running
                hint: `tripctl status` shows it, `tripctl up` starts what is stopped

                """))
        #expect(rolled.last == .some(nil))
    }

    @Test(
        "What changes nothing has nothing to say at a signal", arguments: ["up --dry-run", "down --dry-run", "status"])
    func noLastWords(line: String) {
        #expect(run(line, ChangingMachine(.made())).lastWords == [])
    }

    // MARK: Time

    @Test("The whole time is used, and what the last looks show counts when all is there") func wholeTime() {
        // So little time that no look after the first is a whole one. A machine that has other things to do may take
        // all of it once.
        let isWell = (1...10).contains { _ in
            let looks = Shared(0)
            let cluster = FakeCluster(
                Case.layer.with { parts in
                    parts.bury(1)
                    parts.meanwhile = { parts in
                        let count = looks.with { count in
                            count += 1
                            return count
                        }
                        if count == 2 { parts = Case.layer }
                    }
                })
            return runTripctl(
                ["up", "--timeout", "1s"], on: cluster,
                Outside(machine: ChangingMachine(.made()).machine, hasTime: true)
            ).status == 0
        }
        #expect(isWell)
    }

    @Test("A cluster that never works is given up with what the last whole look showed") func neverWorks() {
        let machine = ChangingMachine(.made()) { $0.pages = [:] }
        let run = run("up --timeout 300ms", machine, hasTime: true)
        #expect(run.status == 3)
        #expect(run.output.contains("after 300 ms the cluster does not work yet: Kafka UI does not answer yet"))
    }

    // MARK: What is told

    @Test(
        "A service that there is not is not found, as with logs",
        arguments: [("kafka-9", "kafka-1, kafka-2 or kafka-3"), ("nosuch", nil)] as [(String, String?)])
    func unknownService(name: String, near: String?) throws {
        let hint =
            near.map { "did you mean \($0)?" } ?? "the services are zookeeper, kafka-1, kafka-2, kafka-3 and kafka-ui"
        for (line, doing) in [("restart", "restart"), ("restart --rolling", "restart"), ("logs", "read the log of")] {
            let machine = ChangingMachine(.made())
            let run = run("\(line) \(name)", machine, nil)
            #expect(run.status == 1, "\(line)")
            #expect(run.errors == "tripctl: cannot \(doing) \(name): there is no such service\nhint: \(hint)\n")
            #expect(machine.compose?.commands == [])
        }
        let json = try envelope(run("restart \(name) -o json", ChangingMachine(.made()), nil))
        #expect((json["error"] as? [String: Any])?["kind"] as? String == "notFound")
    }

    @Test("What works is stamped with the cluster's id and where it is called") func stamped() throws {
        for line in ["up -o json", "restart kafka-2 -o json"] {
            let cluster = try #require(
                try envelope(run(line, ChangingMachine(.made()), hasTime: true))["cluster"] as? [String: Any])
            #expect(cluster["id"] as? String == "Kf3-x_YzQ2mWb1", "\(line)")
            #expect(cluster["bootstrap"] as? [String] == ["localhost:9092", "localhost:9093", "localhost:9094"])
        }
    }

    @Test("A dry run says where the cluster would be, and claims nothing that did not happen") func dryRunPlaces()
        throws
    {
        for machine in [ChangingMachine(.made()), ChangingMachine(.empty)] {
            let json = try envelope(run("up --host 10.0.1.100 --expose-ui --dry-run -o json", machine, nil))
            let data = try #require(json["data"] as? [String: Any])
            #expect(data["outcome"] as? String == "unchanged")
            let outside = (data["bootstrap"] as? [String: Any])?["outside"] as? String
            #expect(outside == "10.0.1.100:9092,10.0.1.100:9093,10.0.1.100:9094")
            #expect(data["ui"] as? String == "http://10.0.1.100:8080")
        }
        #expect(
            run("down --volumes --dry-run", ChangingMachine(.made()), nil).output.contains(
                "the cluster would be stopped"))
        #expect(
            run("restart --dry-run", ChangingMachine(.made()), nil).output.contains("would be done as asked"))
    }
}
