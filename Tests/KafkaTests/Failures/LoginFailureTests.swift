import Foundation
import Testing
import TripTestSupport

/// A cluster that wants a login, met with the right one, a wrong one and none.
@Suite(.requires(.kafka), .serialized, .timeLimit(.minutes(3)))
struct LoginFailureTests {
    private static let cluster = Task { try await KafkaCluster.start(["--sasl"]) }

    /// tripctl's settings for the cluster, `changes` laid over them.
    private func settings(_ cluster: KafkaCluster, _ changes: [String: String] = [:]) throws -> [String: String] {
        let credentials = try #require(cluster.credentials)
        return [
            "security.protocol": "sasl_plaintext", "sasl.mechanism": "PLAIN", "sasl.username": credentials.user,
            "sasl.password": credentials.password,
        ].merging(changes) { $1 }
    }

    private func options(_ settings: [String: String]) -> [String] {
        settings.sorted { $0.key < $1.key }.flatMap { ["-X", "\($0.key)=\($0.value)"] }
    }

    @Test func `with the login everything works, through -X and through a file`() async throws {
        let cluster = try await Self.cluster.value
        let (client, tripctl) = (TestClient(cluster), Tripctl(cluster))
        let known = try settings(cluster)
        #expect(try await tripctl.json(["groups"] + options(known)).codes == ["TC313"])
        let created = try await tripctl.json(["topic", "create", "orders"] + options(known))
        #expect(created.status == 0 && created.data["outcome"] == "created")
        try await client.produce(10, to: "orders", 1)
        try await client.commit([PartitionOffset("orders", 1, 4)], for: "readers")

        // What a client's file holds beside the login: a group that must not be joined, and addresses that -b overrides.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-\(UUID()).properties")
        let text = known.map { "\($0.key)=\($0.value)\n" }.joined()
        try "# the readers' own\n\(text)group.id=readers\nbootstrap.servers=127.0.0.1:1\n".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        for login in [options(known), ["--client-config", file.path]] {
            let brokers = try await tripctl.json(["brokers"] + login)
            #expect(brokers.status == 0, "\(brokers.errors)")
            #expect(brokers.data["brokers"].elements.count { $0["reachable"] == true } == 3)
            let lag = try await tripctl.json(["lag", "readers", "--time", "--members"] + login)
            #expect(lag.status == 0 && lag.group("readers")["lag"] == 6, "\(lag.envelope)")
            #expect(lag.group("readers")["state"] == "empty")
            #expect((lag.group("readers")["partitions"][0]["age"].number ?? -1) >= 0)
            let groups = try await tripctl.json(["groups"] + login)
            #expect(groups.data["groups"].elements.compactMap { $0["group"].text } == ["readers"])
            let exists = try await tripctl.json(["topic", "create", "orders"] + login)
            #expect(exists.status == 0 && exists.data["outcome"] == "exists")
        }
        #expect(try await client.committed("readers") == [PartitionOffset("orders", 1, 4)])
    }

    @Test func `the listener is met without settings`() async throws {
        let cluster = try await Self.cluster.value
        // Kafka itself takes 0.3 s to hang up, and of three addresses two are asked.
        for (bootstrap, hangUps) in [("127.0.0.1:\(try cluster.broker(1).port)", 1.0), (cluster.bootstrap, 2.0)] {
            let limit = hangUps * 0.4 + Promise.refusal
            let reply = try await Promise.quickest(within: limit) {
                try await Tripctl(bootstrap: bootstrap).json(["lag", "readers"])
            }
            #expect(reply.outcome.seconds <= limit)
            #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "unreachable", "\(reply.envelope)")
            #expect(reply.errors.contains("it hangs up"), "\(reply.errors)")
            #expect(reply.errors.contains("hint: the listener may want SASL or TLS"))
        }
    }

    @Test func `a wrong password is refused, and told to nobody`() async throws {
        let cluster = try await Self.cluster.value
        let wrong = options(try settings(cluster, ["sasl.password": "Sesame-no-more"]))
        let reply = try await Promise.quickest(within: 0.4 + Promise.refusal) {
            try await Tripctl(cluster).json(["brokers"] + wrong)
        }
        #expect(reply.outcome.seconds <= 0.4 + Promise.refusal)
        #expect(reply.status == 3 && reply.envelope["error"]["kind"] == "authentication")
        #expect(reply.errors.contains("the login was refused"))
        #expect(reply.errors.contains("Invalid username or password"))
        #expect(reply.errors.contains("hint: check sasl.username, sasl.password"))
        for format in ["table", "json", "yaml", "prometheus"] {
            let outcome = try await Tripctl(cluster).run(["health"] + wrong + ["-o", format])
            #expect(outcome.status == 3)
            #expect(!(outcome.output + outcome.errors).contains("Sesame"), "\(outcome.output)\(outcome.errors)")
        }
        // A login that is refused is not waited for.
        let waited = try await Tripctl(cluster).run(["wait", "--timeout", "50s"] + wrong)
        #expect(waited.status == 3 && waited.seconds < 25, "\(waited.seconds) s")
        #expect(waited.errors.contains("the login was refused"), "\(waited.errors)")
        // Also where librdkafka is told to say what it does.
        let talkative = try await Tripctl(cluster).run(["brokers"] + wrong + ["-X", "debug=security,broker,protocol"])
        #expect(talkative.errors.contains("tripctl: cannot reach Kafka"))
        #expect(!talkative.errors.contains("Sesame"))
    }

    @Test func `a mechanism that the listener does not take`() async throws {
        let cluster = try await Self.cluster.value
        let other = options(try settings(cluster, ["sasl.mechanism": "SCRAM-SHA-256"]))
        let reply = try await Tripctl(cluster).json(["brokers"] + other)
        #expect(reply.status == 3)
        #expect(reply.errors.contains("it takes no login by SCRAM-SHA-256, only by PLAIN"), "\(reply.errors)")
    }

    @Test func `a login, or TLS, where none is wanted`() async throws {
        let cluster = try await KafkaCluster.shared
        let login = [
            "sasl_plaintext": "it wants no SASL login", "sasl_ssl": "it does not speak TLS",
            "ssl": "it does not speak TLS",
        ]
        for (security, reason) in login {
            let settings = [
                "security.protocol": security, "sasl.mechanism": "PLAIN", "sasl.username": "u",
                "sasl.password": "Sesame",
            ]
            let reply = try await Tripctl(cluster).json(["brokers"] + options(settings))
            #expect(reply.status == 3)
            #expect(reply.errors.contains(reason), "\(reply.errors)")
            #expect(!reply.errors.contains("Sesame"))
            Promise.holds(reply.outcome, timeout: Promise.refusal)
        }
    }

    @Test func `ends`() async throws {
        try await Self.cluster.value.quit()
    }
}
