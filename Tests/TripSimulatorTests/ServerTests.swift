import Testing
import TripCore
import TripSystem

@testable import TripSimulator

/// What a client at a socket meets while nothing goes wrong.
@Suite(.timeLimit(.minutes(2))) struct ServerTests {
    private let simulator: Simulator

    init() throws { simulator = try .tenRecords() }

    @Test func `without a fault it answers`() throws {
        let client = try simulator.client(1)
        let versions = try #require(try client.ask(ApiVersionsRequest(), version: 3).value)
        #expect(versions.apis.count == API.allCases.count)
        let metadata = try #require(try client.ask(MetadataRequest(topics: nil), version: 12).value)
        #expect(metadata.brokers.map { Int($0.port) } == simulator.bootstrap.map(\.port))
        #expect(metadata.topics.count == 2 && metadata.controller == 1)
        #expect(simulator.requests == [.apiVersions: 1, .metadata: 1])
    }

    @Test func `a version of tomorrow is told what there is`() throws {
        let client = try simulator.client(1)
        try client.send(ApiVersionsRequest(), version: 9)
        let versions = try #require(try client.receive(ApiVersionsRequest.self, version: 0).value)
        #expect(versions.error == .unsupportedVersion && !versions.apis.isEmpty)
        #expect(try client.ask(MetadataRequest(), version: 99) == .ended(after: 0))
    }

    @Test func `a read waits for records, and no longer than it may`() throws {
        let client = try simulator.client(1)
        func fetch(_ wait: Int32) -> FetchRequest {
            FetchRequest(
                maxWait: wait, minBytes: 1,
                topics: [.init(name: "t", partitions: [.init(number: 0, offset: 10, maxBytes: 1 << 20)])])
        }
        let empty = try #require(try client.ask(fetch(50), version: 11).value)
        #expect(empty.topics[0].partitions[0].records == [])
        try client.send(fetch(60_000), version: 11)
        #expect(try client.receive(FetchRequest.self, version: 11, within: .milliseconds(100)) == .silence)
        try simulator.change { cluster, _ in cluster.append(1, to: "t", 0) }
        let filled = try #require(try client.receive(FetchRequest.self, version: 11).value)
        #expect(filled.topics[0].partitions[0].highWatermark == 11)
        #expect(try RecordBatch.all(in: filled.topics[0].partitions[0].records ?? []).map(\.count) == [1])
    }

    @Test func `who has not logged in is shown the door`() throws {
        try simulator.change { cluster, _ in cluster.users = ["ann": "secret"] }
        #expect(try simulator.client(1).ask(MetadataRequest(), version: 1) == .ended(after: 0))
        let client = try simulator.client(1)
        let other = SaslHandshakeResponse(error: .unsupportedMechanism, mechanisms: ["PLAIN"])
        #expect(try client.ask(SaslHandshakeRequest(mechanism: "GSSAPI"), version: 1) == .answer(other))
        #expect(
            try client.ask(SaslHandshakeRequest(mechanism: "PLAIN"), version: 1)
                == .answer(.init(mechanisms: ["PLAIN"])))
        func login(_ password: String) -> SaslAuthenticateRequest {
            SaslAuthenticateRequest(token: [0] + Array("ann".utf8) + [0] + Array(password.utf8))
        }
        let no = try #require(try client.ask(login("wrong"), version: 1).value)
        #expect(no.error == .loginFailed && no.message != nil)
        #expect(try client.ask(login("secret"), version: 1) == .answer(.init()))
        #expect(try client.ask(MetadataRequest(), version: 1).value != nil, "logged in, and not answered")
    }

    @Test func `a new broker listens, and a stopped simulator gives its ports back`() throws {
        try simulator.change { cluster, _ in cluster.brokers[4] = Broker(rack: "b") }
        let address = simulator.bootstrap[3]
        try RawClient.expectAnswer(at: address)
        simulator.stop()
        simulator.stop()
        #expect(throws: SocketTrouble.self) { try RawClient(address) }
        func onItsPort() throws -> Simulator {
            var cluster = SimulatedCluster(brokers: [1])
            cluster.brokers[1]?.port = address.port
            return try .start(cluster)
        }
        let again = try onItsPort()
        #expect(again.bootstrap == [address])
        let taken = #expect(throws: Failure.self) { try onItsPort() }
        withExtendedLifetime(again) {}
        #expect(taken?.doing == "listen on port \(address.port) of 127.0.0.1")
    }
}
