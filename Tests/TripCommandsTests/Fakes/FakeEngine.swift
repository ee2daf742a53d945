import Synchronization
import TripCore

/// A Docker engine of values: what a command asks it reads them, and what a test's compose program does changes them.
final class FakeEngine: EnginePort {
    /// What is on the engine.
    struct Parts: Sendable {
        var address = "unix:///var/run/docker.sock"
        /// Whether it answers; when not, every question fails.
        var reach = EngineReach.answers(api: "1.41")
        /// Containers by name.
        var containers: [String: Container] = [:]
        /// What each container wrote, by its name.
        var logs: [String: [LogLine]] = [:]
        /// What comes of following a container, by its name: the lines of each time, one after the other.
        var followed: [String: [[LogLine]]] = [:]
        /// What ends the following of a container when there are no more lines, by its name; else nothing comes.
        var followEnds: [String: Failure] = [:]
        var volumes: [Volume] = []
        var networks: [Network] = []
        /// Ids of images, by name.
        var images: [String: String] = [:]
        /// Bytes in use, by the container's name.
        var memory: [String: Int64] = [:]
        var information = EngineInformation(
            version: "20.10.24", processors: 4, memory: 16 << 30, dataFolder: "/var/lib/docker")
        /// Why a container's log cannot be read, by its name.
        var logFailures: [String: Failure] = [:]
        /// How many questions it was asked.
        var questions = 0
    }

    private let parts: Mutex<Parts>

    init(_ parts: Parts = Parts()) {
        self.parts = Mutex(parts)
    }

    /// What is on it now.
    var now: Parts { parts.withLock { $0 } }

    /// Changes what is on it.
    func change(_ body: (inout Parts) -> Void) { parts.withLock { body(&$0) } }

    var address: String { now.address }

    func reach() -> EngineReach { now.reach }

    func containers() throws(Failure) -> [ListedContainer] {
        try answer().containers.values.sorted { $0.name < $1.name }.map { container in
            ListedContainer(
                id: container.id, name: container.name, image: container.image, labels: container.labels,
                state: container.state, ports: container.ports,
                volumes: container.mounts.filter { $0.kind == "volume" }.map(\.source))
        }
    }

    func container(_ name: String) throws(Failure) -> Container? {
        let containers = try answer().containers
        return containers[name] ?? containers.values.first { $0.id == name }
    }

    func containers(_ ids: [String]) throws(Failure) -> [Container] {
        let containers = try answer().containers.values
        return ids.compactMap { id in containers.first { $0.id == id } }
    }

    func log(of container: Container, _ part: LogPart) throws(Failure) -> [LogLine] {
        let parts = try answer()
        if let failure = parts.logFailures[container.name] { throw failure }
        let lines = (parts.logs[container.name] ?? []).filter { ($0.time ?? .max) >= (part.since ?? .min) }
        return part.tail.map { Array(lines.suffix($0)) } ?? lines
    }

    func follow(
        _ container: Container, _ part: LogPart, until deadline: Deadline?, _ each: (LogLine) -> Bool
    ) throws(Failure) {
        _ = try answer()
        let lines = parts.withLock { parts -> [LogLine] in
            guard let first = parts.followed[container.name]?.first else { return [] }
            parts.followed[container.name]?.removeFirst()
            return first
        }
        if lines.isEmpty, let end = now.followEnds[container.name] { throw end }
        for line in lines where (line.time ?? .max) >= (part.since ?? .min) { guard each(line) else { return } }
    }

    func volumes() throws(Failure) -> [Volume] { try answer().volumes }

    func networks() throws(Failure) -> [Network] { try answer().networks }

    func image(_ name: String) throws(Failure) -> String? { try answer().images[name] }

    func information() throws(Failure) -> EngineInformation { try answer().information }

    func memoryUsed(by container: Container) -> Int64? { now.memory[container.name] }

    private func answer() throws(Failure) -> Parts {
        let parts = parts.withLock { parts in
            parts.questions += 1
            return parts
        }
        guard case .answers = parts.reach else {
            throw Failure(.unreachable, doing: "ask the Docker engine", reason: "it does not answer")
        }
        return parts
    }
}
