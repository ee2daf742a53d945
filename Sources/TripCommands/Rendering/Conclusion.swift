internal import TripCore

extension [Finding] {
    /// What a report comes to, in a sentence: what is amiss first, by its number and the worst of it, and then the rest,
    /// which may be good news.
    func conclusion(beside rest: String) -> String {
        let amiss = filter { Verdict($0.severity) > .ok }
        // The first of the worst; `max` would take the last.
        let verdict = Verdict(of: amiss)
        guard let worst = amiss.first(where: { Verdict($0.severity) == verdict }) else { return rest }
        let isOfOneKind = amiss.allSatisfy { $0.code == worst.code }
        return "\(amiss.count.counted("finding")): \(worst.code.clause)\(isOfOneKind ? "" : ", …"); \(rest)"
    }
}

extension FindingCode {
    /// What the finding is called, in the middle of a sentence.
    fileprivate var clause: String {
        let isName = ["Compose ", "Docker ", "Kafka ", "KAFKA_HOST ", "ZooKeeper "].contains { title.hasPrefix($0) }
        return isName ? title : title.prefix(1).lowercased() + title.dropFirst()
    }
}
