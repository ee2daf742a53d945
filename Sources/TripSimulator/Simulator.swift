public import TripCore
internal import TripSystem

/// A simulated Kafka cluster that runs: every broker listens on a port of 127.0.0.1 and speaks Kafka's protocol, as far
/// as librdkafka asks for it.
///
/// One thread serves all brokers. The cluster is changed through ``change(_:)``, from any thread and at any time, and
/// clients see it at once.
public final class Simulator: Sendable {
    private let world: Monitor<World>
    /// Both ends stay open for as long as this object lives: writing to a pipe that nobody reads ends a process.
    private let wakeUp: (read: Int32, write: Int32)

    /// Starts the brokers. Those whose port is 0 get one from the system.
    ///
    /// - Throws: `system`, when a port cannot be had.
    public static func start(
        _ cluster: SimulatedCluster, faults: Faults = .none
    ) throws(Failure) -> Simulator {
        Socket.raiseFileLimit()
        let ends = try Socket.pipe()
        var cluster = cluster
        cluster.now = Machine.now()
        var world = World(answering: Answering(cluster: cluster, faults: faults, session: Session(broker: 0)))
        try listen(&world)
        world.changes = 1
        let monitor = Monitor(world)
        let started = Threads.start {
            var loop = Loop(monitor, wakeUp: ends.read)
            loop.run()
        }
        guard started else { throw Failure(.system, doing: "start a thread", reason: "the system has none left") }
        let simulator = Simulator(monitor, wakeUp: ends)
        simulator.waitForPorts(asOf: 1)
        return simulator
    }

    private init(_ world: Monitor<World>, wakeUp: (read: Int32, write: Int32)) {
        self.world = world
        self.wakeUp = wakeUp
    }

    deinit {
        stop()
        Socket.close(wakeUp.read)
        Socket.close(wakeUp.write)
    }

    /// Where clients may start: every broker that is up, by rising id.
    public var bootstrap: [Address] {
        world.read { world in
            let cluster = world.answering.cluster
            return cluster.live.compactMap { id in
                cluster.brokers[id].map { Address(host: "127.0.0.1", port: $0.port) }
            }
        }
    }

    /// Changes the cluster, what goes wrong, or both; clients that wait for the change are answered at once.
    ///
    /// When this returns, every port accepts or refuses as the change wants it, and frozen brokers read no more. It must
    /// not be called from within `body`.
    ///
    /// - Throws: `system`, when a new broker's port cannot be had.
    @discardableResult
    public func change<R: Sendable>(
        _ body: (_ cluster: inout SimulatedCluster, _ faults: inout Faults) -> R
    ) throws(Failure) -> R {
        let (result, failure, number): (R, Failure?, UInt64) = world.change { world in
            world.answering.cluster.now = Machine.now()
            let result = body(&world.answering.cluster, &world.answering.faults)
            world.changes += 1
            do throws(Failure) {
                try Self.listen(&world)
                return (result, nil, world.changes)
            } catch { return (result, error, world.changes) }
        }
        Socket.wake(wakeUp.write)
        waitForPorts(asOf: number)
        if let failure { throw failure }
        return result
    }

    /// Waits until the server's thread has taken a change in.
    private func waitForPorts(asOf number: UInt64) {
        _ = world.wait(until: Deadline(after: .seconds(10))) { $0.taken >= number || $0.isStopped ? true : nil }
    }

    /// Looks at the cluster as it is now.
    public func read<R: Sendable>(_ body: (SimulatedCluster) -> R) -> R {
        world.read { body($0.answering.cluster) }
    }

    /// How many requests of each sort have come so far.
    public var requests: [API: Int] { world.read { $0.requests } }

    /// Ends every connection and gives the ports back. Nothing happens when it has been stopped before.
    public func stop() {
        guard world.read({ !$0.isStopped }) else { return }
        world.change { $0.isStopping = true }
        Socket.wake(wakeUp.write)
        _ = world.wait(until: Deadline(after: .seconds(5))) { $0.isStopped ? true : nil }
    }

    /// Binds the ports of brokers that have no socket yet, and notes the port that each got. The server's thread is
    /// told of the sockets.
    private static func listen(_ world: inout World) throws(Failure) {
        for id in world.answering.cluster.brokers.keys.sorted() where !world.listening.contains(id) {
            guard let broker = world.answering.cluster.brokers[id] else { continue }
            let descriptor = try Socket.bound(to: broker.port)
            world.answering.cluster.brokers[id]?.port = Socket.port(of: descriptor)
            world.newListeners.append((id, descriptor))
            world.listening.insert(id)
        }
        world.listening.formIntersection(world.answering.cluster.brokers.keys)
    }
}
