import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Brokers that refuse, say nothing, are late, hang up, or speak nonsense: one of three, and all of them.
@Suite(.serialized) struct BrokerTroubleTests {
    struct Trouble: Sendable {
        let effect: Fault.Effect
        /// What is said of a broker.
        let reason: String
        /// The findings of `brokers` when it is broker 3 alone.
        let code: String
        let status: Int32
    }

    static let troubles = [
        Trouble(effect: .refuses, reason: "connection refused", code: "TC102", status: 2),
        Trouble(effect: .silent, reason: "it accepts connections and says nothing", code: "TC103", status: 3),
        Trouble(effect: .closesInAnswer, reason: "it hangs up", code: "TC102", status: 2),
        Trouble(
            effect: .garbage, reason: "it does not speak Kafka's protocol: its answer cannot be read", code: "TC102",
            status: 2),
        Trouble(
            effect: .truncated, reason: "it does not speak Kafka's protocol: its answer cannot be read", code: "TC102",
            status: 2),
    ]

    @Test(arguments: troubles) func ofOneBroker(_ trouble: Trouble) async throws {
        let scene = try Scene { $1.add(trouble.effect, broker: 3) }
        let timeout = trouble.effect == .silent ? 3.0 : 15
        let brokers = try await scene.json("brokers", timeout: timeout)
        #expect(brokers.status == trouble.status)
        #expect(brokers.codes == [trouble.code])
        #expect(brokers.said.contains(trouble.reason), "\(brokers.said)")
        #expect(
            brokers.data["brokers"].elements.map { $0["reachable"] } == [
                .bool(true), .bool(true), trouble.status == 3 ? .null : .bool(false),
            ])
        #expect(brokers.envelope["complete"] == .bool(trouble.status != 3))

        let isr = try await scene.json("isr", timeout: timeout)
        #expect(isr.status == trouble.status)
        #expect(Set(isr.codes) == (trouble.status == 2 ? ["TC202", "TC211"] : ["TC203", "TC211"]))

        // Two of three partitions are known: their sum is there, and that it is no more than that.
        let lag = try await scene.json("lag", Scene.group, timeout: timeout)
        #expect(lag.status == 3)
        #expect(lag.codes == ["TC305"])
        #expect(lag.said.contains("lag unknown: broker 3 cannot be reached: \(trouble.reason)"), "\(lag.said)")
        let group = lag.data["groups"][0]
        #expect(group["lag"] == .number(20))
        #expect(group["complete"] == .bool(false))
    }

    @Test(arguments: troubles) func ofAllBrokers(_ trouble: Trouble) async throws {
        let scene = try Scene { $1.add(trouble.effect) }
        for command in [["brokers"], ["lag", Scene.group], ["topic", "create", "orders"]] {
            let reply = try await scene.json(command, timeout: trouble.effect == .silent ? 1 : 15)
            #expect(reply.status == 3)
            #expect(reply.error["kind"].text == (trouble.effect == .silent ? "timedOut" : "unreachable"))
            #expect(reply.addressReasons == [trouble.reason])
            #expect(reply.error["hint"].text != nil)
        }
    }

    @Test func aSlowBrokerIsWaitedFor() async throws {
        let scene = try Scene { $1.add(.slow(300), broker: 3) }
        let brokers = try await scene.json("brokers")
        #expect(brokers.status == 0)
        // The delay is counted from when the question was read, the answer from when it was sent, by two clocks.
        #expect((brokers.data["brokers"][2]["latency"].number ?? 0) >= 0.29)
        #expect(try await scene.json("lag", Scene.group).status == 0)
    }

    /// An answer that cannot be read is asked for again: another broker's can be.
    @Test func unreadableMetadataOfOneBrokerIsReadElsewhere() async throws {
        for effect in [Fault.Effect.garbage, .truncated] {
            let scene = try Scene { $1.add(effect, broker: 1, api: .metadata) }
            guard let reply = try await scene.jsonUnlessCrashed(["topic", "list"]) else { continue }
            #expect(reply.status == 0, "\(reply.said)")
        }
    }

    /// What every broker answers wrongly, or never, to one question alone.
    @Test(arguments: [Fault.Effect.silent, .closesInAnswer, .garbage, .truncated])
    func ofOneQuestion(_ effect: Fault.Effect) async throws {
        for api in [API.metadata, .listGroups, .describeGroups, .offsetFetch, .listOffsets] {
            let scene = try Scene { $1.add(effect, api: api) }
            let question = api == .listGroups ? ["lag"] : ["lag", Scene.group]
            // librdkafka 2.0.2 may crash on some of these answers: see FuzzTests.
            let mayCrash = effect == .truncated || effect == .garbage
            let answer =
                mayCrash
                ? try await scene.jsonUnlessCrashed(question, timeout: 2) : try await scene.json(question, timeout: 2)
            guard let reply = answer else { continue }
            #expect(reply.status == 3, "\(api)")
            #expect(reply.envelope["complete"] == .bool(false), "\(api)")
            #expect(!reply.said.contains("NO_ERROR"), "\(reply.said)")
        }
    }

    /// More brokers than the process may have files at first, and than it may have at all.
    @Test func theLimitOfOpenFilesIsRaised() async throws {
        let scene = try Scene { cluster, _ in for id in Int32(4)...40 { cluster.brokers[id] = Broker() } }
        func brokers(_ limit: String) async throws -> Reply {
            let command = [
                Binary.tripctl.path, "brokers", "--expect-brokers", "40", "-b", scene.bootstrap, "-o", "json",
            ]
            let shell = Binary(path: "/bin/sh")
            return try Reply(try await shell.run(["-c", "\(limit) && exec \"$@\"", "sh"] + command))
        }
        let raised = try await brokers("ulimit -S -n 64")
        #expect(raised.status == 0, "\(raised.said)")
        let short = try await brokers("ulimit -n 64")
        #expect(short.said.contains("this program may open no more files"), "\(short.said)")
    }
}
