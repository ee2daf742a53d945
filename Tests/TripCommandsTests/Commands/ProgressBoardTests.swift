import Synchronization
import Testing
import TripCore

@testable import TripCommands

/// What a person sees of a change while it goes on.
@Suite("Progress") struct ProgressBoardTests {
    private static let rows = [
        ProgressBoard.Row(service: "zookeeper", words: "healthy", style: .good),
        ProgressBoard.Row(service: "kafka-1", words: "exited with status 137", style: .warning),
        ProgressBoard.Row(service: "kafka-ui", words: "starting, 12 restarts", style: .plain),
    ]
    private static let waiting = "broker 2 does not answer at localhost:9093, which it advertises: 연결이 거부됨\u{7}"

    @Test("No line is as wide as the screen, however narrow", arguments: [1, 2, 8, 12, 20, 21, 40, 80, 200])
    func width(width: Int) {
        for color in [false, true] {
            let lines = ProgressBoard.lines(
                Self.rows, waiting: Self.waiting, elapsed: "12.3s", width: width, color: color)
            #expect(lines.count == 4)
            for line in lines {
                let shown = line.replacing(/\u{1b}\[[0-9;]*m/, with: "")
                #expect(shown.terminalWidth <= max(1, width - 1), "\(shown)")
                #expect(!shown.contains("\u{7}"))
                #expect(!shown.contains("\u{1b}"), "no colour is cut in two")
            }
        }
    }

    @Test("Where there is room, services stand in a column and the time before what is waited for") func layout() {
        let lines = ProgressBoard.lines(Self.rows, waiting: nil, elapsed: "0.3s", width: 80, color: false)
        #expect(
            lines == [
                "zookeeper  healthy", "kafka-1    exited with status 137", "kafka-ui   starting, 12 restarts",
                "0.3s  working",
            ])
    }

    @Test("Each drawing erases the one before, and the last is taken away") func erasing() {
        let (board, written) = board(.person)
        board.show(Self.rows, waiting: nil)
        board.show(Self.rows, waiting: "x")
        board.say("restart kafka-1")
        board.show(Self.rows, waiting: nil)
        board.end()
        board.end()
        let text = written.withLock { $0 }
        let erase = "\u{1b}[4A\u{1b}[J"
        #expect(text.ranges(of: erase).count == 3)
        #expect(!text.hasPrefix("\u{1b}"), "above the first drawing nothing is erased")
        #expect(text.contains(erase + "0.0s restart kafka-1\nzookeeper"), "what is said stays above the drawing")
        #expect(text.hasSuffix("0.0s  working\n" + erase))
    }

    @Test("A screen too low for all of it gets the last lines, and as many are erased") func low() {
        let terminal = Context.Terminal(error: true, size: { Context.Size(columns: 80, rows: 3) })
        let (board, written) = board(terminal)
        board.show(Self.rows, waiting: "x")
        board.show(Self.rows, waiting: "y")
        let text = written.withLock { $0 }
        #expect(
            text == "kafka-ui   starting, 12 restarts\n0.0s  waiting: x\n\u{1b}[2A\u{1b}[J"
                + "kafka-ui   starting, 12 restarts\n0.0s  waiting: y\n")
    }

    @Test("In a pipe and on a dumb terminal each change is a line, said once") func lines() {
        for (terminal, environment) in [(Context.Terminal.pipe, [:]), (.person, ["TERM": "dumb"])] {
            let (board, written) = board(terminal, environment)
            board.show(Self.rows, waiting: "kafka-1 is exited")
            board.show(Self.rows, waiting: "kafka-1 is exited")
            var rows = Self.rows
            rows[1].words = "healthy"
            board.say("start kafka-1")
            board.show(rows, waiting: nil)
            board.end()
            #expect(
                written.withLock { $0 } == """
                    0.0s zookeeper healthy
                    0.0s kafka-1 exited with status 137
                    0.0s kafka-ui starting, 12 restarts
                    0.0s waiting: kafka-1 is exited
                    0.0s start kafka-1
                    0.0s kafka-1 healthy

                    """)
        }
    }

    @Test("With --quiet nothing is shown", arguments: [true, false]) func quiet(isTerminal: Bool) {
        let (board, written) = board(isTerminal ? .person : .pipe, isQuiet: true)
        board.say("start kafka-1")
        board.show(Self.rows, waiting: "x")
        board.end()
        #expect(written.withLock { $0 } == "")
    }

    @Test("How a container is stands in words")
    func words() {
        func words(_ change: (inout Container) -> Void) -> String {
            var container = Container.running("kafka-1")
            change(&container)
            return ProgressBoard.Row("kafka-1", container).words
        }
        #expect(ProgressBoard.Row("kafka-1", nil).words == "not there")
        #expect(words { _ in } == "healthy")
        #expect(words { $0.health = nil } == "running")
        #expect(words { $0.restarts = 1 } == "healthy, 1 restart")
        #expect(words { $0.health = .unhealthy } == "unhealthy")
        #expect(words { $0.state = .exited } == "exited")
        #expect(
            words { container in
                container.state = .exited
                container.exitCode = 137
            } == "exited with status 137")
        #expect(
            words { container in
                container.state = .restarting
                container.restarts = 4
            } == "restarting, 4 restarts")
        #expect(words { $0.state = .created } == "created")
    }

    private func board(
        _ terminal: Context.Terminal, _ environment: [String: String] = [:], isQuiet: Bool = false
    ) -> (ProgressBoard, Written) {
        let written = Written()
        let board = ProgressBoard(
            terminal: terminal, isQuiet: isQuiet, isDumb: environment["TERM"] == "dumb", color: false,
            elapsed: { .zero }, write: { text in written.withLock { $0 += text } })
        return (board, written)
    }

    /// What was written.
    private final class Written: Sendable {
        private let text = Mutex("")
        func withLock<Result: Sendable>(_ body: (inout String) -> Result) -> Result { text.withLock { body(&$0) } }
    }
}
