internal import TripCore

/// What the command line names.
enum Named {
    /// Names of topics or groups to look for: whether they exist the cluster says, but an empty one is a script's slip.
    ///
    /// - Throws: `usage`.
    static func check(_ names: [String], _ what: String) throws(Failure) {
        guard names.contains("") else { return }
        throw Failure(.usage, doing: "look at \(what) ''", reason: "a \(what)'s name is not empty")
    }
}
