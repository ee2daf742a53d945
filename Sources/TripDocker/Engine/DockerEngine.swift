public import TripCore
internal import TripSystem

/// The Docker engine at an address. Every question has a connection of its own, and takes at most ten seconds of the
/// command's deadline.
public struct DockerEngine: EnginePort {
    private let door: EngineDoor

    /// The engine at this address, which is asked until the deadline.
    public init(_ address: EngineAddress, deadline: Deadline) {
        door = EngineDoor(address, deadline: deadline)
    }

    /// Where the engine is: `unix:///var/run/docker.sock`.
    public var address: String { door.address.written }

    /// Whether the process ids that the engine says are this machine's. Whether they really are is looked at again
    /// where they are used: Docker Desktop has a socket here and its processes elsewhere.
    private var isHere: Bool {
        #if os(Linux)
        if case .socket = door.address.way { true } else { false }
        #else
        false
        #endif
    }

    /// Whether the engine answers, or which of the ways not to.
    public func reach() -> EngineReach {
        if case .unusable(let reason, let hint) = door.address.way { return .unusable(reason: reason, hint: hint) }
        do {
            let answer = try door.ping()
            if answer.status == 200, let api = answer.headers["api-version"] { return .answers(api: api) }
            let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
            if text.contains("HTTPS") {
                return .unusable(
                    reason: "it wants TLS, which tripctl does not speak to an engine",
                    hint: "run tripctl on the engine's machine, where its socket is")
            }
            return .unusable(reason: "it answers with status \(answer.status) and is no Docker engine", hint: nil)
        } catch {
            switch error {
            case .socket(.absent(let reason)): return .notRunning(reason: reason)
            case .socket(.notPermitted(let reason)): return .notPermitted(reason: reason)
            case .socket(.timedOut):
                return .unusable(reason: "it does not answer", hint: "restart it, or see what it is doing")
            default: return .unusable(reason: error.reason, hint: nil)
            }
        }
    }

    /// All containers there are, in every state.
    public func containers() throws(Failure) -> [ListedContainer] {
        let what = "its containers"
        guard case .array(let all) = try door.ask(what, "/containers/json?all=1") else { throw door.unreadable(what) }
        return all.compactMap(ContainerJSON.listed)
    }

    /// A container by id or name; `nil` when there is none.
    public func container(_ name: String) throws(Failure) -> Container? {
        let what = "container \(name.escaped)"
        guard let json = try door.ask(what, "/containers/\(name.inPath)/json") else { return nil }
        return try read(json, what)
    }

    /// Several containers by id. Sixteen questions at a time are sent before the first answer is read: the engine
    /// works on them at once, and no thread is needed for it.
    public func containers(_ ids: [String]) throws(Failure) -> [Container] {
        var found: [Container] = []
        for start in stride(from: 0, to: ids.count, by: 16) {
            let deadline = door.questionDeadline
            var sent: [(String, HTTPExchange)] = []
            for id in ids[start..<min(start + 16, ids.count)] {
                let what = "container \(id.escaped)"
                sent.append((what, try door.send(what, "/containers/\(id.inPath)/json", deadline)))
            }
            for (what, exchange) in sent {
                guard let json = try door.answer(to: exchange, what, deadline) else { continue }
                found.append(try read(json, what))
            }
        }
        return found
    }

    private func read(_ json: JSONValue, _ what: String) throws(Failure) -> Container {
        guard let container = ContainerJSON.container(json, isHere: isHere) else { throw door.unreadable(what) }
        return container
    }

    /// A part of a container's log, in the order that it was written.
    public func log(of container: Container, _ part: LogPart) throws(Failure) -> [LogLine] {
        var lines: [LogLine] = []
        let deadline = door.questionDeadline
        let reader = EngineLog(door, container, part, goesOn: false)
        try reader.read(start: deadline, until: deadline, endsQuietly: false) {
            lines.append($0)
            return true
        }
        return lines
    }

    /// Hands over what a container's log says from `part` on and as it goes on.
    public func follow(
        _ container: Container, _ part: LogPart, until deadline: Deadline?, _ each: (LogLine) -> Bool
    ) throws(Failure) {
        let reader = EngineLog(door, container, part, goesOn: true)
        try reader.read(start: door.questionDeadline, until: deadline, endsQuietly: true, each)
    }

    /// All volumes there are.
    public func volumes() throws(Failure) -> [Volume] {
        let what = "its volumes"
        guard let json = try door.ask(what, "/volumes"), json["Volumes"] != nil else { throw door.unreadable(what) }
        return EngineJSON.volumes(json)
    }

    /// All networks there are.
    public func networks() throws(Failure) -> [Network] {
        let what = "its networks"
        guard let json = try door.ask(what, "/networks"), case .array = json else { throw door.unreadable(what) }
        return EngineJSON.networks(json)
    }

    /// The id of an image; `nil` when the engine does not have it.
    public func image(_ name: String) throws(Failure) -> String? {
        let what = "image \(name.escaped)"
        guard let json = try door.ask(what, "/images/\(name.inPath)/json") else { return nil }
        guard let id = json["Id"]?.filledText else { throw door.unreadable(what) }
        return id
    }

    /// What the engine says of itself and its machine.
    public func information() throws(Failure) -> EngineInformation {
        let what = "its machine"
        guard let json = try door.ask(what, "/info"), let information = EngineJSON.information(json) else {
            throw door.unreadable(what)
        }
        return information
    }

    /// Bytes of memory that a container uses, as the kernel counts them.
    public func memoryUsed(by container: Container) -> Int64? {
        container.pid.flatMap { ContainerMemory.used(pid: $0, container: container.id) }
    }
}
