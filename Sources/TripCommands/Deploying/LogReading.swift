internal import TripCore

/// Reads the logs of several containers at the same time, and writes them merged by time.
struct LogReading: Sendable {
    /// The outside.
    let context: Context
    /// The engine.
    let engine: any EnginePort
    /// When it has to be over; `nil` for never.
    let deadline: Deadline?
    /// From when on, in nanoseconds since 1970 UTC; `nil` from the beginning.
    let since: Int64?
    /// How many lines of each, from the end; `nil` for all.
    let tail: Int?
    /// Whether entries of level TRACE are shown.
    let showsTrace: Bool
    /// How they look.
    let drawing: LogDrawing

    /// Of ten lines that a broker writes at a start, up to nine are of level TRACE: so many more are asked for when
    /// those are not counted.
    private static let traceFactor = 10
    /// How often what has come is written, while following.
    private static let step = Duration.milliseconds(50)
    /// How long until a container that has ended is looked for again.
    private static let retry = Duration.milliseconds(500)

    /// Writes what the logs hold.
    ///
    /// - Throws: when a log cannot be read, or nothing can be written.
    func show(_ sources: [LogSource]) throws(Failure) {
        _ = try history(of: sources)
    }

    /// Writes what the logs hold and what comes to be added, until the deadline passes.
    ///
    /// - Throws: when a log cannot be read, or nothing can be written.
    func follow(_ sources: [LogSource]) throws(Failure) {
        let ends = try history(of: sources)
        let inbox = Shared(LogInbox())
        let followers: [@Sendable () -> Void] = sources.map { source in
            { follow(source, from: (ends[source.service] ?? nil).map { $0 + 1 }, into: inbox) }
        }
        let wait = context.concurrently(followers)
        var isOver = false
        while !isOver {
            // Whatever came before all had ended is there to be written.
            isOver = wait(Deadline(after: .zero)) || (deadline?.hasPassed ?? false)
            let (entries, failure) = inbox.with { $0.take() }
            let byService = Dictionary(grouping: entries, by: \.service)
            try write(LogMerge.merge(sources.compactMap { byService[$0.service] }))
            if let failure { throw failure }
            if !isOver { context.pause(Self.step) }
        }
    }

    /// Writes the logs as they are, and says when the last line of each was written.
    private func history(of sources: [LogSource]) throws(Failure) -> [String: Int64?] {
        let found = Shared([String: Answer<[LogLine]>]())
        let part = LogPart(tail: tail.map { showsTrace ? $0 : $0 * Self.traceFactor }, since: since)
        let work: [@Sendable () -> Void] = sources.map { source in
            {
                let answer: Answer<[LogLine]>
                do throws(Failure) {
                    answer = .success(try engine.log(of: source.container, part))
                } catch {
                    answer = .failure(error)
                }
                found.with { $0[source.service] = answer }
            }
        }
        let limit = deadline ?? Deadline(after: .seconds(30))
        _ = context.concurrently(work)(limit)
        let answers = found.with { $0 }
        var logs: [[LogEntry]] = []
        var ends: [String: Int64?] = [:]
        for source in sources {
            guard let answer = answers[source.service] else {
                throw Failure(
                    .timedOut, doing: "read the log of \(source.service)", reason: "it was not read in time",
                    hint: "ask for less with --tail or --since, or give a longer --timeout")
            }
            let lines = try answer.get()
            ends[source.service] = lines.last?.time
            let entries = LogEntry.entries(of: source.service, lines, showsTrace: showsTrace)
            logs.append(tail.map { Self.last($0, of: entries) } ?? entries)
        }
        try write(LogMerge.merge(logs))
        return ends
    }

    /// The last entries that have so many lines together, or a few more: none is cut.
    private static func last(_ count: Int, of entries: [LogEntry]) -> [LogEntry] {
        var left = count
        var first = entries.endIndex
        while first > entries.startIndex, left > 0 {
            first -= 1
            left -= entries[first].lines.count
        }
        return Array(entries[first...])
    }

    /// Text in pieces of a sensible size: logs may be large.
    private func write(_ entries: [LogEntry]) throws(Failure) {
        var text = ""
        for entry in entries {
            text += drawing.text(entry)
            if text.utf8.count > 1 << 16 {
                try context.write(text)
                text = ""
            }
        }
        if !text.isEmpty { try context.write(text) }
    }

    /// Follows one service through its restarts, and through containers that take each other's place.
    private func follow(_ source: LogSource, from start: Int64?, into inbox: Shared<LogInbox>) {
        var container: Container? = source.container
        var from = start ?? since ?? context.now() * 1_000_000
        var seenStart: Int64?
        var filter = LogFilter(showsTrace: showsTrace)
        repeat {
            do throws(Failure) {
                if let running = container, running.startedAt != seenStart || running.state == .running {
                    seenStart = running.startedAt
                    try engine.follow(running, LogPart(since: from), until: deadline) { line in
                        if let time = line.time { from = max(from, time + 1) }
                        let place = filter.read(line)
                        return inbox.with { inbox in
                            inbox.add(line, of: source.service, place)
                            return !inbox.isClosed
                        }
                    }
                }
                if deadline?.hasPassed ?? false { return }
                context.pause(Self.retry)
                container = try engine.container(source.container.name)
            } catch {
                return inbox.with { $0.fail(error) }
            }
        } while !(deadline?.hasPassed ?? false) && !inbox.with { $0.isClosed }
    }
}

/// What followers have read and nobody has written yet.
struct LogInbox: Sendable {
    private var entries: [LogEntry] = []
    private var failure: Failure?

    /// Whether nobody will write any more.
    var isClosed: Bool { failure != nil }

    /// Puts a line in. What belongs to the line before it stays with that, unless that has been taken out already.
    mutating func add(_ line: LogLine, of service: String, _ place: LogFilter.Place) {
        switch place {
        case .hidden: return
        case .goesOn:
            if let last = entries.lastIndex(where: { $0.service == service }) {
                return entries[last].lines.append(line)
            }
        case .begins: break
        }
        entries.append(LogEntry(service: service, time: line.time, lines: [line]))
    }

    /// Ends it: a log cannot be followed.
    mutating func fail(_ failure: Failure) { self.failure = self.failure ?? failure }

    /// Takes out what is there.
    mutating func take() -> ([LogEntry], Failure?) {
        defer { entries = [] }
        return (entries, failure)
    }
}
