internal import TripCore

// Lag as CI and monitors have it.

extension LagDrawing {
    /// A check for each group, and one for each finding that is about no group that was read.
    func judgement(
        _ lags: [GroupLag], beside others: [Finding], judgedBy thresholds: LagThresholds
    ) -> Judgement {
        var checks = lags.map { lag in
            JudgedCheck(
                "group \(lag.group)", findings: lag.findings(judgedBy: thresholds),
                well: Self.words(lag))
        }
        checks += others.map { JudgedCheck($0.subject.words, findings: [$0], well: $0.text) }
        // A result without a single check reads as one that has gone wrong.
        if checks.isEmpty { checks = [JudgedCheck("groups", findings: [], well: "no groups")] }
        return Judgement(
            checks: checks,
            performance: lags.flatMap { Performance.all(of: $0, judgedBy: thresholds) },
            summary: lags.isEmpty
                ? "no groups"
                : lags.prefix(3).map { "\($0.group) \(Self.words($0))" }.joined(separator: ", ")
                    + (lags.count > 3 ? " and \((lags.count - 3).counted("more group"))" : ""))
    }
}
