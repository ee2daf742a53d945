import Foundation
import Testing
import TripTestSupport

/// Names as no one should give them, and people do: each is shown, aligned and harmless, in every form.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct OddNameTests {
    /// Groups, and how each is shown to a person.
    private static let groups: [(name: String, shown: String)] = [
        ("two  blanks inside", "two  blanks inside"), (" edges ", " edges "), ("it's \"quoted\"", "it's \"quoted\""),
        ("클릭-로그-소비자", "클릭-로그-소비자"), ("🚀 rockets 👩‍🚀", "🚀 rockets 👩‍🚀"), ("-dash", "-dash"),
        ("--all", "--all"), ("line\nbreak", "line\\nbreak"), ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
        ("tab\there", "tab\\there"), ("back\\slash $HOME `id`", "back\\slash $HOME `id`"),
        (String(repeating: "long-", count: 40), String(repeating: "long-", count: 40)),
    ]

    @Test func `groups`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        try await client.createTopic("odd", partitions: 1)
        try await client.produce(12, to: "odd", 0)
        for (number, group) in Self.groups.enumerated() {
            try await client.commit([.init("odd", 0, Int64(number))], for: group.name)
        }
        // One by one, by the name that the user types.
        for (number, group) in Self.groups.enumerated() {
            let reply = try await tripctl.json(["lag", "--", group.name])
            #expect(reply.status == 0, "\(group.shown): \(reply.errors)")
            #expect(reply.total(group.name) == "empty lag=\(12 - number) lost=0 complete=true")
            let table = try await tripctl.run(["lag", "--", group.name])
            #expect(table.output.hasPrefix("\(group.shown): empty, coordinator "), "\(table.output)")
            #expect(!table.output.contains { $0.isASCII && $0 != "\n" && ($0.asciiValue ?? 32) < 32 })
        }
        let names = Self.groups.map(\.name)
        let all = try await tripctl.json(["lag"])
        #expect(Set(all.data["groups"].elements.compactMap { $0["group"].text }) == Set(names))
        let listed = try await tripctl.json(["groups"])
        #expect(Set(listed.data["groups"].elements.compactMap { $0["group"].text }) == Set(names))

        for command in ["lag", "groups"] {
            let piped = try await tripctl.run([command])
            var lines = piped.output.split(separator: "\n").map(String.init)
            #expect(lines.count == names.count + 1, "\(piped.output)")
            for group in Self.groups { #expect(lines.contains { $0.hasPrefix(group.shown) }, "\(group.shown)") }
            // One column, one place: what follows the name starts in the same cell in each line.
            #expect(Set(lines.map { cells(before: " empty ", or: " STATE ", in: $0) }).count == 1, "\(piped.output)")
            let screen = try await tripctl.run(at: .init(columns: 80), [command, "--color", "never"])
            lines = screen.output.split(separator: "\r\n").map(String.init)
            #expect(lines.count == names.count + 1, "\(screen.output)")
            for line in lines { #expect(width(line) <= 80, "\(line)") }
            #expect(lines.contains { $0.hasPrefix("long-long-") && $0.contains("…") })
            #expect(lines.contains { $0.hasPrefix("클릭-로그-소비자 ") })
        }
        let quiet = try await tripctl.run(["groups", "-q"])
        #expect(Set(quiet.output.split(separator: "\n").map(String.init)) == Set(Self.groups.map(\.shown)))
        let totals = try await tripctl.run(["lag", "-q"])
        let expected = Self.groups.enumerated().map { "\($1.shown)\t\(12 - $0)" }
        #expect(Set(totals.output.split(separator: "\n").map(String.init)) == Set(expected))
        let prometheus = try await tripctl.run(["lag", "--all", "-o", "prometheus"])
        for (number, group) in Self.groups.enumerated() {
            let label = group.name.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
                .replacing("\n", with: #"\n"#)
                // Control characters are shown escaped in every form of output.
                .replacing("\t", with: #"\\t"#).replacing("\u{1b}", with: #"\\u{1b}"#)
                .replacing("\u{7}", with: #"\\u{7}"#)
            let sample = #"tripctl_group_lag{topic="odd",partition="0",group="\#(label)"} \#(12 - number)"#
            #expect(prometheus.output.contains(sample + "\n"), "\(sample)")
        }
        let absent = try await tripctl.run(["lag", "--", "-dahs"])
        #expect(absent.status == 1 && absent.output.contains("did you mean -dash?"), "\(absent.output)")
        let mistaken = try await tripctl.run(["lag", "-dash"])
        #expect(mistaken.status == 64 && mistaken.output.isEmpty)
        try await cluster.quit()
    }

    @Test func `topics`() async throws {
        let cluster = try await KafkaCluster.start()
        let client = TestClient(cluster)
        let tripctl = Tripctl(cluster)
        let long = String(repeating: "t", count: 249)
        let topics = ["dots.in.it", "under_scores", "-dash", "--all", "UPPER", "1", "...", long]
        for topic in topics {
            let reply = try await tripctl.json(["topic", "create", "--partitions", "1", "--", topic])
            #expect(reply.status == 0 && reply.data["outcome"] == "created", "\(topic): \(reply.errors)")
            try await client.produce(1, to: topic, 0)
        }
        try await client.commit(topics.map { .init($0, 0, 0) }, for: "odd")
        let list = try await tripctl.json(["topic", "list"])
        #expect(list.data["topics"].elements.compactMap { $0["name"].text } == topics.sorted())
        let described = try await tripctl.json(["topic", "describe", "--"] + topics)
        #expect(described.status == 0 && described.data["topics"].elements.count == topics.count)
        let isr = try await tripctl.json(["isr", "--"] + topics)
        #expect(isr.status == 0 && isr.data["topics"].elements.count == topics.count)
        let lag = try await tripctl.json(["lag", "odd"])
        #expect(lag.total("odd") == "empty lag=8 lost=0 complete=true")
        #expect(lag.rows("odd").count == topics.count)
        let one = try await tripctl.json(["lag", "odd", "--topic=-dash"])
        #expect(one.rows("odd") == ["-dash:0 0 in 0..1 lag=1 lost=0"])
        for command in [["topic", "list"], ["topic", "describe", long], ["isr"], ["lag", "odd"]] {
            let screen = try await tripctl.run(at: .init(columns: 80), command + ["--color", "never"])
            for line in screen.output.split(separator: "\r\n") where !line.hasPrefix(long) && !line.contains(": lag") {
                #expect(line.count <= 80, "\(command): \(line)")
            }
            let piped = try await tripctl.run(command)
            #expect(piped.output.contains(long) && !piped.output.contains("…"), "\(command)")
        }
        for topic in topics {
            let gone = try await tripctl.run(["topic", "delete", "--yes", "--", topic])
            #expect(gone.status == 0, "\(topic): \(gone.errors)")
        }
        try await eventually("all are gone") { try await client.topics().keys.allSatisfy { $0.hasPrefix("__") } }
        try await cluster.quit()
    }
}

/// How many cells of a terminal a text takes: Korean and emoji take two each, what joins emoji none.
private func width(_ text: String) -> Int {
    text.map { character in
        let first = character.unicodeScalars.first?.value ?? 0
        return (0x1100...0x115F).contains(first) || (0xAC00...0xD7A3).contains(first) || first >= 0x1F300 ? 2 : 1
    }.reduce(0, +)
}

private func cells(before word: String, or other: String, in line: String) -> Int? {
    (line.range(of: word) ?? line.range(of: other)).map { width(String(line[..<$0.lowerBound])) }
}
