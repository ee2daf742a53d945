import class TripTestSupport.Golden

extension Golden {
    /// What renderers write.
    static let rendering = Golden("../Golden/rendering")
    /// What whole commands say.
    static let commands = Golden("../Golden/commands")
    /// What users and scripts may rely on, as lists.
    static let promises = Golden("../Golden/promises")
    /// Compose files.
    static let compose = Golden("../Golden/compose")
    /// Help screens.
    static let help = Golden("../Golden/help")
}
