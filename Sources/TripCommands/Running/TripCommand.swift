internal import ArgumentParser
internal import TripCore

/// A command of tripctl's: it asks, decides and returns a report. It never prints.
protocol TripCommand: ParsableCommand {
    /// The options that every command takes.
    var common: CommonOptions { get set }
    /// How long it may take when `--timeout` does not say.
    static var defaultTimeout: Duration { get }
    /// Whether it asks the cluster, or is about its addresses. One that does not cares for no variable that names them.
    static var isAboutCluster: Bool { get }
    /// Whether its report is a judgement, so that it has the formats of CI and monitors too.
    static var judges: Bool { get }
    /// The command's path in words, as it stands in JSON: `topic create`.
    static var path: String { get }

    /// Checks what the command line says before anything is asked.
    ///
    /// - Throws: `usage`.
    func check() throws(Failure)

    /// Finds out what was asked for.
    ///
    /// - Throws: a failure when there is no answer at all. What was learned in part is a report.
    func report(in session: Session) throws(Failure) -> Report
}

extension TripCommand {
    /// Five seconds: questions are over in milliseconds, or something is wrong.
    static var defaultTimeout: Duration { .seconds(5) }

    /// Most do.
    static var isAboutCluster: Bool { true }

    /// Most only tell.
    static var judges: Bool { false }

    /// Nothing to check.
    func check() throws(Failure) {}

    /// Commands run through ``Invocation``, which has the context that they need.
    mutating func run() throws {}
}
