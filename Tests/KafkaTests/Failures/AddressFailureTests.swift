import Foundation
import Testing
import TripTestSupport

/// Addresses at which no broker answers: one sentence that names each with its reason, one hint, status 3, and quick
/// where something refuses.
@Suite(.timeLimit(.minutes(2)))
struct AddressFailureTests {
    /// Asks `brokers` at these addresses and expects the refusal: one envelope, one sentence, one hint.
    private func refusal(
        of bootstrap: String, _ more: [String] = [], within seconds: Double = Promise.refusal,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        let reply = try await Promise.quickest(within: seconds) {
            try await Tripctl(bootstrap: bootstrap).json(["brokers", "--timeout", "2s"] + more)
        }
        #expect(reply.outcome.seconds <= seconds, sourceLocation: sourceLocation)
        #expect(reply.status == 3 && reply.data == .null, sourceLocation: sourceLocation)
        #expect(reply.envelope["error"]["doing"] == "reach Kafka", sourceLocation: sourceLocation)
        let lines = reply.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(reply.errors)", sourceLocation: sourceLocation)
        #expect(lines.first?.hasPrefix("tripctl: cannot reach Kafka: ") == true, sourceLocation: sourceLocation)
        #expect(lines.last?.hasPrefix("hint: ") == true, sourceLocation: sourceLocation)
        for address in bootstrap.split(separator: ",") {
            #expect(reply.errors.contains(address), "\(reply.errors)", sourceLocation: sourceLocation)
        }
        return reply
    }

    private func reasons(_ reply: Reply) -> [String?] {
        reply.envelope["error"]["addresses"].elements.map { $0["reason"].text }
    }

    @Test func `a closed port, and three`() async throws {
        let doubles = try (1...3).map { _ in try ListenerDouble(.closed) }
        let one = try await refusal(of: doubles[0].address)
        #expect(reasons(one) == ["connection refused"])
        #expect(one.envelope["error"]["kind"] == "unreachable")
        let three = try await refusal(of: doubles.map(\.address).joined(separator: ","))
        #expect(reasons(three) == ["connection refused", "connection refused", "connection refused"])
        #expect(three.errors.components(separatedBy: "connection refused").count == 2)
    }

    @Test func `a name that does not resolve`() async throws {
        let reply = try await refusal(of: "nowhere.invalid:9092", within: 2)
        // Where no name server answers, that is said instead.
        #expect(reasons(reply).allSatisfy { $0?.hasPrefix("the name ") == true })
        #expect(reply.errors.contains("hint: check the name"))
    }

    @Test func `web servers, also one that waits for a line`() async throws {
        let (prompt, patient) = (try ListenerDouble(.http), try ListenerDouble(.patientHTTP))
        for double in [prompt, patient] {
            let reply = try await refusal(of: double.address)
            #expect(reasons(reply) == ["it speaks HTTP, not Kafka"])
            #expect(reply.errors.contains("hint: name a broker's port"))
        }
        let byName = try await refusal(of: "localhost:\(prompt.port)")
        #expect(reasons(byName) == ["it speaks HTTP, not Kafka"])
    }

    @Test func `an SSH server`() async throws {
        let double = try ListenerDouble(.banner("SSH-2.0-OpenSSH_9.2\r\n"))
        #expect(reasons(try await refusal(of: double.address)) == ["it speaks SSH, not Kafka"])
    }

    @Test func `a port that hangs up`() async throws {
        let double = try ListenerDouble(.closing)
        let reply = try await refusal(of: double.address)
        #expect(reasons(reply) == ["it hangs up"])
        #expect(reply.errors.contains("SASL or TLS"))
    }

    @Test(arguments: ["1s", "2500ms"]) func `a port that says nothing`(_ timeout: String) async throws {
        let double = try ListenerDouble(.silent)
        let reply = try await Tripctl(bootstrap: double.address).json(["lag", "g", "--timeout", timeout])
        Promise.holds(reply.outcome, timeout: timeout == "1s" ? 1 : 2.5)
        #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "timedOut")
        #expect(reasons(reply) == ["it accepts connections and says nothing"])
        #expect(reply.errors.contains("within \(timeout == "1s" ? "1 s" : "2.5 s")"))
    }

    @Test func `one refuses, one is silent, one has no name`() async throws {
        let (closed, silent) = (try ListenerDouble(.closed), try ListenerDouble(.silent))
        let bootstrap = "\(closed.address),\(silent.address),nowhere.invalid:9092"
        let reply = try await Tripctl(bootstrap: bootstrap).json(["isr", "--timeout", "1500ms"])
        Promise.holds(reply.outcome, timeout: 1.5)
        #expect(reply.outcome.seconds >= 1.5)
        #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "timedOut")
        let said = reasons(reply)
        #expect(said.count == 3)
        #expect(said.prefix(2) == ["connection refused", "it accepts connections and says nothing"])
        #expect(reply.errors.split(separator: "\n").count == 2)
    }

    @Test func `TLS spoken to what does not speak it`() async throws {
        let web = try ListenerDouble(.http)
        let reply = try await refusal(of: web.address, ["-X", "security.protocol=ssl"], within: 0.5)
        #expect(reasons(reply) == ["it does not speak TLS"])
        #expect(reply.errors.contains("security.protocol=plaintext"))
    }

    @Test(arguments: [
        ["-X", "security.protocol=sasl_plaintext", "-X", "sasl.mechanism=NONE-SUCH", "-X", "sasl.username=u"],
        ["-X", "security.protocol=sasl_plaintext", "-X", "sasl.mechanism=PLAIN"],
        ["-X", "security.protocol=ssl", "-X", "ssl.key.location=/nonexistent"],
        ["-X", "no.such.setting=1"], ["-X", "socket.timeout.ms=soon"], ["-X", "sasl.jaas.config=org.example.Login"],
    ])
    func `a setting that cannot be is said, and no secret with it`(_ settings: [String]) async throws {
        let secrets = ["-X", "sasl.password=Sesame1", "-X", "ssl.key.password=Sesame2"]
        let closed = try ListenerDouble(.closed)
        for format in [[], ["-o", "json"]] {
            // A user's name without its password, last: what is not given must be what is missed.
            let given = settings.contains("sasl.mechanism=PLAIN") ? [] : secrets
            let outcome = try await Binary.tripctl.run(["brokers", "-b", closed.address] + settings + given + format)
            #expect(outcome.status == 64, "\(outcome.ending) \(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("tripctl: cannot "))
            #expect(!outcome.errors.contains("Sesame"))
            #expect(!outcome.errors.contains("org.example"))
        }
    }
}
