import Testing
import TripCore

/// What `up` does to the containers, from every state that they are found in.
@Suite("Plan of up") struct UpPlanTests {
    private static let brokers = ["kafka-1", "kafka-2", "kafka-3"]
    private static let all = ["zookeeper", "kafka-1", "kafka-2", "kafka-3", "kafka-ui"]

    /// The plan for a cluster that was made of the file and changed since.
    private func plan(to file: ComposeFile? = nil, _ change: (inout Deployment) -> Void = { _ in }) throws -> UpPlan {
        let made = try TripCoreTests.file()
        return UpPlan(from: made.deployment().with(change), to: file ?? made)
    }

    @Test("Of a cluster that is as the file asks for there is nothing to do") func nothing() throws {
        let plan = try plan()
        #expect(plan.isEmpty)
        #expect(plan.steps == [])
        #expect(plan.changes == [])
    }

    @Test("On an empty engine all is made, then ZooKeeper is started, and then all that waits for it by itself")
    func empty() throws {
        let plan = UpPlan(from: .none, to: try file())
        #expect(plan.steps == [.make(Self.all), .start(["zookeeper"]), .start(Self.brokers + ["kafka-ui"])])
        #expect(plan.changes.map(\.service) == Self.all)
        #expect(plan.changes.allSatisfy { $0.kind == .created && $0.reason == "there is none" })
    }

    @Test("Without the UI there are four") func withoutUI() throws {
        let plan = UpPlan(from: .none, to: try file(hasUI: false))
        #expect(plan.steps == [.make(["zookeeper"] + Self.brokers), .start(["zookeeper"]), .start(Self.brokers)])
    }

    @Test("What ended is started again, and the reason says how it ended") func ended() throws {
        let plan = try plan { $0.end("kafka-2", status: 137) }
        #expect(plan.steps == [.start(["kafka-2"])])
        #expect(plan.changes == [UpPlan.Change("kafka-2", .started, "it ended with status 137")])
    }

    @Test("Without a status it ended, and that is all", arguments: [Container.State.dead, .removing, .exited])
    func endedWithoutStatus(state: Container.State) throws {
        let plan = try plan { $0.change("kafka-2") { $0.state = state } }
        #expect(plan.changes == [UpPlan.Change("kafka-2", .started, "it ended")])
    }

    @Test("What was made and never started is started") func created() throws {
        let plan = try plan { $0.change("kafka-ui") { $0.state = .created } }
        #expect(plan.steps == [.start(["kafka-ui"])])
        #expect(plan.changes == [UpPlan.Change("kafka-ui", .started, "it was never started")])
    }

    @Test("What is not there is made, and stands beside what is started") func missing() throws {
        let plan = try plan { deployment in
            deployment.containers["kafka-3"] = nil
            deployment.end("kafka-1")
        }
        #expect(plan.steps == [.start(["kafka-1", "kafka-3"])])
        #expect(plan.changes.map(\.kind) == [.started, .created])
    }

    @Test("ZooKeeper is started before what waits for it") func zooKeeperEnded() throws {
        let plan = try plan { $0.end("zookeeper", "kafka-1", "kafka-2", "kafka-3", "kafka-ui") }
        #expect(plan.steps == [.start(["zookeeper"]), .start(Self.brokers + ["kafka-ui"])])
    }

    @Test("What is paused goes on") func paused() throws {
        let plan = try plan { $0.change("kafka-3", "zookeeper") { $0.state = .paused } }
        #expect(plan.steps == [.unpause(["zookeeper", "kafka-3"])])
        #expect(plan.changes.map(\.reason) == ["it is paused", "it is paused"])
    }

    @Test("What is off the network is made anew at once: nobody reaches it") func offNetwork() throws {
        let plan = try plan { deployment in
            deployment.change("kafka-1") { container in
                container.networks = [:]
                container.ports = []
            }
        }
        #expect(plan.steps == [.recreate(["kafka-1"])])
        #expect(plan.changes == [UpPlan.Change("kafka-1", .reconnected, "it is off the network")])
    }

    @Test("What is paused and off the network goes on before it is made anew") func pausedOffNetwork() throws {
        let plan = try plan { deployment in
            deployment.change("kafka-1") { container in
                container.networks = [:]
                container.state = .paused
            }
        }
        #expect(plan.steps == [.unpause(["kafka-1"]), .recreate(["kafka-1"])])
        #expect(plan.changes.map(\.kind) == [.reconnected])
    }

    @Test("What keeps ending does not wait for the engine's next try") func crashLoop() throws {
        let plan = try plan { $0.change("kafka-2", "zookeeper") { $0.state = .restarting } }
        #expect(plan.steps == [.restart(["zookeeper"]), .restart(["kafka-2"])])
        #expect(plan.changes.map(\.reason) == ["it keeps ending", "it keeps ending"])
    }

    @Test("Another host makes the brokers anew, one at a time, and nothing else") func otherHost() throws {
        let plan = try plan(to: file(host: "10.0.1.100"))
        #expect(plan.steps == [.roll(Self.brokers)])
        #expect(plan.changes.map(\.service) == Self.brokers)
        let ports = "ports from 127.0.0.1:9092:9092 to 0.0.0.0:9092:9092"
        #expect(
            plan.changes.first
                == UpPlan.Change("kafka-1", .recreated, "advertised host from localhost to 10.0.1.100; \(ports)"))
    }

    @Test("A change of host that was interrupted goes on with the brokers that are left") func halfChanged() throws {
        let new = try file(host: "10.0.1.100")
        let plan = try plan(to: new) { $0.containers["kafka-1"] = new.deployment().containers["kafka-1"] }
        #expect(plan.steps == [.roll(["kafka-2", "kafka-3"])])
    }

    @Test("A ZooKeeper that differs is made anew only after everything else has stopped") func zooKeeperDiffers() throws
    {
        let plan = try plan { $0.change("zookeeper") { $0.memoryLimit = 512 << 20 } }
        #expect(
            plan.steps == [
                .stop(["kafka-ui", "kafka-3", "kafka-2", "kafka-1"]), .recreate(["zookeeper"]),
                .start(Self.brokers + ["kafka-ui"]),
            ])
        #expect(plan.changes == [UpPlan.Change("zookeeper", .recreated, "memory limit from 512 MB to 1 GB")])
    }

    @Test("Beside a ZooKeeper that differs brokers are not rolled, for all have stopped") func everythingDiffers()
        throws
    {
        let plan = try plan(to: file(host: "10.0.1.100", exposesZooKeeper: true))
        #expect(
            plan.steps == [
                .stop(["kafka-ui", "kafka-3", "kafka-2", "kafka-1"]), .recreate(["zookeeper"]),
                .recreate(Self.brokers), .start(["kafka-ui"]),
            ])
    }

    @Test("What does not run needs no stop before ZooKeeper is made anew") func zooKeeperDiffersOthersStopped() throws {
        let plan = try plan { deployment in
            deployment.change("zookeeper") { $0.memoryLimit = nil }
            deployment.end("kafka-1", "kafka-2", "kafka-3", "kafka-ui")
        }
        #expect(plan.steps == [.recreate(["zookeeper"]), .start(Self.brokers + ["kafka-ui"])])
    }

    @Test("A UI that the file is without is removed") func withoutUIAnyMore() throws {
        let plan = try plan(to: file(hasUI: false))
        #expect(plan.steps == [.remove(["kafka-ui"])])
        #expect(plan.changes == [UpPlan.Change("kafka-ui", .removed, "the file is without it")])
    }

    @Test("A UI that differs is made anew at once: nothing depends on it") func uiDiffers() throws {
        let plan = try plan(to: file(exposesUI: true))
        #expect(plan.steps == [.recreate(["kafka-ui"])])
        #expect(
            plan.changes.map(\.reason) == ["ports from 127.0.0.1:8080:8080 to 0.0.0.0:8080:8080"])
    }

    @Test(
        "Brokers that differ and serve nobody are made anew at once",
        arguments: [
            { $0.state = .exited },
            { $0.state = .restarting },
            { $0.networks = [:] },
            { container in
                container.restarts = 3
                container.health = .starting
            },
        ] as [@Sendable (inout Container) -> Void])
    func differAndDoNotServe(change: @escaping @Sendable (inout Container) -> Void) throws {
        let plan = try plan(to: file(host: "10.0.1.100")) { $0.change("kafka-2", body: change) }
        #expect(plan.steps == [.recreate(["kafka-2"]), .roll(["kafka-1", "kafka-3"])])
    }

    @Test("A broker that was restarted once and is well again takes its turn") func servesAgain() throws {
        let plan = try plan(to: file(host: "10.0.1.100")) { $0.change("kafka-2") { $0.restarts = 3 } }
        #expect(plan.steps == [.roll(Self.brokers)])
    }

    @Test("Many things at once come in the order that hurts least") func combination() throws {
        let plan = try plan(to: file(host: "10.0.1.100", hasUI: false)) { deployment in
            deployment.change("zookeeper") { $0.state = .paused }
            deployment.end("kafka-1")
            deployment.containers["kafka-3"] = nil
        }
        #expect(
            plan.steps == [
                .unpause(["zookeeper"]), .remove(["kafka-ui"]), .recreate(["kafka-1"]), .start(["kafka-3"]),
                .roll(["kafka-2"]),
            ])
        #expect(plan.changes.map(\.service) == ["zookeeper"] + Self.brokers + ["kafka-ui"])
        #expect(plan.changes.map(\.kind) == [.unpaused, .recreated, .recreated, .created, .removed])
    }
}
