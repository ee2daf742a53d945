import Foundation
import Testing
import TripTestSupport

/// Addresses that are wrong in front of a cluster that is well.
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(2)))
struct BootstrapFailureTests {
    @Test func `the first address refuses, and the answer is the same`() async throws {
        let cluster = try await KafkaCluster.shared
        let closed = try ListenerDouble(.closed)
        let (well, lame) = (Tripctl(cluster), Tripctl(bootstrap: "\(closed.address),\(cluster.bootstrap)"))
        for command in [["brokers"], ["health"]] {
            let reply = try await lame.json(command)
            #expect(reply.status == (try await well.json(command)).status)
            let finding = reply.envelope["findings"].elements.first { $0["code"] == "TC105" } ?? .absent
            #expect(finding["severity"] == "info", "\(reply.texts)")
            #expect(finding["text"].text?.contains("\(closed.address) does not answer: connection refused") == true)
        }
        let same = try await lame.json(["brokers"]).data.without(["latency"])
        #expect(same == (try await well.json(["brokers"])).data.without(["latency"]))
        let listed = try await lame.json(["topic", "list"])
        #expect(listed.status == 0 && listed.codes.isEmpty)
    }

    @Test func `an address that is silent holds nothing up for long`() async throws {
        let cluster = try await KafkaCluster.shared
        let silent = try ListenerDouble(.silent)
        let lame = Tripctl(bootstrap: "\(silent.address),\(cluster.bootstrap)")
        let reply = try await Promise.quickest(within: 0.6) { try await lame.json(["brokers"]) }
        #expect(reply.outcome.seconds <= 0.6)
        #expect(reply.status == 0 && reply.codes == ["TC105"])
        #expect(reply.texts.contains { $0.contains("it accepts connections and says nothing") }, "\(reply.texts)")
    }

    @Test func `other names of the same listeners are not said to be silent`() async throws {
        let cluster = try await KafkaCluster.shared
        let names = cluster.brokers.map { "localhost:\($0.port)" }.joined(separator: ",")
        for _ in 1...10 {
            let reply = try await Tripctl(bootstrap: names).json(["brokers"])
            #expect(reply.status == 0 && reply.codes.isEmpty, "\(reply.texts)")
        }
    }

    /// Where a broker that advertises it cannot be reached, and what has to be said of it.
    struct Advertised: Sendable, CustomTestStringConvertible {
        var address: String
        var reason: String
        var testDescription: String { address }
    }

    @Test(arguments: [
        // Nobody listens on the port of "tcpmux" on this loopback address.
        Advertised(address: "127.0.0.1:1", reason: "connection refused"),
        Advertised(address: "kafka-1.invalid:9092", reason: "the name "),
    ])
    func `a listener advertises an address at which nobody answers`(_ advertised: Advertised) async throws {
        let cluster = try await KafkaCluster.start(["--brokers", "1", "--advertise", "1=\(advertised.address)"])
        let tripctl = Tripctl(cluster)
        try await alwaysNamed(advertised, in: tripctl)
        try await cluster.quit()
    }

    private func alwaysNamed(_ advertised: Advertised, in tripctl: Tripctl) async throws {
        let brokers = try await tripctl.json(["brokers", "--expect-brokers", "1"])
        // Whether it is KRaft could not be asked either: a part is unknown.
        #expect(brokers.status == 3 && brokers.codes == ["TC102", "TC108"], "\(brokers.texts)")
        #expect(brokers.data["brokers"][0]["reachable"] == false)
        #expect(brokers.texts.contains { $0.contains(advertised.address) && $0.contains(advertised.reason) })
        // Where a name server is slow to say so, the name takes its time.
        let create = try await tripctl.json(
            ["topic", "create", "t", "--replication-factor", "1", "--expect-brokers", "1", "--timeout", "1500ms"])
        Promise.holds(create.outcome, timeout: 1.5)
        #expect(create.status == 1, "\(create.errors)")
        #expect(create.errors.contains("broker 1: \(advertised.reason)"), "\(create.errors)")
        let groups = try await tripctl.json(["groups"])
        #expect(groups.status == 0 && groups.codes == ["TC313"], "\(groups.texts)")
    }
}
