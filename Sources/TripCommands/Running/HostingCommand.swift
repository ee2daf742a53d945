internal import TripCore

/// A command that runs something for as long as others need it, such as `demo`: it writes by itself, and its exit status
/// may be another command's.
protocol HostingCommand: TripCommand {
    /// Whether it runs another command, which has its own forms of output.
    var runsAnother: Bool { get }

    /// Runs it.
    ///
    /// - Returns: the exit status of the process.
    /// - Throws: a failure, which is said as every other command's.
    func host(in session: Session) throws(Failure) -> Int32
}

extension HostingCommand {
    /// It writes instead.
    func report(in session: Session) throws(Failure) -> Report { Report() }
}
