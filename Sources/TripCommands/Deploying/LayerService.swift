internal import TripCore

/// Services named on the command line.
enum LayerService {
    /// Whether there are services of these names in the messaging layer.
    ///
    /// - Throws: `notFound`, with near names.
    static func check(_ names: [String], doing: String) throws(Failure) {
        for name in names where !MessagingLayer.serviceNames.contains(name) {
            throw unknown(name, doing: doing, among: MessagingLayer.serviceNames)
        }
    }

    /// A name that is no service's: which ones it may have meant, else which ones there are.
    static func unknown(_ name: String, doing: String, among names: [String]) -> Failure {
        let near = NearNames.of(name, in: names)
        return Failure(
            .notFound, doing: "\(doing) \(name.shellWord)", reason: "there is no such service",
            hint: near.isEmpty
                ? "the services are \(names.inWords())" : "did you mean \(near.inWords(last: "or"))?")
    }
}
