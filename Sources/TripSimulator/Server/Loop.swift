internal import TripCore
internal import TripSystem

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The server's thread: waits for any socket, lets the cluster answer, and sends.
struct Loop {
    private let world: Monitor<World>
    private let wakeUp: Int32
    private var listeners: [Int32: Listener] = [:]
    private var connections: [Int32: Connection] = [:]
    /// Connections whose last request waits, or is answered late.
    private var held: Set<Int32> = []
    private var seenChanges: UInt64 = 0

    /// A broker's own socket.
    private struct Listener {
        var descriptor: Int32
        var port: Int
        var isOpen = false
    }

    #if os(Linux)
    /// POLLRDHUP: the client has ended its side.
    private static let clientIsGone: Int32 = 0x2000
    #else
    private static let clientIsGone: Int32 = 0
    #endif

    init(_ world: Monitor<World>, wakeUp: Int32) {
        self.world = world
        self.wakeUp = wakeUp
    }

    /// Serves until it is told to stop.
    mutating func run() {
        var isStopping = false
        while !isStopping {
            isStopping = turn()
        }
        for connection in connections.values { Socket.close(connection.descriptor) }
        for listener in listeners.values { Socket.close(listener.descriptor) }
        world.change { $0.isStopped = true }
    }

    /// Waits for something to do, and does it; true when it was told to stop.
    private mutating func turn() -> Bool {
        let (polled, timeout) = world.read { world in interests(in: world) }
        var polls = polled
        _ = poll(&polls, nfds_t(polls.count), timeout)
        let ready = polls.filter { $0.revents != 0 }
        return world.change { world in
            world.answering.cluster.now = Machine.now()
            if ready.contains(where: { $0.fd == wakeUp }) { Socket.drain(wakeUp) }
            reconcile(&world)
            for event in ready { handle(event, &world) }
            if world.answering.cluster.passTime() { world.changes += 1 }
            releaseHeld(&world)
            return world.isStopping
        }
    }

    /// The sockets to wait for, and for how many milliseconds.
    private func interests(in world: World) -> (polls: [pollfd], timeout: Int32) {
        let faults = world.answering.faults
        let frozen = Set(listeners.keys.filter { faults.freezes($0) })
        var polls = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
        polls.reserveCapacity(1 + listeners.count + connections.count)
        for (broker, listener) in listeners where listener.isOpen && !frozen.contains(broker) {
            polls.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
        }
        for connection in connections.values where !frozen.contains(connection.session.broker) {
            // While a request is held only the end of the connection is of interest: what else comes waits.
            let events = (connection.hold == nil ? POLLIN : Self.clientIsGone) | (connection.hasOutgoing ? POLLOUT : 0)
            polls.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        }
        var due = world.answering.cluster.nextDeadline
        for descriptor in held {
            switch connections[descriptor]?.hold {
            case .waiting(let waiting)?: due = min(due ?? .max, waiting.until ?? .max)
            case .late(_, let time)?: due = min(due ?? .max, time)
            case .mute?, nil: break
            }
        }
        let isBehind = !world.newListeners.isEmpty || world.isStopping || world.changes != seenChanges
        guard !isBehind else { return (polls, 0) }
        return (polls, due.map { Int32(clamping: max(0, $0 - Machine.now())) } ?? -1)
    }

    /// Makes the listeners be as the cluster and the faults want them.
    private mutating func reconcile(_ world: inout World) {
        guard world.changes != seenChanges || !world.newListeners.isEmpty else { return }
        defer { world.taken = world.changes }
        for (broker, descriptor) in world.newListeners {
            listeners[broker] = Listener(descriptor: descriptor, port: Socket.port(of: descriptor))
        }
        world.newListeners = []
        for broker in Array(listeners.keys) {
            guard var listener = listeners[broker] else { continue }
            let known = world.answering.cluster.brokers[broker]
            guard let known else {
                drop(broker)
                Socket.close(listener.descriptor)
                listeners[broker] = nil
                continue
            }
            let isOpen = known.isUp && !world.answering.faults.refuses(broker)
            guard isOpen != listener.isOpen else { continue }
            if isOpen {
                if listener.descriptor < 0 { listener.descriptor = (try? Socket.bound(to: listener.port)) ?? -1 }
                listener.isOpen = Socket.listens(listener.descriptor)
            } else {
                // A new socket on the same port, which does not listen: the port refuses, and stays ours.
                drop(broker)
                Socket.close(listener.descriptor)
                listener.isOpen = false
                // Without one there is nobody to accept: the port refuses all the same, and may be lost.
                listener.descriptor = (try? Socket.bound(to: listener.port)) ?? -1
            }
            listeners[broker] = listener
        }
    }

    /// Ends every connection to a broker.
    private mutating func drop(_ broker: Int32) {
        for (descriptor, connection) in connections where connection.session.broker == broker { end(descriptor) }
    }

    private mutating func end(_ descriptor: Int32) {
        guard connections.removeValue(forKey: descriptor) != nil else { return }
        held.remove(descriptor)
        Socket.close(descriptor)
    }

    private mutating func handle(_ event: pollfd, _ world: inout World) {
        guard var connection = connections.removeValue(forKey: event.fd) else { return accept(at: event.fd) }
        var isAlive = true
        let events = Int32(event.revents)
        if connection.hold == nil {
            if events & (POLLIN | POLLHUP | POLLERR) != 0 { isAlive = connection.receive() }
        } else if events & (POLLHUP | POLLERR | Self.clientIsGone) != 0 {
            isAlive = false
        }
        serve(&connection, &world)
        if !connection.send() { isAlive = false }
        keep(connection, isAlive: isAlive)
    }

    /// Takes in who waits at a listener.
    private mutating func accept(at socket: Int32) {
        guard let broker = listeners.first(where: { $0.value.descriptor == socket && $0.value.isOpen })?.key else {
            return
        }
        while let descriptor = Socket.accepted(at: socket) {
            connections[descriptor] = Connection(descriptor: descriptor, broker: broker)
        }
    }

    /// Puts a connection back, or ends it.
    private mutating func keep(_ connection: Connection, isAlive: Bool) {
        connections[connection.descriptor] = connection
        guard isAlive else { return end(connection.descriptor) }
        if connection.hold == nil { held.remove(connection.descriptor) } else { held.insert(connection.descriptor) }
    }

    /// Answers the requests that are there, up to one that has to wait.
    private func serve(_ connection: inout Connection, _ world: inout World) {
        while connection.hold == nil, !connection.endsAfterSending {
            switch connection.next() {
            case .none: return
            case .nonsense: connection.endsAfterSending = true
            case .request(let bytes):
                world.answering.session = connection.session
                let (api, outcome) = world.answering.outcome(of: bytes)
                connection.session = world.answering.session
                if let api {
                    world.requests[api, default: 0] += 1
                    if api.changesCluster { world.changes += 1 }
                }
                apply(rewritten(outcome, api, world), to: &connection, world.answering.cluster.now)
            }
        }
    }

    private func rewritten(_ outcome: Outcome, _ api: API?, _ world: World) -> Outcome {
        guard let rewrite = world.answering.faults.rewrite, let api, case .send(let bytes) = outcome.effect else {
            return outcome
        }
        return Outcome(effect: .send(rewrite(api, bytes)), delay: outcome.delay)
    }

    private func apply(_ outcome: Outcome, to connection: inout Connection, _ now: Int64) {
        connection.hold = nil
        guard outcome.delay == 0 else {
            connection.hold = .late(outcome.effect, at: now + outcome.delay)
            return
        }
        switch outcome.effect {
        case .send(let bytes): connection.queue(bytes)
        case .sendAndClose(let bytes):
            connection.queue(bytes)
            connection.endsAfterSending = true
        case .nothing: break
        case .mute: connection.hold = .mute
        case .close: connection.endsAfterSending = true
        case .wait(let waiting): connection.hold = .waiting(waiting)
        }
    }

    /// Lets go on what has waited for a change, or for the time.
    private mutating func releaseHeld(_ world: inout World) {
        let now = world.answering.cluster.now
        while true {
            let changes = world.changes
            let hasChanged = changes != seenChanges
            seenChanges = changes
            for descriptor in Array(held) {
                guard var connection = connections[descriptor], let hold = connection.hold else { continue }
                switch hold {
                case .mute: continue
                case .late(let effect, let time):
                    guard time <= now else { continue }
                    apply(Outcome(effect: effect), to: &connection, now)
                case .waiting(let waiting):
                    guard hasChanged || waiting.until.map({ $0 <= now }) ?? false else { continue }
                    world.answering.session = connection.session
                    let outcome = world.answering.outcome(of: waiting)
                    apply(rewritten(outcome, waiting.header.api, world), to: &connection, now)
                }
                serve(&connection, &world)
                // Before it is put back: what was sent must not be sent again.
                let isAlive = connection.send()
                keep(connection, isAlive: isAlive)
            }
            // What went on may have changed the cluster for others.
            guard world.changes != changes else { return }
        }
    }
}

extension API {
    /// Whether a request of this sort may let others go on that wait.
    fileprivate var changesCluster: Bool {
        switch self {
        case .produce, .joinGroup, .syncGroup, .leaveGroup, .createTopics, .deleteTopics: true
        default: false
        }
    }
}
