import Foundation
import TestProcesses
import Testing
import TripTestSupport

extension Deployment {
    /// The topic that `up` makes.
    static let topic = "tripclick-logs"

    /// The brokers as clients on this machine call them.
    static func bootstrap(_ host: String = "localhost") -> String {
        [9092, 9093, 9094].map { "\(host):\($0)" }.joined(separator: ",")
    }

    /// Runs a command with `-o json` and returns its envelope: standard output must hold one, and nothing else.
    func envelope(
        _ arguments: [String], environment more: [String: String?] = [:], status: Int32 = 0, deadline: Double = 240
    ) async throws -> JSONTree {
        let outcome = try await run(arguments + ["-o", "json"], environment: more, deadline: deadline)
        #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
        let envelope = try JSONTree(outcome.output)
        #expect(envelope["schema"] == 1, "\(outcome.output)")
        return envelope
    }

    /// Process ids of the cluster's containers, by name.
    func processes() async throws -> [String: Int32] {
        var found: [String: Int32] = [:]
        for container in Self.containers { found[container] = try await Docker.inspect(container).state.pid }
        return found
    }

    /// How many records the topic's partitions hold.
    func records(host: String = "localhost") async throws -> Int {
        let client = TestClient(bootstrap: Self.bootstrap(host))
        var count = 0
        for partition: Int32 in 0..<3 { count += try await client.logRange(of: Self.topic, partition).count }
        return count
    }

    /// The names in tripctl's state folder; empty when it is not there.
    var stateFiles: Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: "\(stateHome)/tripctl")) ?? [])
    }

    /// The first line of tripctl's lock file: who has it, and what for.
    var lockHolder: String {
        let data = FileManager.default.contents(atPath: "\(stateHome)/tripctl/lock") ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
}

extension JSONTree {
    /// The codes of an envelope's findings.
    var codes: [String] { self["findings"].elements.compactMap { $0["code"].text } }
    /// The services that a change of the cluster has changed, each with what was done.
    var changes: [String: String] {
        Dictionary(
            self["data"]["changes"].elements.map { ($0["service"].text ?? "", $0["change"].text ?? "") },
            uniquingKeysWith: { "\($0), \($1)" })
    }
}

/// What containers did since a moment: their ends and starts, in order.
struct ContainerEvents {
    private let since: String

    /// From now on.
    init() { since = String(format: "%.6f", Date.now.timeIntervalSince1970) }

    /// `die NAME` and `start NAME`, in the order in which they happened.
    func happened() async throws -> [String] {
        let now = String(format: "%.6f", Date.now.timeIntervalSince1970)
        return try await Docker.lines([
            "events", "--since", since, "--until", now, "--filter", "type=container", "--filter", "event=die",
            "--filter", "event=start", "--format", "{{.Action}} {{.Actor.Attributes.name}}",
        ])
    }

    /// Holds that these containers, and none else, ended and started one after the other: none ended before the one
    /// before it had started again.
    func expectTurns(_ containers: [String]) async throws {
        let happened = try await happened()
        var turns: [String] = []
        for event in happened {
            let words = event.split(separator: " ").map(String.init)
            // The engine may have had to start one twice: then it still is its turn.
            if words.first == "die", turns.last != words.last { turns.append(words.last ?? "") }
            #expect(turns.last == words.last, "\(happened)")
        }
        #expect(turns == containers, "\(happened)")
        for container in containers { #expect(happened.last { $0.hasSuffix(container) } == "start \(container)") }
    }
}

/// Writes a measured figure to standard error, for whoever reads a run's log.
func tell(figure: String) { FileHandle.standardError.write(Data("FIGURE: \(figure)\n".utf8)) }

/// Seconds with two digits after the point.
func rounded(_ seconds: Double) -> String { String(format: "%.2f s", seconds) }

/// The time since a moment, likewise.
func rounded(_ began: ContinuousClock.Instant) -> String { rounded((ContinuousClock.now - began) / .seconds(1)) }

/// An IPv4 address of this machine that is not a loopback one: Docker's bridge has one, if nothing else does.
func ownAddress() throws -> String {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { throw SystemError("cannot list the machine's addresses") }
    defer { freeifaddrs(first) }
    for entry in sequence(first: first, next: { $0?.pointee.ifa_next }) {
        guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else { continue }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard getnameinfo(address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
        let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        if !text.hasPrefix("127.") { return text }
    }
    throw SystemError("this machine has no address but its loopback one", code: EADDRNOTAVAIL)
}
