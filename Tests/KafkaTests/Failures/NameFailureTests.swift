import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Names, looked up in a world of their own: a mount namespace in which /etc/hosts and /etc/resolv.conf are the test's.
@Suite(.inOwnWorld, .serialized, .timeLimit(.minutes(2)))
struct NameFailureTests {
    private func ask(
        _ bootstrap: String, hosts: String = "", nameServer: String? = nil, timeout: String = "2s"
    ) async throws -> Reply {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-world-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String, _ text: String) throws -> String {
            let path = folder.appendingPathComponent(name).path
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            return path
        }
        var script = "mount --bind \(try file("hosts", "127.0.0.1 localhost\n" + hosts)) /etc/hosts"
        if let nameServer {
            // A resolver's patience: longer than any timeout here.
            let text = "nameserver \(nameServer)\noptions timeout:20 attempts:2\n"
            script += " && mount --bind \(try file("resolv.conf", text)) /etc/resolv.conf"
            script += " && mount --bind \(try file("nsswitch.conf", "hosts: files dns\n")) /etc/nsswitch.conf"
        }
        script += " && exec \"$0\" brokers --expect-brokers 1 -o json --timeout \(timeout) -b \(bootstrap)"
        let outcome = try await Binary(path: "/usr/bin/unshare").run(
            ["--mount", "/bin/sh", "-c", script, Binary.tripctl.path])
        guard let envelope = try? JSONTree(outcome.output) else {
            throw NoEnvelope(output: outcome.output, errors: outcome.errors)
        }
        return Reply(outcome: outcome, envelope: envelope)
    }

    private static let twofold = "127.0.0.1 twofold\n::1 twofold\n"

    @Test(.requires(.kafka)) func `a name of which one address refuses never refuses`() async throws {
        let cluster = try await KafkaCluster.start(["--brokers", "1"])
        let port = try cluster.broker(1).port
        for _ in 1...20 {
            let reply = try await ask("twofold:\(port)", hosts: Self.twofold)
            #expect(reply.status == 0, "\(reply.envelope["findings"]) \(reply.errors)")
            #expect(reply.data["brokers"][0]["reachable"] == true)
            #expect(!reply.codes.contains("TC105"))
        }
        // A bootstrap address beside it that is the same listener by another name has nothing to be said of either.
        let both = try await ask("twofold:\(port),127.0.0.1:\(port)", hosts: Self.twofold)
        #expect(both.codes.isEmpty, "\(both.texts)")
        try await cluster.quit()
    }

    @Test func `a name of which both addresses refuse does`() async throws {
        let closed = try ListenerDouble(.closed)
        let reply = try await Promise.quickest(within: Promise.refusal) {
            try await ask("twofold:\(closed.port)", hosts: Self.twofold)
        }
        #expect(reply.outcome.seconds <= Promise.refusal)
        #expect(reply.status == 3)
        #expect(reply.envelope["error"]["addresses"][0]["reason"] == "connection refused")
    }

    @Test func `a name of which one address refuses and one is silent is silent`() async throws {
        let silent = try ListenerDouble(.silent)
        let reply = try await ask("twofold:\(silent.port)", hosts: Self.twofold, timeout: "1s")
        Promise.holds(reply.outcome, timeout: 1)
        #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "timedOut")
    }

    @Test func `a name server that never answers does not hold the command`() async throws {
        // Somebody has to be there: a closed port would be refused at once.
        let (address, server) = try silentNameServer()
        defer { close(server) }
        let reply = try await ask("kafka.example:9092", nameServer: address, timeout: "1500ms")
        Promise.holds(reply.outcome, timeout: 1.5)
        #expect(reply.outcome.seconds >= 1.4)
        #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "timedOut")
        #expect(reply.envelope["error"]["addresses"][0]["reason"] == "its name is still being looked up")

        let closed = try ListenerDouble(.closed)
        let mixed = try await ask("kafka.example:9092,\(closed.address)", nameServer: address, timeout: "1s")
        Promise.holds(mixed.outcome, timeout: 1)
        #expect(mixed.envelope["error"]["addresses"].elements.count == 2)
        #expect(mixed.errors.contains("connection refused"))
    }

    /// A UDP socket on port 53 of a loopback address, which reads nothing.
    private func silentNameServer() throws -> (address: String, descriptor: Int32) {
        let address = "127.53.53.53"
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(53).bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        let code = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, code == 0 else { throw SystemError("cannot listen on \(address) port 53") }
        return (address, descriptor)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, out loud, where a mount namespace cannot be made: without root, in most containers, on macOS.
    fileprivate static var inOwnWorld: Self {
        .enabled("unshare --mount is not permitted here") {
            let outcome = try? await Binary(path: "/usr/bin/unshare").run(
                ["--mount", "/bin/sh", "-c", "mount --bind /etc/hosts /etc/hosts"])
            if outcome?.status == 0 { return true }
            let line = "SKIPPED: tests of names with two addresses, because unshare --mount is not permitted here\n"
            FileHandle.standardError.write(Data(line.utf8))
            return false
        }
    }
}
