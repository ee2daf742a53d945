extension Sequence<Finding> {
    /// The worst first; of one severity in the order they were found.
    public var worstFirst: [Finding] {
        let order: [Severity] = [.critical, .unknown, .warning, .info]
        let all = Array(self)
        return order.flatMap { severity in all.filter { $0.severity == severity } }
    }

    /// The findings for a person to read: of each code and severity only the first few, the last of them saying how
    /// many more there are. A dead broker leads thousands of partitions, and one line a partition helps nobody.
    public func folded(limit: Int = 5) -> [Finding] {
        var counts: [Kind: Int] = [:]
        var last: [Kind: Int] = [:]
        var shown: [Finding] = []
        for finding in self {
            let kind = Kind(code: finding.code, severity: finding.severity)
            let count = counts[kind, default: 0] + 1
            counts[kind] = count
            if count <= limit {
                shown.append(finding)
                last[kind] = shown.count - 1
            }
        }
        for (kind, count) in counts where count > limit {
            if let place = last[kind] { shown[place].text += ", and \((count - limit).grouped) more like it" }
        }
        return shown
    }
}

/// Findings of one kind say the same of different things.
private struct Kind: Hashable {
    var code: FindingCode
    var severity: Severity
}
