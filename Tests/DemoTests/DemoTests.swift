import Foundation
import Testing
import TripCore
import TripTestSupport

/// The built tripctl on its own demo: no Kafka is needed for these.
@Suite struct DemoTests {
    /// What `health` has to say of a scenario: these codes among others, and this exit status.
    private static let verdicts: [(scenario: DemoScenario, codes: Set<String>, status: Int32)] = [
        (.healthy, [], 0),
        (.brokerDown, ["TC101", "TC106", "TC206"], 1),
        (.frozen, ["TC103", "TC203"], 3),
        (.rebalance, ["TC306"], 0),
        (.stalled, ["TC312"], 1),
        (.leaderless, ["TC101", "TC201", "TC305"], 2),
        (.losingData, ["TC303"], 1),
    ]

    @Test(arguments: DemoScenario.allCases)
    func `health says of each scenario what is wrong, and no more`(scenario: DemoScenario) async throws {
        let expected = try #require(Self.verdicts.first { $0.scenario == scenario })
        let outcome = try await Binary.tripctl.run([
            "demo", "--scenario", scenario.rawValue, "--", "health", "--group", DemoScenario.group, "-o", "json",
            // Long enough for any machine; what is frozen is waited for until four fifths of it have gone.
            "--timeout", scenario == .frozen ? "5s" : "20s",
        ])
        #expect(outcome.status == expected.status, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors == "")
        let codes = try Self.codes(outcome.outputBytes)
        #expect(codes.isSuperset(of: expected.codes), "\(codes)")
        if expected.codes.isEmpty { #expect(codes.isEmpty, "\(codes)") }
    }

    private static func codes(_ bytes: [UInt8]) throws -> Set<String> {
        let envelope = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let findings = try #require(envelope["findings"] as? [[String: Any]])
        return Set(findings.compactMap { $0["code"] as? String })
    }

    @Test func `lag is told member by member, in records and in seconds`() async throws {
        let outcome = try await Binary.tripctl.run([
            "demo", "--", "lag", DemoScenario.group, "--members", "--time", "-q",
        ])
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
        let total = try #require(Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect((1...3_600).contains(total), "\(outcome.output)")
    }

    @Test func `Ctrl-C ends it with 130, and its ports are free again`() async throws {
        let demo = try await Binary.tripctl.run(
            at: .init(rows: 40, columns: 120, typing: [(prompt: "Ctrl-C ends it.", keys: "\u{03}")]), ["demo"])
        #expect(demo.status == 130, "\(demo.output)")
        let bootstrap = try #require(demo.output.firstMatch(of: #/TRIPCTL_BOOTSTRAP=([0-9.:,]+)/#)).output.1
        let after = try await Binary.tripctl.run(["brokers", "-b", String(bootstrap), "--timeout", "2s"])
        #expect(after.status == 3 && after.errors.contains("refused"), "\(after.output)\(after.errors)")
    }

    @Test func `a port that is taken is named, with the way out`() async throws {
        let taken = try #require(Listener())
        defer { taken.close() }
        let outcome = try await Binary.tripctl.run(["demo", "--port", "\(taken.port)", "--timeout", "1s"])
        #expect(outcome.status == 1 && outcome.output == "", "\(outcome.output)")
        #expect(outcome.errors.hasPrefix("tripctl: cannot listen on port \(taken.port) of 127.0.0.1: "))
        #expect(outcome.errors.contains("hint: choose another --port"))
    }
}

/// A port that is taken for as long as it is wanted.
private struct Listener {
    let descriptor: Int32
    let port: Int

    init?() {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        port = Int(in_port_t(bigEndian: address.sin_port))
        // Three in a row have to be ports at all for the first to be what is refused.
        guard isBound, port <= 65_533 else { return nil }
    }

    func close() { _ = Foundation.close(descriptor) }
}
