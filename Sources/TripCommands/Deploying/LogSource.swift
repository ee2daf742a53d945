internal import TripCore

/// A service whose log is read.
struct LogSource: Sendable {
    /// The service, as the log's lines call it.
    var service: String
    /// Its container as it was when the command began.
    var container: Container

    /// The services of these names; all when none is named.
    ///
    /// - Throws: `notFound` for a name that is none, with near ones, or when there is no cluster.
    static func choose(_ names: [String], in deployment: Deployment) throws(Failure) -> [LogSource] {
        var all = MessagingLayer.serviceNames.compactMap { name in
            deployment.containers[name].map { LogSource(service: name, container: $0) }
        }
        all += deployment.orphans.map { LogSource(service: $0.service ?? $0.name, container: $0) }
        guard !all.isEmpty else {
            throw Failure(
                .notFound, doing: "read the logs", reason: "there is no cluster on this engine",
                hint: "`tripctl up` starts one")
        }
        guard !names.isEmpty else { return all }
        var chosen: [LogSource] = []
        for name in names {
            if let source = all.first(where: { $0.service == name || $0.container.name == name }) {
                if !chosen.contains(where: { $0.container.id == source.container.id }) { chosen.append(source) }
                continue
            }
            throw LayerService.unknown(name, doing: "read the log of", among: all.map(\.service))
        }
        return chosen
    }
}
