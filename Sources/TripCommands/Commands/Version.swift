public import ArgumentParser
public import TripCore

/// `tripctl version`.
public struct Version: TripCommand {
    public static let path = "version"
    public static let configuration = CommandConfiguration(
        abstract: "Show the versions of tripctl and of librdkafka.")

    @OptionGroup(title: "COMMON OPTIONS")
    public var common: CommonOptions

    public init() {}

    public func report(in session: Session) throws(Failure) -> Report {
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
