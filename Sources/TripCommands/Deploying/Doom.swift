internal import TripCore

/// What waiting does not mend, and since when it has shown in every look: one look may fall into a moment that passes.
struct Doom {
    private struct Sign: Hashable {
        let code: FindingCode
        let subject: Subject
    }

    /// How long it has to show before it is believed.
    private static let doubt = Duration.seconds(3)
    /// The same for what is only not known, such as a server that gave no answer in time: the machine may be busy. For what
    /// a health check says: that is as old as the check, and of a container that was paused long untrue. And for an
    /// address that gives no answer: a new one may take its time to be known on the way.
    private static let longDoubt = Duration.seconds(15)

    private var since: [Sign: Duration] = [:]

    /// Notes what one look shows, and says whether any of it is sure by now not to go away by itself.
    ///
    /// - Parameter now: the time since the command began.
    mutating func isSure(of symptoms: [Symptom], at now: Duration) -> Bool {
        var seen: [Sign: Duration] = [:]
        var isSure = false
        for symptom in symptoms where symptom.outlook == .needsPerson && Verdict(symptom.finding.severity) > .ok {
            let sign = Sign(code: symptom.finding.code, subject: symptom.finding.subject)
            let first = since[sign] ?? now
            seen[sign] = first
            let mayPass = [.unhealthy, .uiNotAnswering, .advertisedUnreachable].contains(symptom.finding.code)
            let patience = mayPass || symptom.finding.severity == .unknown ? Self.longDoubt : Self.doubt
            if now - first >= patience { isSure = true }
        }
        since = seen
        return isSure
    }
}
