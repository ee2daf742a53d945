internal import TripCore

/// Runs the compose program on a thread of its own, so that what happens meanwhile can be watched.
struct ComposeRun {
    let compose: any ComposePort
    let context: Context
    let file: String
    let deadline: Deadline

    /// How often the containers are looked at while compose works.
    private static let step = Duration.milliseconds(100)

    /// Runs compose to its end.
    ///
    /// - Parameter meanwhile: is called about ten times a second.
    /// - Throws: `timedOut`; `system` when compose could not be run, or ended with an error: the reason is its own.
    func run(_ arguments: [String], doing: String, meanwhile: () -> Void) throws(Failure) {
        let (compose, file, deadline) = (compose, file, deadline)
        let result = Shared<Answer<ProgramEnd>?>(nil)
        let wait = context.concurrently([
            {
                let end = Self.end(of: compose, arguments, file, deadline)
                result.with { $0 = end }
            }
        ])
        // The program is stopped at the deadline, and given a second to go.
        let patience = Deadline(after: deadline.remaining + .seconds(2))
        while !wait(Deadline(after: Self.step)), !patience.hasPassed { meanwhile() }
        guard let end = result.with({ $0 }) else {
            throw Failure(.timedOut, doing: doing, reason: "compose did not end")
        }
        try Self.judge(end.get(), doing)
    }

    private static func end(
        of compose: any ComposePort, _ arguments: [String], _ file: String, _ deadline: Deadline
    ) -> Answer<ProgramEnd> {
        do throws(Failure) {
            return .success(
                try compose.run(arguments, project: MessagingLayer.project, file: file, deadline: deadline) { _ in })
        } catch {
            return .failure(error)
        }
    }

    private static func judge(_ end: ProgramEnd, _ doing: String) throws(Failure) {
        guard end.status != 0 else { return }
        throw Failure(
            .system, doing: doing, reason: reason(in: end.lines) ?? "compose ended with status \(end.status)")
    }

    /// What compose says went wrong: the last line that speaks of an error, else the last line of all.
    static func reason(in lines: [String]) -> String? {
        let words = lines.map(\.trimmed).filter { !$0.isEmpty }
        let telling = words.last { line in
            ["error", "cannot", "failed", "denied", "conflict", "no such", "not found"].contains {
                line.lowercased().contains($0)
            }
        }
        return telling ?? words.last
    }
}
