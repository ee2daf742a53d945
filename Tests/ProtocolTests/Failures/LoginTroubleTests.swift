import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Listeners that want a login, and one that wants none.
@Suite(.serialized) struct LoginTroubleTests {
    private let scene: Scene

    init() throws {
        scene = try Scene { cluster, _ in cluster.users = ["ann": "right-secret"] }
    }

    private func brokers(password: String, mechanism: String = "PLAIN", of scene: Scene? = nil) async throws -> Reply {
        let settings = [
            "security.protocol=sasl_plaintext", "sasl.mechanism=\(mechanism)", "sasl.username=ann",
            "sasl.password=\(password)",
        ]
        let reply = try await (scene ?? self.scene).json(["brokers"] + settings.flatMap { ["-X", $0] })
        #expect(!(reply.outcome.output + reply.outcome.errors).contains("-secret"))
        return reply
    }

    @Test func theRightOneComesIn() async throws {
        #expect(try await brokers(password: "right-secret").status == 0)
    }

    @Test func aWrongPasswordIsRefused() async throws {
        let reply = try await brokers(password: "wrong-secret")
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "authentication")
        #expect(
            reply.addressReasons == ["the login was refused: Authentication failed: Invalid username or password"])
        #expect(reply.error["hint"].text == "check sasl.username, sasl.password and sasl.mechanism")
    }

    @Test func anotherMechanismIsNamed() async throws {
        let reply = try await brokers(password: "right-secret", mechanism: "SCRAM-SHA-256")
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "authentication")
        #expect(reply.addressReasons == ["it takes no login by SCRAM-SHA-256, only by PLAIN"])
    }

    @Test func noLoginIsHungUpOn() async throws {
        let reply = try await scene.json("brokers")
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "unreachable")
        #expect(reply.addressReasons.contains("it hangs up"))
        #expect(reply.error["hint"].text?.contains("may want SASL or TLS") == true)
    }

    @Test func aLoginThatNobodyWants() async throws {
        let reply = try await brokers(password: "right-secret", of: try Scene())
        #expect(reply.status == 3)
        #expect(reply.addressReasons == ["it wants no SASL login"])
    }

    /// Nonsense in place of the answers to a login is no refusal of it.
    @Test(arguments: [API.saslHandshake, .saslAuthenticate]) func nonsenseIsNoRefusal(_ api: API) async throws {
        try scene.simulator.change { _, faults in faults.add(.truncated, api: api) }
        let reply = try await brokers(password: "right-secret")
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "unreachable")
        #expect(reply.addressReasons == ["it does not speak Kafka's protocol: its answer cannot be read"])
    }
}
