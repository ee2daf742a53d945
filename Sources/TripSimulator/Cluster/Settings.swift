/// The settings that topics have, and what they may be.
struct TopicSetting: Sendable {
    var name: String
    /// Kafka's default.
    var value: String
    /// The setting of the broker's file that gives the default, where there is one.
    var broker: String
    var kind: Kind

    /// What a value may be.
    enum Kind: Sendable {
        case number(atLeast: Int64)
        case fraction
        case bool
        case words(Set<String>, isList: Bool)
        case any
    }

    /// Whether a value is one; in Kafka's words when not.
    func problem(of text: String) -> String? {
        let prefix = "Invalid value \(text) for configuration \(name): "
        switch kind {
        case .any: return nil
        case .number(let least):
            guard let number = Int64(text) else { return prefix + "Not a number of type LONG" }
            return number < least ? prefix + "Value must be at least \(least)" : nil
        case .fraction: return Double(text) == nil ? prefix + "Not a number of type DOUBLE" : nil
        case .bool:
            return ["true", "false"].contains(text) ? nil : prefix + "Expected value to be either true or false"
        case .words(let known, let isList):
            let words = isList ? text.split(separator: ",").map(String.init) : [text]
            let order = known.sorted().joined(separator: ", ")
            return words.allSatisfy(known.contains) ? nil : prefix + "String must be one of: \(order)"
        }
    }

    /// All of them, as of Kafka 3.5.1, by name.
    static let all: [TopicSetting] = [
        TopicSetting(
            name: "cleanup.policy", value: "delete", broker: "log.cleanup.policy",
            kind: .words(["compact", "delete"], isList: true)),
        TopicSetting(
            name: "compression.type", value: "producer", broker: "compression.type",
            kind: .words(["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"], isList: false)),
        .number("delete.retention.ms", "86400000", "log.cleaner.delete.retention.ms", 0),
        .number("file.delete.delay.ms", "60000", "log.segment.delete.delay.ms", 0),
        .number("flush.messages", "9223372036854775807", "log.flush.interval.messages", 1),
        .number("flush.ms", "9223372036854775807", "log.flush.interval.ms", 0),
        TopicSetting(
            name: "follower.replication.throttled.replicas", value: "",
            broker: "follower.replication.throttled.replicas", kind: .any),
        .number("index.interval.bytes", "4096", "log.index.interval.bytes", 0),
        TopicSetting(
            name: "leader.replication.throttled.replicas", value: "", broker: "leader.replication.throttled.replicas",
            kind: .any),
        .number("max.compaction.lag.ms", "9223372036854775807", "log.cleaner.max.compaction.lag.ms", 1),
        .number("max.message.bytes", "1048588", "message.max.bytes", 0),
        TopicSetting(
            name: "message.downconversion.enable", value: "true", broker: "log.message.downconversion.enable",
            kind: .bool),
        TopicSetting(
            name: "message.format.version", value: "3.0-IV1", broker: "log.message.format.version", kind: .any),
        .number(
            "message.timestamp.difference.max.ms", "9223372036854775807", "log.message.timestamp.difference.max.ms", 0),
        TopicSetting(
            name: "message.timestamp.type", value: "CreateTime", broker: "log.message.timestamp.type",
            kind: .words(["CreateTime", "LogAppendTime"], isList: false)),
        TopicSetting(
            name: "min.cleanable.dirty.ratio", value: "0.5", broker: "log.cleaner.min.cleanable.ratio", kind: .fraction),
        .number("min.compaction.lag.ms", "0", "log.cleaner.min.compaction.lag.ms", 0),
        .number("min.insync.replicas", "1", "min.insync.replicas", 1),
        TopicSetting(name: "preallocate", value: "false", broker: "log.preallocate", kind: .bool),
        .number("retention.bytes", "-1", "log.retention.bytes", .min),
        .number("retention.ms", "604800000", "log.retention.ms", -1),
        .number("segment.bytes", "1073741824", "log.segment.bytes", 14),
        .number("segment.index.bytes", "10485760", "log.index.size.max.bytes", 4),
        .number("segment.jitter.ms", "0", "log.roll.jitter.ms", 0),
        .number("segment.ms", "604800000", "log.roll.ms", 1),
        TopicSetting(
            name: "unclean.leader.election.enable", value: "false", broker: "unclean.leader.election.enable",
            kind: .bool),
    ]

    private static func number(_ name: String, _ value: String, _ broker: String, _ least: Int64) -> TopicSetting {
        TopicSetting(name: name, value: value, broker: broker, kind: .number(atLeast: least))
    }
}

extension SimulatedCluster {
    /// Checks the settings of a topic that is to be.
    func checkSettings(_ configs: [CreateTopicsRequest.Config]) throws(Refusal) {
        for config in configs {
            guard let setting = TopicSetting.all.first(where: { $0.name == config.name }) else {
                throw Refusal(.invalidConfig, "Unknown topic config name: \(config.name)")
            }
            if let value = config.value, let problem = setting.problem(of: value) {
                throw Refusal(.invalidConfig, problem)
            }
        }
    }

    /// A setting of a topic, and whether the topic, the brokers' file or Kafka says so.
    func value(of setting: TopicSetting, for topic: Topic) -> (value: String, source: SettingSource) {
        if let own = topic.settings[setting.name] { return (own, .topic) }
        if let file = brokerSettings[setting.broker] { return (file, .file) }
        if setting.name == "retention.ms", let hours = brokerSettings["log.retention.hours"].flatMap(Int64.init) {
            return (String(hours * 3_600_000), .file)
        }
        return (setting.value, .kafka)
    }
}

/// Who says what a setting is, by Kafka's numbers.
enum SettingSource: Int8, Sendable {
    case topic = 1
    case file = 4
    case kafka = 5
}
