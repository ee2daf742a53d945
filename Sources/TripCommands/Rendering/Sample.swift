public import TripCore

/// One value for Prometheus.
public struct Sample: Sendable {
    /// What is measured.
    public var metric: Metric
    /// Of what: names and values, in order.
    public var labels: [(String, String)]
    /// The value; `nil`, for unknown, is left out.
    public var value: Double?

    /// A value with labels of one's own.
    public init(_ metric: Metric, labels: [(String, String)], value: Double?) {
        self.metric = metric
        self.labels = labels
        self.value = value
    }

    /// A value of a subject, which becomes the labels `broker`, `topic`, `partition` and `group` as far as they apply.
    public init(_ metric: Metric, _ subject: Subject, _ value: some Measurable) {
        let parts = [
            ("broker", subject.broker.map { String($0) }), ("topic", subject.topic),
            ("partition", subject.partition.map { String($0) }), ("group", subject.group),
        ]
        self.init(
            metric, labels: parts.compactMap { name, text in text.map { (name, $0) } }, value: value.measure)
    }
}

/// What Prometheus has a number for.
public protocol Measurable {
    /// The number; `nil` when it is not known.
    var measure: Double? { get }
}

extension Double: Measurable {
    /// The number itself.
    public var measure: Double? { self }
}

extension Measurable where Self: BinaryInteger {
    /// The whole number; exact up to 2^53, as far as Prometheus can count.
    public var measure: Double? { Double(self) }
}

extension Int: Measurable {}
extension Int32: Measurable {}
extension Int64: Measurable {}

extension Bool: Measurable {
    /// 1 or 0.
    public var measure: Double? { self ? 1 : 0 }
}

extension Optional: Measurable where Wrapped: Measurable {
    /// The number, when there is one.
    public var measure: Double? { flatMap(\.measure) }
}

/// What tripctl measures for Prometheus. The names are promises.
public enum Metric: String, Sendable, CaseIterable {
    /// Whether a broker answers.
    case brokerUp = "tripctl_broker_up"
    /// Who leads a partition.
    case partitionLeader = "tripctl_partition_leader"
    /// How many replicas are in sync.
    case partitionInSyncReplicas = "tripctl_partition_in_sync_replicas"
    /// How many replicas there are.
    case partitionReplicas = "tripctl_partition_replicas"
    /// How far behind a group is.
    case groupLag = "tripctl_group_lag"
    /// What a group has committed.
    case groupCommittedOffset = "tripctl_group_committed_offset"
    /// Where the log of a group's partition ends.
    case groupLogEndOffset = "tripctl_group_log_end_offset"
    /// What a group can no longer read.
    case groupLostRecords = "tripctl_group_lost_records"
    /// How old the oldest unprocessed record is.
    case groupOldestSeconds = "tripctl_group_oldest_seconds"
    /// Whether something that is waited for is true.
    case conditionHolds = "tripctl_condition_holds"
    /// What it comes to.
    case verdict = "tripctl_verdict"

    /// What stands in the `HELP` line.
    var help: String {
        switch self {
        case .brokerUp: "Whether the broker answers at the address it advertises, 1 or 0."
        case .partitionLeader: "Id of the broker that leads the partition; no sample while none does."
        case .partitionInSyncReplicas: "Replicas of the partition that are in sync."
        case .partitionReplicas: "Replicas that the partition is assigned."
        case .groupLag: "Records between what the group has committed and the log end."
        case .groupCommittedOffset: "Offset that the group has committed."
        case .groupLogEndOffset: "Offset of the next record to be written."
        case .groupLostRecords: "Records that were deleted before the group read them."
        case .groupOldestSeconds: "Age of the oldest record that the group has not processed, in seconds."
        case .conditionHolds: "Whether the condition holds, 1 or 0."
        case .verdict: "Verdict of the command: 0 OK, 1 WARN, 2 CRIT, 3 UNKNOWN."
        }
    }
}

extension Report {
    /// The samples in Prometheus' text exposition, version 0.0.4: those of a metric together under its help and type,
    /// the verdict last and always there.
    var exposition: String {
        var byMetric = Dictionary(grouping: samples, by: \.metric)
        byMetric[.verdict] = [Sample(.verdict, .cluster, verdict.exitStatus)]
        var text = ""
        for metric in Metric.allCases {
            let known = byMetric[metric, default: []].filter { $0.value?.isFinite ?? false }
            guard !known.isEmpty else { continue }
            text += "# HELP \(metric.rawValue) \(metric.help)\n# TYPE \(metric.rawValue) gauge\n"
            for sample in known { sample.append(to: &text) }
        }
        return text
    }
}

extension Sample {
    fileprivate func append(to text: inout String) {
        guard let value else { return }
        text += metric.rawValue
        for (index, label) in labels.enumerated() {
            text += index == 0 ? "{" : ","
            text += label.0
            text += "=\""
            Sample.append(escaped: label.1, to: &text)
            text += "\""
        }
        text += labels.isEmpty ? " " : "} "
        // Offsets are whole, and written as such up to where a double is exact.
        let whole = value.magnitude < 0x1p53 ? Int64(value) : 0
        text += Double(whole) == value ? String(whole) : value.jsonText
        text += "\n"
    }

    /// A label's value. What a terminal or a dashboard would obey is escaped as everywhere, and of that the backslashes
    /// as the exposition wants it; for a line's end it has an escape of its own.
    private static func append(escaped value: String, to text: inout String) {
        let special = value.escaped.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }
        guard special else { return text += value }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\n": text += #"\n"#
            case "\"": text += #"\""#
            default:
                for part in String(scalar).escaped.unicodeScalars {
                    text += part == "\\" ? #"\\"# : String(part)
                }
            }
        }
    }
}
