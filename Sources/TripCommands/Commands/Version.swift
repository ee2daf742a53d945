internal import ArgumentParser
internal import TripCore

/// `tripctl version`.
struct Version: TripCommand {
    static let path = "version"
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Show the versions of tripctl and of librdkafka.")

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func report(in session: Session) throws(Failure) -> Report {
        let library = session.context.library()
        return Report(
            data: [
                "version": .string(Tripctl.version), "librdkafka": .string(library.version),
                "features": .list(library.features),
            ],
            view: [.line("tripctl \(Tripctl.version), librdkafka \(library.version)")],
            quiet: [Tripctl.version])
    }
}
