internal import TripCore

/// What a person sees of a change of the cluster while it goes on, on standard error: on a terminal a line for each
/// service, drawn over and over, with what is waited for and how long it has been; elsewhere a line for each change.
final class ProgressBoard {
    private let terminal: Context.Terminal
    private let style: Style
    private let time: () -> Duration
    private let write: (String) -> Void
    private var lastWords: [String: String] = [:]
    private var lastWaiting = ""
    /// How many lines of the drawing are on the screen.
    private var drawn = 0

    /// How the board is shown.
    private enum Style {
        case none, lines
        case drawing(color: Bool)
    }

    /// One service's line.
    struct Row: Equatable {
        /// The service.
        var service: String
        /// How it is, in words.
        var words: String
        /// What that means.
        var style: TripCommands.Style
    }

    /// The board of a command.
    convenience init(_ session: Session) {
        let context = session.context
        self.init(
            terminal: context.terminal, isQuiet: session.options.quiet,
            isDumb: context.environment("TERM") == "dumb", color: session.options.usesColor(true, in: context),
            elapsed: context.elapsed, write: context.writeError)
    }

    /// A board on these streams.
    ///
    /// - Parameters:
    ///   - isDumb: whether the terminal cannot go back to what it has shown.
    ///   - elapsed: the time since the command began.
    ///   - write: writes to standard error.
    init(
        terminal: Context.Terminal, isQuiet: Bool, isDumb: Bool, color: Bool, elapsed: @escaping () -> Duration,
        write: @escaping (String) -> Void
    ) {
        self.terminal = terminal
        style = isQuiet ? .none : terminal.error && !isDumb ? .drawing(color: color) : .lines
        time = elapsed
        self.write = write
    }

    /// Whether anything is shown at all.
    var isShown: Bool { if case .none = style { false } else { true } }

    /// Says something once, above the drawing.
    func say(_ text: String) {
        switch style {
        case .none: return
        case .lines: write("\(elapsed) \(text.escaped)\n")
        case .drawing:
            write(erasing + "\(elapsed) \(text.escaped)\n")
            drawn = 0
        }
    }

    /// Shows how the services are and what is waited for.
    func show(_ rows: [Row], waiting: String?) {
        switch style {
        case .none: return
        case .lines: showChanges(rows, waiting)
        case .drawing(let color):
            let size = terminal.size()
            // What does not fit on the screen could not be drawn over: of a low one the last lines tell most.
            let lines = Self.lines(
                rows, waiting: waiting, elapsed: elapsed, width: size?.columns ?? 80, color: color
            ).suffix(max(1, (size?.rows ?? 24) - 1))
            write(erasing + lines.map { $0 + "\n" }.joined())
            drawn = lines.count
        }
    }

    /// Takes the drawing away: the report says how it ended.
    func end() {
        if case .drawing = style, drawn > 0 { write(erasing) }
        drawn = 0
    }

    private func showChanges(_ rows: [Row], _ waiting: String?) {
        for row in rows where lastWords[row.service] != row.words {
            lastWords[row.service] = row.words
            write("\(elapsed) \(row.service) \(row.words)\n")
        }
        let waiting = waiting ?? ""
        if waiting != lastWaiting, !waiting.isEmpty { write("\(elapsed) waiting: \(waiting.escaped)\n") }
        lastWaiting = waiting
    }

    /// Goes back to the drawing's first line and clears everything below.
    private var erasing: String { drawn > 0 ? "\u{1b}[\(drawn)A\u{1b}[J" : "" }

    /// Seconds since the command began, in tenths.
    private var elapsed: String { Self.seconds(time()) }

    /// A time as the board and the reports give it: `8.4s`.
    static func seconds(_ length: Duration) -> String {
        let tenths = length.milliseconds / 100
        return "\(tenths / 10).\(tenths % 10)s"
    }

    /// The lines of a drawing, none wider than the screen: one that wrapped could not be drawn over.
    static func lines(_ rows: [Row], waiting: String?, elapsed: String, width: Int, color: Bool) -> [String] {
        let column = (rows.map { $0.service.utf8.count }.max() ?? 0) + 2
        // Some terminals wrap as soon as the last cell is filled.
        let room = max(1, width - 1)
        var lines = rows.map { row in
            let name = row.service + String(repeating: " ", count: column - row.service.utf8.count)
            guard column < room else { return row.service.cut(to: room) }
            return name + row.style.paint(row.words.cut(to: room - column), color)
        }
        let waiting = waiting.map { "waiting: \($0.escaped)" } ?? "working"
        lines.append(TripCommands.Style.dim.paint("\(elapsed)  \(waiting)".cut(to: room), color))
        return lines
    }
}

extension ProgressBoard.Row {
    /// How a service's container is, in words.
    init(_ service: String, _ container: Container?) {
        self.service = service
        (words, style) = Self.words(container)
    }

    private static func words(_ container: Container?) -> (String, TripCommands.Style) {
        guard let container else { return ("not there", .dim) }
        let again = container.restarts > 0 ? ", \(Int(container.restarts).counted("restart"))" : ""
        switch container.state {
        case .running:
            switch container.health {
            case .healthy?: return ("healthy" + again, .good)
            case .unhealthy?: return ("unhealthy" + again, .critical)
            case .starting?: return ("starting" + again, .plain)
            case nil: return ("running" + again, .good)
            }
        case .exited, .dead:
            return ("\(container.state.rawValue)" + (container.exitCode.map { " with status \($0)" } ?? ""), .warning)
        case .created: return ("created", .dim)
        case .paused, .restarting, .removing: return (container.state.rawValue + again, .warning)
        }
    }
}
