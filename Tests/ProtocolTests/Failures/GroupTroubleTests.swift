import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Groups in every state, coordinators that move, and offsets that are not where they should be.
@Suite(.serialized) struct GroupTroubleTests {
    private static let first = TopicPartition(Scene.topic, 0)

    @Test(arguments: [(Group.State.preparing, ["TC306"]), (.completing, ["TC306"])])
    func rebalancing(_ state: Group.State, _ codes: [String]) async throws {
        let scene = try Scene { cluster, _ in
            cluster.place([PlacedMember(clientID: "a", partitions: [Self.first])], in: Scene.group, state: state)
        }
        let reply = try await scene.json("lag", Scene.group)
        #expect(reply.status == 0)
        #expect(reply.codes == codes)
        #expect(reply.data["groups"][0]["state"].text == "rebalancing")
        #expect(reply.data["groups"][0]["lag"] == .number(30))
    }

    @Test func empty() async throws {
        let scene = try Scene { cluster, _ in cluster.place([], in: Scene.group) }
        let reply = try await scene.json("lag", Scene.group)
        #expect(reply.status == 0)
        #expect(reply.data["groups"][0]["state"].text == "empty")
    }

    /// A broker calls a group dead that it has never heard of.
    @Test func notFound() async throws {
        let scene = try Scene()
        let reply = try await scene.json("lag", "click")
        #expect(reply.status == 1)
        #expect(reply.codes == ["TC301"])
        #expect(reply.data["groups"][0]["state"].text == "notFound")
        #expect(reply.outcome.errors.hasPrefix("tripctl: group click does not exist"))
    }

    @Test func beyondTheEndAndBeforeTheStart() async throws {
        let beyond = try Scene { cluster, _ in cluster.commit(500, of: Scene.group, to: Scene.topic, 0) }
        let rewound = try await beyond.json("lag", Scene.group)
        #expect(rewound.status == 1)
        #expect(rewound.codes == ["TC304"])
        let before = try Scene { cluster, _ in cluster.expire(Scene.topic, 0, before: 95) }
        let lost = try await before.json("lag", Scene.group)
        #expect(lost.status == 1)
        #expect(lost.codes == ["TC303"])
        #expect(lost.data["groups"][0]["lost"] == .number(5))
    }

    /// The log has gone on between the question for its offsets and the one for the record.
    @Test func offsetOutOfRange() async throws {
        let scene = try Scene { $1.add(.error(.offsetOutOfRange), api: .fetch) }
        let reply = try await scene.json("lag", Scene.group, "--time")
        #expect(reply.status == 3)
        #expect(reply.codes == ["TC314"])
        #expect(reply.said.contains("the offset is not in the log any more"), "\(reply.said)")
        #expect(reply.data["groups"][0]["lag"] == .number(30))
    }

    /// What the metadata says of the coordinator is old: it says so, and is looked up.
    @Test func aCoordinatorThatHasMoved() async throws {
        let scene = try Scene { cluster, faults in
            let old = cluster.coordinator(of: Scene.group) ?? 1
            faults.staleMetadata = Faults.StaleMetadata(cluster, until: cluster.now + 3_600_000)
            cluster.moveCoordinator(of: Scene.group, to: old % 3 + 1)
        }
        let reply = try await scene.json("lag", Scene.group)
        #expect(reply.status == 0, "\(reply.said)")
        #expect(reply.data["groups"][0]["lag"] == .number(30))
    }

    /// A coordinator that is still loading, or not yet one, is waited for.
    @Test(arguments: [ErrorCode.coordinatorLoading, .notCoordinator])
    func aCoordinatorThatIsMoving(_ code: ErrorCode) async throws {
        let scene = try Scene { $1.add(.error(code), api: .offsetFetch) }
        async let waiting = scene.json("lag", Scene.group, timeout: 20)
        try await eventually("the commits are asked for") { scene.simulator.requests[.offsetFetch] ?? 0 > 0 }
        try scene.simulator.change { $1.list = [] }
        let reply = try await waiting
        #expect(reply.status == 0, "\(reply.said)")
    }

    @Test(arguments: [ErrorCode.coordinatorLoading, .notCoordinator])
    func aCoordinatorThatNeverComes(_ code: ErrorCode) async throws {
        let scene = try Scene { $1.add(.error(code), api: .offsetFetch) }
        let reply = try await scene.json("lag", Scene.group, timeout: 2)
        #expect(reply.status == 3)
        #expect(reply.codes == ["TC309"])
    }

    @Test func groupsThatMayNotBeSeen() async throws {
        let scene = try Scene { _, faults in
            for api in [API.listGroups, .describeGroups, .offsetFetch] {
                faults.add(.error(.groupAuthorizationFailed), api: api)
            }
        }
        for command in [["groups"], ["lag"]] {
            let reply = try await scene.json(command)
            #expect(reply.status == 3)
            #expect(reply.codes == ["TC308"])
            #expect(!reply.said.contains("ListConsumerGroups"), "\(reply.said)")
        }
        let one = try await scene.json("lag", Scene.group)
        #expect(one.status == 3)
        #expect(one.codes == ["TC309"])
        #expect(one.said.contains("Group authorization failed (GROUP_AUTHORIZATION_FAILED)"))
    }
}
