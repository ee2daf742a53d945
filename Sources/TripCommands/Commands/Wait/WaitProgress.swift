internal import TripCore

/// When there is something new to say of a wait, and what.
struct WaitProgress {
    /// How long the conditions have to go on being true.
    let stable: Duration
    private var missing: [String]?
    private var lastLine = ""
    private var lastTime = Duration.zero

    /// What is missing is told as it changes; a lag that moves on and on only every so often.
    private static let pace = Duration.seconds(5)

    init(stable: Duration) { self.stable = stable }

    /// The line to write, `nil` when there is nothing new. `time` is how long the wait has gone on.
    mutating func line(for states: [WaitState], at time: Duration) -> String? {
        let missing = states.filter { !$0.holds }
        let names = missing.map(\.condition.text)
        let line =
            missing.isEmpty
            ? "all conditions hold; watching them" + (stable == .zero ? "" : " for \(TimeSpan.words(stable))")
            : "waiting for \(missing.map(\.words).joined(separator: ", "))"
        let isNews = names != self.missing || (line != lastLine && time - lastTime >= Self.pace)
        guard isNews else { return nil }
        self.missing = names
        lastLine = line
        lastTime = time
        return line
    }
}
