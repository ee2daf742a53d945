internal import TripCommands
internal import TripCore

enum Interim {
    static let machine = LocalMachine(
        engine: { _ throws(Failure) in throw absent }, compose: { nil }, host: NoHost(),
        state: { () throws(Failure) in throw absent })
    static let absent = Failure(.system, doing: "reach the engine", reason: "not wired")
}

struct NoHost: HostPort {
    func addresses() -> [String] { [] }
    func lookUp(_ name: String, deadline: Deadline) -> [String] { [] }
    func listeners(on port: Int) -> [PortListener] { [] }
    func freeSpace(at path: String) -> Int64? { nil }
    func program(_ name: String) -> String? { nil }
    func ask(_ line: String, of address: Address, deadline: Deadline) throws(Failure) -> String { throw Interim.absent }
    func get(_ path: String, from address: Address, deadline: Deadline) throws(Failure) -> (status: Int, body: String) {
        throw Interim.absent
    }
}
