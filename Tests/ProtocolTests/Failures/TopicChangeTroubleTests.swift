import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Topics that Kafka does not make, or not delete, and changes whose answer is lost.
@Suite(.serialized) struct TopicChangeTroubleTests {
    @Test(
        arguments: [
            (44, "POLICY_VIOLATION"), (38, "INVALID_REPLICATION_FACTOR"), (36, "TOPIC_ALREADY_EXISTS"),
            (17, "TOPIC_EXCEPTION"), (40, "INVALID_CONFIG"), (37, "INVALID_PARTITIONS"),
            (39, "INVALID_REPLICA_ASSIGNMENT"), (29, "TOPIC_AUTHORIZATION_FAILED"),
            (31, "CLUSTER_AUTHORIZATION_FAILED"), (42, "INVALID_REQUEST"),
        ] as [(Int16, String)])
    func aRefusalHasKafkasReason(_ code: Int16, _ name: String) async throws {
        let scene = try Scene { $1.add(.error(ErrorCode(rawValue: code)), api: .createTopics) }
        // That it exists makes the command look for it until its time is over.
        let reply = try await scene.json("topic", "create", "orders", timeout: code == 36 ? 2 : 15)
        #expect(reply.status == 1)
        #expect(reply.error["kind"].text == "refused")
        #expect(reply.error["reason"].text?.hasSuffix("(\(name))") == true, "\(reply.said)")
        #expect(scene.simulator.read { $0.topics["orders"] == nil })
    }

    @Test(arguments: [ErrorCode.requestTimedOut, .notController]) func anOpenOutcome(_ code: ErrorCode) async throws {
        let scene = try Scene { $1.add(.error(code), api: .createTopics) }
        let reply = try await scene.json("topic", "create", "orders", timeout: 2)
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "timedOut")
        #expect(reply.said.contains("the outcome is unknown"))
    }

    /// The topic is made and the answer is lost: the metadata tells that it is there.
    @Test(arguments: [Fault.Effect.closesInAnswer, .garbage, .truncated])
    func aLostAnswerOfACreation(_ effect: Fault.Effect) async throws {
        let scene = try Scene { $1.add(effect, api: .createTopics) }
        let reply = try await scene.json("topic", "create", "orders", timeout: 5)
        #expect(reply.status == 0, "\(reply.said)")
        #expect(reply.data["outcome"].text == "created")
    }

    @Test(arguments: [Fault.Effect.closesInAnswer, .garbage, .truncated])
    func aLostAnswerOfADeletion(_ effect: Fault.Effect) async throws {
        let scene = try Scene { $1.add(effect, api: .deleteTopics) }
        let reply = try await scene.json("topic", "delete", Scene.topic, "--yes", timeout: 5)
        #expect(reply.status == 0, "\(reply.said)")
        #expect(scene.simulator.read { $0.topics[Scene.topic] == nil })
    }

    /// A controller that has done it and says nothing more: whether others are asked in time is chance, and an unknown
    /// outcome is said to be one.
    @Test(arguments: [["topic", "create", "orders"], ["topic", "delete", Scene.topic, "--yes"]])
    func aControllerThatFallsSilent(_ command: [String]) async throws {
        let scene = try Scene { _, faults in
            for api in [API.createTopics, .deleteTopics] { faults.add(.silent, api: api) }
        }
        let reply = try await scene.json(command, timeout: 3)
        #expect(reply.status == 0 || reply.status == 3)
        if reply.status == 3 {
            #expect(reply.error["kind"].text == "timedOut")
            #expect(reply.said.contains("the outcome is unknown"), "\(reply.said)")
        }
    }

    @Test func aDeletionThatIsNotAllowed() async throws {
        let scene = try Scene { cluster, _ in cluster.deletesTopics = false }
        let reply = try await scene.json("topic", "delete", Scene.topic, "--yes")
        #expect(reply.status == 1)
        #expect(reply.error["kind"].text == "refused")
        #expect(reply.said.contains("TOPIC_DELETION_DISABLED"))
    }

    @Test func aDeletionThatTimesOut() async throws {
        let scene = try Scene { $1.add(.error(.requestTimedOut), api: .deleteTopics) }
        let reply = try await scene.json("topic", "delete", Scene.topic, "--yes", timeout: 2)
        #expect(reply.status == 3)
        #expect(reply.error["kind"].text == "timedOut")
    }

    @Test func aTopicThatIsNotThere() async throws {
        let scene = try Scene()
        let reply = try await scene.json("topic", "delete", "absent", "--yes")
        #expect(reply.status == 1)
        #expect(reply.codes == ["TC210"])
        #expect(try await scene.json("topic", "delete", "absent", "--yes", "--if-exists").status == 0)
    }
}
