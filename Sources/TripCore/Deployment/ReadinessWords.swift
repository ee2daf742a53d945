/// What is said of a cluster that is waited for, look after look: what one look did not see because its time ran out
/// keeps the words of the look before, for a while.
public struct ReadinessWords: Sendable {
    /// How many looks in a row may miss something before that is said itself.
    private static let patience = 5

    private var known: [Readiness.View: [String]] = [:]
    private var missed: [Readiness.View: Int] = [:]

    /// No look yet.
    public init() {}

    /// Notes a look, and says what is waited for, a clause each; empty only when nothing is lacking.
    public mutating func note(_ readiness: Readiness) -> [String] {
        var words: [String] = []
        for view in Readiness.View.allCases {
            let seen = readiness.clauses[view] ?? []
            let isUnseen = readiness.unseen.contains(view)
            missed[view] = isUnseen ? missed[view, default: 0] + 1 : 0
            if isUnseen, let before = known[view], missed[view, default: 0] <= Self.patience {
                words += before
            } else {
                known[view] = seen
                words += seen
            }
        }
        return words.isEmpty ? readiness.lacking : words
    }
}
