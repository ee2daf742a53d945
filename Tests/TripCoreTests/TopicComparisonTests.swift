import Testing
import TripCore

@Suite("A topic compared") struct TopicComparisonTests {
    let asked = TopicSpec(
        name: "tripclick-logs", partitions: 3, replicationFactor: 2, configs: ["retention.ms": "604800000"])
    let own = [ConfigEntry(name: "retention.ms", value: "604800000", isDefault: false)]

    func compare(
        _ partitions: [PartitionMetadata], _ configs: [ConfigEntry], asked: TopicSpec? = nil
    ) -> [TopicDifference] {
        TopicComparison(
            asked: asked ?? self.asked, found: TopicMetadata(name: "tripclick-logs", partitions: partitions),
            configs: configs, brokers: [1, 2, 3]
        ).differences
    }

    @Test("as asked") func same() {
        #expect(compare(clickLogs, own).isEmpty)
        #expect(compare([partition(0, [2, 3]), partition(1, [3, 1]), partition(2, [1, 2])], own).isEmpty)
    }

    @Test("as auto-creation would make it: one partition, one copy") func autoCreated() {
        let found = compare(
            [partition(0, [1])], [ConfigEntry(name: "retention.ms", value: "604800000", isDefault: true)])
        #expect(found.map(\.what) == ["partitions", "replication factor", "retention.ms"])
        #expect(found.map(\.asked) == ["3", "2", "604800000"])
        #expect(found.map(\.found) == ["1", "1", "604800000 from the broker's default"])
        #expect(
            found[0].mend.contains(
                "kafka-topics --bootstrap-server HOST:PORT --alter --topic tripclick-logs --partitions 3"))
        #expect(found[2].mend.contains("--add-config retention.ms=604800000"))
    }

    @Test("too many partitions cannot be mended in place") func tooMany() {
        let found = compare(clickLogs + [partition(3, [1, 2])], own)
        #expect(found.map(\.what) == ["partitions"])
        #expect(found[0].mend.contains("tripctl topic delete tripclick-logs"))
    }

    @Test("mixed factors, and a lopsided assignment") func replicas() {
        let mixed = compare([partition(0, [1, 2]), partition(1, [2]), partition(2, [3, 1])], own)
        #expect(mixed.map(\.found) == ["1 to 2"])
        let lopsided = compare((0..<3).map { partition($0, [1, 2]) }, own)
        #expect(lopsided.map(\.what) == ["assignment"])
        #expect(lopsided[0].asked == "(1,2) (2,3) (3,1)")
        #expect(lopsided[0].found == "(1,2) (1,2) (1,2)")
    }

    @Test(
        "settings are compared by what they mean",
        arguments: [
            ("604800000", "604800000", true), ("0.5", ".50", true), ("1", "1.0", true), ("true", "TRUE", true),
            ("9223372036854775807", "9223372036854775806", false), ("9223372036854775807", "9223372036854775807", true),
            ("true", "false", false), ("lz4", "LZ4", false), ("compact,delete", "compact, delete", true),
            ("compact,delete", "delete", false), ("nan", "NaN", false), ("-1", "-1", true), ("1000", "1001", false),
        ]) func values(_ a: String, _ b: String, _ equal: Bool)
    {
        #expect(ConfigValue.areEqual(a, b) == equal)
        #expect(ConfigValue.areEqual(b, a) == equal)
    }

    @Test("settings: other, unknown, by default") func configs() {
        var asked = asked
        asked.configs = ["cleanup.policy": "compact,delete", "compression.type": "lz4", "no.such": "1"]
        let found = compare(
            clickLogs,
            [
                ConfigEntry(name: "cleanup.policy", value: "delete", isDefault: true),
                ConfigEntry(name: "compression.type", value: "lz4", isDefault: true),
            ], asked: asked)
        #expect(found.map(\.what) == ["cleanup.policy", "no.such"])
        #expect(found.map(\.found) == ["delete", "not known to the broker"])
        #expect(found[0].mend.contains("'cleanup.policy=[compact,delete]'"))
    }

    @Test("min.insync.replicas above the factor is refused here") func minISR() throws {
        var spec = asked
        try spec.checkMinISR()
        spec.configs["min.insync.replicas"] = "2"
        try spec.checkMinISR()
        for value in ["3", "0", "two"] {
            spec.configs["min.insync.replicas"] = value
            let failure = try #require(throws: Failure.self) { try spec.checkMinISR() }
            #expect(failure.kind == .usage)
            #expect(failure.reason.contains(value))
        }
        #expect(ConfigValue.minISR(in: [ConfigEntry(name: "min.insync.replicas", value: "2", isDefault: true)]) == 2)
        #expect(ConfigValue.minISR(in: own) == nil)
    }
}
