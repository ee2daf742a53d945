internal import TripCore

/// A command whose output goes on for as long as it runs, such as `logs`: it writes as it goes, by ``Context/write``.
protocol StreamingCommand: TripCommand {
    /// Writes until there is no more.
    ///
    /// - Returns: what it comes to; only the verdict counts.
    /// - Throws: a failure, which is said as every other command's.
    func stream(in session: Session) throws(Failure) -> Report
}

extension StreamingCommand {
    /// It writes instead.
    func report(in session: Session) throws(Failure) -> Report { try stream(in: session) }
}
