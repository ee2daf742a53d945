import Synchronization
import Testing
import TripCore

@testable import TripCommands

/// A machine with an engine, a compose program and a state folder that are values: what a command changes there, a test
/// reads afterwards. A part that the test did not set is recorded as an issue when a command asks for it.
struct FakeMachine: Sendable {
    /// The engine; asked for without one, the test fails.
    var engine: (any EnginePort)?
    /// The compose program; `nil` when there is none.
    var compose: (any ComposePort)?
    /// The machine itself.
    var host: any HostPort = FakeHost()
    /// The state folder; asked for without one, the test fails.
    var state: (any StatePort)?

    var ports: LocalMachine {
        LocalMachine(
            engine: { _ throws(Failure) in
                guard let engine else { throw unset("engine") }
                return engine
            },
            compose: { compose },
            host: host,
            state: { () throws(Failure) in
                guard let state else { throw unset("state") }
                return state
            })
    }

    private func unset(_ name: String) -> Failure {
        Issue.record("the \(name) was asked for, and the test did not set it")
        return Failure(.system, doing: "ask the \(name)", reason: "the test did not set it")
    }
}

/// A machine of values.
struct FakeHost: HostPort {
    var ownAddresses = ["127.0.0.1", "::1"]
    var names: [String: [String]] = ["localhost": ["::1", "127.0.0.1"]]
    var taken: [Int: [PortListener]] = [:]
    var free: Int64? = 200 << 30
    var programs: [String: String] = [:]
    var answers: [Address: String] = [:]
    var pages: [Address: (status: Int, body: String)] = [:]

    func addresses() -> [String] { ownAddresses }
    func lookUp(_ name: String, deadline: Deadline) -> [String] { names[name] ?? [] }
    func listeners(on port: Int) -> [PortListener] { taken[port] ?? [] }
    func freeSpace(at path: String) -> Int64? { free }
    func program(_ name: String) -> String? { programs[name] }

    func ask(_ line: String, of address: Address, deadline: Deadline) throws(Failure) -> String {
        guard let answer = answers[address] else { throw refused(address) }
        return answer
    }

    func get(_ path: String, from address: Address, deadline: Deadline) throws(Failure) -> (status: Int, body: String) {
        guard let page = pages[address] else { throw refused(address) }
        return page
    }

    private func refused(_ address: Address) -> Failure {
        Failure(.unreachable, doing: "reach \(address)", reason: "connection refused")
    }
}
