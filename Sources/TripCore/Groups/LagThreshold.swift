/// How far behind is too far: `lag=1000,time=60s`. Reached at or above.
public struct LagThreshold: Sendable, Equatable {
    /// Records, of the group's total.
    public var lag: Int64?
    /// The age of the group's oldest unprocessed record.
    public var time: Duration?

    /// A threshold on the lag, on the age, or on both.
    public init(lag: Int64? = nil, time: Duration? = nil) {
        self.lag = lag
        self.time = time
    }

    /// Reads a threshold as the command line has it.
    ///
    /// - Parameter source: the option that it stands in, for the error.
    /// - Throws: `usage`, with the input, the reason and an example.
    public static func parse(_ text: String, source: String = "threshold") throws(Failure) -> LagThreshold {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "read \(source) '\(text)'", reason: reason,
                hint: "give lag=RECORDS, time=AGE, or both: lag=1000,time=60s")
        }
        var threshold = LagThreshold()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw failure(part.isEmpty ? "a part of it is empty" : "'\(part)' is not NAME=VALUE")
            }
            let value = String(sides[1]).trimmed
            switch String(sides[0]).trimmed {
            case "lag":
                guard threshold.lag == nil else { throw failure("it has lag twice") }
                guard value.unicodeScalars.allSatisfy(\.isASCIIDigit), let lag = Int64(value) else {
                    throw failure("'\(value)' is not a number of records")
                }
                threshold.lag = lag
            case "time":
                guard threshold.time == nil else { throw failure("it has time twice") }
                do { threshold.time = try TimeSpan.parse(value) } catch { throw failure(error.reason) }
            case let name:
                throw failure("there is no threshold '\(name)', only lag and time")
            }
        }
        return threshold
    }
}

/// The thresholds that a group is judged by.
public struct LagThresholds: Sendable, Equatable {
    /// Reached: a warning.
    public var warning: LagThreshold?
    /// Reached: critical.
    public var critical: LagThreshold?

    /// Thresholds; none given judges nothing.
    public init(warning: LagThreshold? = nil, critical: LagThreshold? = nil) {
        self.warning = warning
        self.critical = critical
    }

    /// Whether there is nothing to judge by.
    public var isEmpty: Bool { warning == nil && critical == nil }

    /// Refuses a warning that lies beyond the critical threshold: it would never be given.
    ///
    /// - Throws: `usage`, naming both options.
    public func checkOrder() throws(Failure) {
        func failure(_ what: String, _ warning: String, _ critical: String) -> Failure {
            Failure(
                .usage, doing: "judge by --warn \(what)=\(warning) and --crit \(what)=\(critical)",
                reason: "the warning lies beyond what is critical, and would never be given",
                hint: "give --warn the smaller of the two")
        }
        if let warning = warning?.lag, let critical = critical?.lag, warning > critical {
            throw failure("lag", "\(warning)", "\(critical)")
        }
        if let warning = warning?.time, let critical = critical?.time, warning > critical {
            throw failure("time", TimeSpan.words(warning), TimeSpan.words(critical))
        }
    }

    /// Whether ages have to be known.
    public var asksAge: Bool { warning?.time != nil || critical?.time != nil }
}

extension GroupLag {
    /// What is to be said of the group, judged by thresholds as well.
    ///
    /// A total that is only a lower bound and already over is reached. Below while a part is unknown, the finding on
    /// that part stays, and with it the verdict. Of a group that does not exist there is nothing to judge: unknown,
    /// unless it may be missing.
    public func findings(judgedBy thresholds: LagThresholds) -> [Finding] {
        if thresholds.isEmpty { return findings }
        let total = total
        let known = findings.map { finding in
            var finding = finding
            if finding.code == .groupNotFound, !mayBeMissing { finding.severity = .unknown }
            return finding
        }
        return known + [judge(total.lag, total, thresholds), judge(total.age, thresholds)].compactMap { $0 }
    }

    private func judge(_ lag: Int64?, _ total: LagTotal, _ thresholds: LagThresholds) -> Finding? {
        guard let lag, let (severity, limit) = reached(lag, thresholds.critical?.lag, thresholds.warning?.lag) else {
            return nil
        }
        let amount = total.isComplete ? "\(lag)" : "at least \(lag)"
        return Finding(
            .lagReached, severity, .group(group), "lag is \(amount), the threshold \(limit)",
            hint: "`tripctl lag \(group.shellWord) --members --for 20s` shows who is behind and how fast")
    }

    private func judge(_ age: Double?, _ thresholds: LagThresholds) -> Finding? {
        let age = age.map { Duration.seconds($0) }
        guard let age, let (severity, limit) = reached(age, thresholds.critical?.time, thresholds.warning?.time) else {
            return nil
        }
        return Finding(
            .ageReached, severity, .group(group),
            "the oldest unprocessed record is \(TimeSpan.words(age)) old, the threshold \(TimeSpan.words(limit))",
            hint: "`tripctl lag \(group.shellWord) --members --time` shows where it waits")
    }

    private func reached<Amount: Comparable>(
        _ amount: Amount, _ critical: Amount?, _ warning: Amount?
    ) -> (Severity, Amount)? {
        if let critical, amount >= critical { return (.critical, critical) }
        if let warning, amount >= warning { return (.warning, warning) }
        return nil
    }
}
