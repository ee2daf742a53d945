import Foundation
import Testing
import TripTestSupport

/// The forms that lag can be asked for in, and lag of all groups.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct LagFormTests {
    @Test func `two topics, one of them alone, and one that is not there`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        for topic in ["form-one", "form-two"] { try await client.createTopic(topic, partitions: 2) }
        try await client.produce(5, to: "form-one", 0)
        try await client.produce(2000, to: "form-two", 1)
        let commits: [PartitionOffset] = [
            .init("form-one", 0, 1), .init("form-one", 1, 0), .init("form-two", 1, 500),
        ]
        try await client.commit(commits, for: "form-both")
        let both = try await tripctl.json(["lag", "form-both"])
        #expect(both.total("form-both") == "empty lag=1504 lost=0 complete=true")
        #expect(
            both.rows("form-both") == [
                "form-one:0 1 in 0..5 lag=4 lost=0", "form-one:1 0 in 0..0 lag=0 lost=0",
                "form-two:1 500 in 0..2000 lag=1500 lost=0",
            ])
        let one = try await tripctl.json(["lag", "form-both", "--topic", "form-one"])
        #expect(one.total("form-both") == "empty lag=4 lost=0 complete=true")
        #expect(one.rows("form-both").count == 2)
        let absent = try await tripctl.json(["lag", "form-both", "--topic", "form-tow", "--topic", "form-one"])
        #expect(absent.status == 1 && absent.codes == ["TC210"])
        #expect(absent.errors == "tripctl: topic form-tow does not exist\n")
        #expect(absent.total("form-both") == "empty lag=4 lost=0 complete=false")

        let coordinator = both.group("form-both")["coordinator"]
        let table = try await tripctl.run(["lag", "form-both"])
        #expect(
            table.output == """
                form-both: empty, coordinator \(coordinator), lag 1504
                TOPIC     PARTITION  COMMITTED   END   LAG
                form-one          0          1     5     4
                form-one          1          0     0     0
                form-two          1        500  2000  1500
                form-one: lag 4
                form-two: lag 1500

                """)
        let quiet = try await tripctl.run(["lag", "form-both", "-q"])
        #expect(quiet.output == "1504\n" && quiet.errors.isEmpty)
        let prometheus = try await tripctl.run(["lag", "form-both", "-o", "prometheus"])
        #expect(prometheus.status == 0)
        let samples = prometheus.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let labels = { (topic: String, partition: Int) in
            #"{topic="\#(topic)",partition="\#(partition)",group="form-both"}"#
        }
        for (metric, values) in [
            ("lag", [4, 0, 1500]), ("committed_offset", [1, 0, 500]), ("log_end_offset", [5, 0, 2000]),
            ("lost_records", [0, 0, 0]),
        ] {
            let places = [("form-one", 0), ("form-one", 1), ("form-two", 1)]
            for (place, value) in zip(places, values) {
                #expect(samples.contains("tripctl_group_\(metric)\(labels(place.0, place.1)) \(value)"))
            }
        }
        #expect(!prometheus.output.contains("tripctl_group_oldest_seconds{"))
        let yaml = try await tripctl.run(["lag", "form-both", "-o", "yaml"])
        #expect(yaml.output.contains("command: lag\n"))
        #expect(yaml.output.contains("lag: 1504\n") && !yaml.output.contains(": -"))
    }

    @Test func `members are shown when asked for`() async throws {
        let cluster = try await KafkaCluster.shared
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("form-members", partitions: 2)
        try await client.produce(3, to: "form-members", 0)
        try await client.commit([.init("form-members", 0, 0)], for: "form-nobody")
        let members = try [1, 2].map {
            try GroupMember(client, group: "form-members", topics: ["form-members"], clientID: "client-\($0)")
        }
        for member in members {
            try await eventually("each has one") { member.progress.assigned["form-members"]?.count == 1 }
        }
        let reply = try await tripctl.json(["lag", "form-members"])
        #expect(Set(reply.group("form-members")["members"].elements.map { $0["client"] }) == ["client-1", "client-2"])
        let outcome = try await tripctl.run(["lag", "form-members", "--members"])
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("form-members: stable, 2 members, coordinator "))
        #expect(
            lines[1].split(separator: " ").map(String.init) == [
                "TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "MEMBER", "CLIENT", "HOST", "NOTE",
            ])
        for row in reply.group("form-members")["partitions"].elements {
            let (id, name) = (row["member"].text ?? "?", row["client"].text ?? "?")
            #expect(lines.contains { $0.contains(id) && $0.contains(" \(name) ") && $0.contains(" 127.0.0.1 ") })
        }
        let plain = try await tripctl.run(["lag", "form-members"])
        #expect(!plain.output.contains("client-1"))
        let nobody = try await tripctl.run(["lag", "form-nobody", "--members"])
        #expect(nobody.output.hasPrefix("form-nobody: empty,") && !nobody.output.contains("MEMBER"))
        let screen = try await tripctl.run(
            at: .init(columns: 80), ["lag", "form-members", "--members", "--color", "never"])
        for line in screen.output.split(separator: "\r\n") { #expect(line.count <= 80, "\(line)") }
        #expect(screen.output.contains("…"))
    }

    @Test func `all groups at once are the groups one by one`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("all-a", partitions: 4)
        try await client.createTopic("all-b", partitions: 1)
        for partition in 0..<Int32(4) { try await client.produce(50, to: "all-a", partition) }
        try await client.deleteRecords(of: "all-a", 2, before: 20)
        let groups = (0..<24).map { "all-group-\($0)" }
        for (number, group) in groups.enumerated() {
            let place = Int64(number)
            var offsets: [PartitionOffset] = [.init("all-a", Int32(number % 4), place * 3)]
            if number.isMultiple(of: 3) { offsets.append(.init("all-b", 0, 0)) }
            try await client.commit(offsets, for: group)
        }
        let member = try GroupMember(client, group: "all-live", topics: ["all-a", "all-b"])
        try await member.waitForAssignment(5)
        let all = try await tripctl.json(["lag", "--all"])
        let names = (groups + ["all-live"]).sorted()
        #expect(all.data["groups"].elements.compactMap { $0["group"].text } == names)
        var expected = 0.0
        for name in names {
            let one = try await tripctl.json(["lag", name])
            #expect(one.group(name) == all.group(name), "\(name)")
            expected += one.group(name)["lag"].number ?? .nan
        }
        let list = try await tripctl.json(["lag"])
        #expect(list.data == all.data)
        #expect(list.status == 1 && Set(list.codes) == ["TC302", "TC303", "TC304"], "\(list.codes)")
        let quiet = try await tripctl.run(["lag", "-q"])
        let totals = quiet.output.split(separator: "\n").compactMap { $0.split(separator: "\t").last }
        #expect(totals.compactMap { Double($0) }.reduce(0, +) == expected)
        let table = try await tripctl.run(["lag"])
        let rows = table.output.split(separator: "\n").filter { $0.hasPrefix("all-") }
        #expect(rows.count == 25)
        try await cluster.quit()
    }
}
