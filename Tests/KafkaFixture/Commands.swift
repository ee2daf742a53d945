import Foundation

/// What a command is answered with, on one line of JSON.
struct Answer: Encodable {
    var ok = true
    var command: String
    var error: String?
    /// The process that a start made.
    var pid: Int32?
    /// For `pids`.
    var processes: [Process]?

    struct Process: Encodable {
        let name: String
        let pid: Int32
        let state: Server.State
    }
}

extension Cluster {
    /// Carries out one command line and says how it went.
    func carryOut(_ line: String) -> Answer {
        var answer = Answer(command: line)
        do {
            try carryOut(line.split(separator: " ").map(String.init), &answer)
        } catch {
            answer.ok = false
            answer.error = "\(error)"
        }
        return answer
    }

    private func carryOut(_ words: [String], _ answer: inout Answer) throws {
        switch (words.first, words.dropFirst().first, words.count) {
        case ("pids", _, 1):
            answer.processes = servers.map { Answer.Process(name: $0.name, pid: $0.pid, state: $0.state) }
        case ("zookeeper", let action?, 2):
            guard let zooKeeper else { throw FixtureFailure("a KRaft cluster has no ZooKeeper") }
            if action == "start" { try startZooKeeper() } else { try signal(zooKeeper, action) }
            answer.pid = zooKeeper.pid
        case (let action?, let id?, 2):
            guard let id = Int(id) else { throw FixtureFailure("\(id) is no broker id") }
            switch action {
            case "start": try startBroker(id)
            case "stop": try stopBroker(id)
            default: try signal(broker(id), action)
            }
            answer.pid = try broker(id).pid
        default: throw FixtureFailure("unknown command")
        }
    }

    private func signal(_ server: Server, _ action: String) throws(FixtureFailure) {
        guard server.state != .ended else { throw FixtureFailure("\(server.name) has ended") }
        switch action {
        case "kill": server.kill()
        case "freeze": server.freeze()
        case "thaw": server.thaw()
        default: throw FixtureFailure("unknown command")
        }
    }
}

/// Standard input, line by line, with an eye on signals.
struct CommandLines {
    let interruption: Interruption
    private var buffer: [UInt8] = []

    init(interruption: Interruption) { self.interruption = interruption }

    /// The next line; nil at the end of input, or when a signal came.
    mutating func next() -> String? {
        while true {
            if let newline = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<newline], as: UTF8.self)
                buffer.removeSubrange(...newline)
                return line.trimmingCharacters(in: .whitespaces)
            }
            if interruption.hasCome { return nil }
            var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            guard poll(&input, 1, 50) > 0 else { continue }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(0, &chunk, chunk.count)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }
}
