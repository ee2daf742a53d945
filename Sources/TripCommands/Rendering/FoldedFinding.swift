import TripCore

/// A finding, and the other partitions that the same is true of.
struct FoldedFinding {
    /// The first that was found.
    let finding: Finding
    /// The partitions besides the finding's own, in order.
    let partitions: [Int32]

    /// Up to this many findings about partitions of one topic stay as they are.
    private static let most = 3

    /// What findings have in common whose sentences say the same.
    struct Kind: Hashable {
        let code: FindingCode
        let severity: Severity

        init(_ finding: Finding) {
            code = finding.code
            severity = finding.severity
        }
    }

    /// Its code and severity.
    var kind: Kind { Kind(finding) }

    /// A kind and a subject without its partition.
    private struct Place: Hashable {
        let kind: Kind
        let subject: Subject

        init(_ finding: Finding) {
            kind = Kind(finding)
            var subject = finding.subject
            subject.partition = nil
            self.subject = subject
        }
    }

    /// The findings, worst first and otherwise in their order; those of many partitions of one topic stand together
    /// where the first of them stood.
    static func fold(_ findings: [Finding]) -> [FoldedFinding] {
        let ordered = Verdict.allCases.sorted(by: >).flatMap { verdict in
            findings.filter { Verdict($0.severity) == verdict }
        }
        let partitions = Dictionary(grouping: ordered.filter { $0.subject.partition != nil }, by: Place.init)
        var folded: Set<Place> = []
        return ordered.compactMap { finding in
            let place = Place(finding)
            guard finding.subject.partition != nil, let same = partitions[place], same.count > most else {
                return FoldedFinding(finding: finding, partitions: [])
            }
            guard folded.insert(place).inserted else { return nil }
            let others = same.dropFirst().compactMap(\.subject.partition)
            return FoldedFinding(finding: finding, partitions: others.sorted())
        }
    }

    /// The other partitions in short: `1-5, 7, 9 …`.
    var list: String {
        var ranges: [ClosedRange<Int32>] = []
        for partition in partitions {
            if let last = ranges.last, last.contains(partition) { continue }
            if let last = ranges.last, partition == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...partition
            } else {
                ranges.append(partition...partition)
            }
        }
        let shown = ranges.prefix(10).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
        return shown.joined(separator: ", ") + (ranges.count > shown.count ? " …" : "")
    }
}
