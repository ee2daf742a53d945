public import TripCore
internal import TripSystem

/// A scenario that runs: the simulated cluster, and the traffic in it.
public final class RunningDemo: DemoPort {
    /// Where its brokers listen, those that are down too.
    public let bootstrap: [Address]
    private let simulator: Simulator
    private let isEnding: Monitor<Bool>

    /// How long between two looks at what has come and gone: a record a partition at the rate of a demo.
    private static let step = Duration.milliseconds(500)

    /// Starts a scenario.
    ///
    /// - Parameter firstPort: the first of three ports in a row; `nil` lets the system choose.
    /// - Throws: `system` when a port cannot be had, or no thread.
    public static func start(_ scenario: DemoScenario, firstPort: Int? = nil) throws(Failure) -> RunningDemo {
        let demo = DemoCluster(scenario, at: Machine.now(), firstPort: firstPort)
        let simulator: Simulator
        do throws(Failure) {
            simulator = try Simulator.start(demo.cluster, faults: demo.faults)
        } catch {
            var failure = error
            if firstPort != nil {
                failure.hint = failure.hint ?? "choose another --port, or leave it out: the system then chooses"
            }
            throw failure
        }
        let isEnding = Monitor(false)
        let started = Threads.start {
            var traffic = demo.traffic
            while isEnding.wait(until: Deadline(after: step), for: { $0 ? true : nil }) == nil {
                // No broker is added, so no port can be missing.
                try? simulator.change { cluster, _ in traffic.pass(in: &cluster) }
            }
        }
        guard started else { throw Failure(.system, doing: "start a thread", reason: "the system has none left") }
        return RunningDemo(simulator, isEnding)
    }

    private init(_ simulator: Simulator, _ isEnding: Monitor<Bool>) {
        self.simulator = simulator
        self.isEnding = isEnding
        bootstrap = simulator.read { cluster in
            cluster.brokers.sorted { $0.key < $1.key }.map(\.value.address)
        }
    }

    /// Ends it and gives its ports back.
    public func stop() {
        isEnding.change { $0 = true }
        simulator.stop()
    }
}
