import Foundation
import Testing
import TripTestSupport

/// `tripctl lag --time`, its verdicts, and rates: what depends on clocks.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct LagTimeTests {
    @Test func `the age is that of the record at the commit, in the middle of a batch too`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("time-lz4", partitions: 3)
        // Record i is i + 1 minutes old; the oldest stands last, so that a wrong record shows.
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        try await client.produce(100, to: "time-lz4", 0, lz4: true, timestamp: { now - Int64($0 + 1) * 60_000 })
        try await client.produce(50, to: "time-lz4", 1, timestamp: { now - Int64($0 + 1) * 3_600_000 })
        // Several groups at other places of one partition, which takes a round each.
        let places: [(group: String, offsets: [Int64], ages: [Double])] = [
            ("time-a", [0, 0], [60, 3600]), ("time-b", [37, 25], [38 * 60, 26 * 3600]),
            ("time-c", [99, 49], [6000, 180_000]), ("time-d", [100, 10], [0, 39_600]),
            ("time-e", [63, 50], [64 * 60, 0]), ("time-f", [37, 50], [38 * 60, 0]),
        ]
        for place in places {
            let offsets = place.offsets.enumerated().map { PartitionOffset("time-lz4", Int32($0), $1) }
            try await client.commit(offsets, for: place.group)
        }
        let (reply, passed) = try await since(now) { try await tripctl.json(["lag", "--time"] + places.map(\.group)) }
        #expect(reply.status == 0)
        for place in places {
            let group = reply.group(place.group)
            let ages = group["partitions"].elements.map { $0["age"].number ?? -1 }
            #expect(ages.count == 2)
            for (age, expected) in zip(ages, place.ages) {
                let isRight = expected == 0 ? age == 0 : passed.contains(age - expected)
                #expect(isRight, "\(place.group): \(age), not \(expected) and \(passed)")
            }
            #expect(group["age"].number == ages.max())
        }
        let table = try await tripctl.run(["lag", "--time", "time-d"])
        #expect(table.output.hasPrefix("time-d: empty, coordinator "), "\(table.output)")
        #expect(table.output.contains(", lag 40, oldest 11h"), "\(table.output)")
    }

    @Test func `a group that waits at a deleted record gets the age of the first that is left`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic("time-lost", partitions: 1)
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        try await client.produce(10, to: "time-lost", 0, timestamp: { now - Int64(10 - $0) * 60_000 })
        try await client.deleteRecords(of: "time-lost", 0, before: 6)
        try await client.commit([.init("time-lost", 0, 2)], for: "time-lost")
        let (reply, passed) = try await since(now) {
            try await Tripctl(cluster).json(["lag", "time-lost", "--time"])
        }
        #expect(reply.rows("time-lost") == ["time-lost:0 2 in 6..10 lag=4 lost=4 beforeStart"])
        let age = reply.group("time-lost")["age"].number ?? -1
        #expect(passed.contains(age - 240), "\(age), not 240 and \(passed)")
    }

    @Test func `many lagging partitions: one record of each is read`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic("time-many", partitions: 60, replicationFactor: 1)
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        for partition in 0..<Int32(60) {
            try await client.produce(3, to: "time-many", partition, timestamp: { now - Int64(100 - $0) * 1000 })
        }
        try await client.commit((0..<60).map { .init("time-many", $0, 1) }, for: "time-many")
        let reply = try await Tripctl(cluster).json(["lag", "time-many", "--time"])
        #expect(reply.status == 0)
        #expect(reply.total("time-many") == "empty lag=120 lost=0 complete=true")
        let ages = reply.group("time-many")["partitions"].elements.compactMap { $0["age"].number }
        #expect(ages.count == 60 && ages.allSatisfy { $0 >= 99 }, "\(ages)")
    }

    @Test func `thresholds make a verdict`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("time-limits", partitions: 2)
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        try await client.produce(30, to: "time-limits", 0, timestamp: { now - 600_000 + Int64($0) })
        try await client.produce(20, to: "time-limits", 1, timestamp: { _ in now })
        try await client.commit([.init("time-limits", 0, 0), .init("time-limits", 1, 0)], for: "time-limits")
        // The total is 50 records, the oldest 10 minutes old.
        let cases: [(options: [String], status: Int32, codes: [String])] = [
            (["--warn", "lag=51"], 0, []), (["--warn", "lag=50"], 1, ["TC310"]),
            (["--warn", "lag=10", "--crit", "lag=51"], 1, ["TC310"]),
            (["--warn", "lag=10", "--crit", "lag=50"], 2, ["TC310"]),
            (["--warn", "time=10m"], 1, ["TC311"]), (["--crit", "time=9m"], 2, ["TC311"]),
            (["--crit", "time=2h"], 0, []),
            (["--warn", "lag=50,time=1m", "--crit", "lag=51,time=5m"], 2, ["TC310", "TC311"]),
        ]
        for row in cases {
            let reply = try await tripctl.json(["lag", "time-limits"] + row.options)
            #expect(reply.status == row.status, "\(row.options)")
            #expect(reply.codes == row.codes, "\(row.options)")
            #expect(reply.total("time-limits") == "empty lag=50 lost=0 complete=true")
            let asksAge = row.options.contains { $0.contains("time=") }
            #expect((reply.group("time-limits")["age"] != nil) == asksAge, "\(row.options)")
        }
        for wrong in ["lag=", "lag=-1", "age=5", "time=5", "lag=1,lag=2", ""] {
            let outcome = try await tripctl.run(["lag", "time-limits", "--warn", wrong])
            #expect(outcome.status == 64 && outcome.output.isEmpty, "\(wrong): \(outcome.errors)")
        }
    }

    @Test func `two looks show a growing and a draining group`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("rates", partitions: 1)
        try await client.produce(4000, to: "rates", 0)
        for group in ["rates-draining", "rates-growing", "rates-ahead"] {
            let start: Int64 = group == "rates-ahead" ? 4000 : 0
            try await client.commit([.init("rates", 0, start)], for: group)
        }
        let change = Task {
            // Between the looks. In a pipe nothing shows when the first is done: it has long been after three seconds.
            try await Task.sleep(for: .seconds(3))
            try await client.produce(300, to: "rates", 0)
            try await client.commit([.init("rates", 0, 1500)], for: "rates-draining")
            try await client.commit([.init("rates", 0, 150)], for: "rates-growing")
            try await client.commit([.init("rates", 0, 4300)], for: "rates-ahead")
        }
        let groups = ["rates-draining", "rates-growing", "rates-ahead"]
        let reply = try await tripctl.json(["lag"] + groups + ["--for", "9s"])
        try await change.value
        #expect(reply.status == 0)
        #expect(
            groups.map(reply.total) == [2800, 4150, 0].map { "empty lag=\($0) lost=0 complete=true" })
        let rates = groups.map { reply.group($0)["rates"] }
        // The records are exact; the seconds between the looks are nine, and no more than the whole run took.
        let seconds = 9...max(9, reply.outcome.seconds)
        func isRate(_ rate: JSONTree, of records: Double) -> Bool {
            (records / seconds.upperBound...records / seconds.lowerBound).contains(rate.number ?? -1)
        }
        for rate in rates { #expect(isRate(rate["produced"], of: 300), "\(rate)") }
        for (rate, records) in zip(rates, [1500.0, 150, 300]) {
            #expect(isRate(rate["consumed"], of: records), "\(rate)")
        }
        // 2800 records, at 1200 fewer in each of the looks' distances.
        let catchUp = (rates[0]["catchUp"].number ?? -1) * 1200 / 2800
        #expect((seconds.lowerBound - 0.01...seconds.upperBound).contains(catchUp), "\(rates[0])")
        #expect(rates[1]["catchUp"] == nil && rates[2]["catchUp"] == nil)
        #expect(reply.group("rates-draining")["partitions"][0]["rates"] == rates[0])
    }

    @Test func `a running producer and consumer have rates`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        try await client.createTopic("rates-live", partitions: 2)
        let member = try GroupMember(client, group: "rates-live", topics: ["rates-live"], commits: true)
        try await member.waitForAssignment(2)
        let producer = Task {
            while !Task.isCancelled { try await client.produce(50, to: "rates-live", 1) }
        }
        try await member.waitForRecords(50)
        let outcome = try await Tripctl(cluster).run(["lag", "rates-live", "--for", "3s"])
        producer.cancel()
        _ = await producer.result
        #expect(outcome.status == 0)
        let match = outcome.output.firstMatch(of: /in ([0-9.,]+)\/s, out ([0-9.,]+)\/s/)
        let produced = match.flatMap { Double($0.1.replacing(",", with: "")) } ?? 0
        let consumed = match.flatMap { Double($0.2.replacing(",", with: "")) } ?? 0
        #expect(produced >= 10 && consumed >= 10, "\(outcome.output)")
        #expect(outcome.output.contains("IN/S"))
    }

    /// What `body` gives, and how many seconds after `then`, in milliseconds since 1970, it read the clock: no earlier
    /// and no later, give or take a rounding.
    private func since<Result>(
        _ then: Int64, _ body: () async throws -> Result
    ) async throws -> (Result, ClosedRange<Double>) {
        func passed() -> Double { Date.now.timeIntervalSince1970 - Double(then) / 1000 }
        let before = passed() - 0.01
        return (try await body(), before...(passed() + 0.01))
    }
}
