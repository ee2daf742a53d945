public import TripCore

/// What a command judged, in the shape that CI and monitors want: checks that passed or failed, and numbers.
public struct Judgement: Sendable, Equatable {
    /// What was checked, in order.
    public var checks: [JudgedCheck]
    /// What was measured.
    public var performance: [Performance]
    /// What it comes to, in a sentence.
    public var summary: String

    /// A judgement; an empty one where there was nothing to judge.
    public init(checks: [JudgedCheck] = [], performance: [Performance] = [], summary: String = "") {
        self.checks = checks
        self.performance = performance
        self.summary = summary
    }
}

/// One thing that was checked.
public struct JudgedCheck: Sendable, Equatable {
    /// What was checked: `leaders`, `topic tripclick-logs`, `brokers=3`.
    public var name: String
    /// How it is.
    public var verdict: Verdict
    /// How it is, in words.
    public var text: String
    /// What was found.
    public var findings: [Finding]

    /// A check.
    public init(_ name: String, verdict: Verdict, text: String, findings: [Finding]) {
        self.name = name
        self.verdict = verdict
        self.text = text
        self.findings = findings
    }

    /// A check that its worst finding speaks for, and where all is well, a sentence.
    public init(_ name: String, findings: [Finding], well: String) {
        let verdict = Verdict(of: findings)
        let worst = findings.filter { Verdict($0.severity) == verdict && verdict != .ok }
        let text = worst.first.map { $0.text + worst.othersInWords } ?? well
        self.init(name, verdict: verdict, text: text, findings: findings)
    }
}

/// A number as Nagios' plugins give it, with what it is judged by.
public struct Performance: Sendable, Equatable {
    /// What it is called.
    public var label: String
    /// The value; `nil` when it is not known.
    public var value: Double?
    /// Its unit: none for a count, `s` for seconds.
    public var unit: String
    /// From where on it is a warning.
    public var warning: Double?
    /// From where on it is critical.
    public var critical: Double?
    /// The most that it can be.
    public var most: Double?

    /// A number; the least that it can be is 0.
    public init(
        _ label: String, _ value: Double?, unit: String = "", warning: Double? = nil, critical: Double? = nil,
        most: Double? = nil
    ) {
        self.label = label
        self.value = value
        self.unit = unit
        self.warning = warning
        self.critical = critical
        self.most = most
    }

    /// The numbers of a group: its lag, and the age of its oldest record where that was read. A sum of which a part is
    /// missing is no number of the group's.
    static func all(of group: GroupLag, judgedBy thresholds: LagThresholds) -> [Performance] {
        let total = group.total
        let lag = Performance(
            "lag \(group.group)", total.isComplete ? total.lag.map { Double($0) } : nil,
            warning: thresholds.warning?.lag.map { Double($0) }, critical: thresholds.critical?.lag.map { Double($0) })
        guard group.asksAge else { return [lag] }
        let age = Performance(
            "age \(group.group)", total.isAgeComplete ? total.age : nil, unit: "s",
            warning: thresholds.warning?.time?.seconds, critical: thresholds.critical?.time?.seconds)
        return [lag, age]
    }
}

extension Report {
    /// What was checked; where there is no answer, that alone.
    var checks: [JudgedCheck] {
        guard let error else { return judgement.checks }
        return [JudgedCheck("cluster", verdict: verdict, text: error.sentence, findings: [])]
    }

    /// What it comes to, in a sentence.
    var summary: String { error?.sentence ?? judgement.summary }
}
