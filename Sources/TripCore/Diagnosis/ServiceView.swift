/// One service as the rules look at it: its container, and those lines of its log that may tell a cause.
struct ServiceView {
    /// The service's name.
    let name: String
    /// Its container.
    let container: Container
    /// The broker that it is; `nil` for another service.
    let broker: MessagingLayer.Broker?
    /// All that was seen.
    let evidence: LayerEvidence
    /// Whether the engine starts it again and again. Between two tries such a container says that it runs.
    let isLooping: Bool
    /// Lines that may tell a cause, oldest first, of the last start; in a crash loop of the start before that too.
    let lines: [Line]

    /// A line that may tell a cause.
    struct Line {
        /// In milliseconds since 1970 UTC; `nil` when neither the engine nor the line says.
        var time: Int64?
        /// The line as it is.
        var text: String
        /// It taken apart; `nil` for one of a stack trace, or of the image's entry point.
        var parsed: ServerLogLine?
    }

    init?(_ service: ServiceEvidence, in evidence: LayerEvidence) {
        guard let container = service.container else { return nil }
        name = service.service
        self.container = container
        self.evidence = evidence
        let broker = MessagingLayer.brokers.first { $0.name == service.service }
        self.broker = broker
        let answers = broker.flatMap { evidence.kafka?.reach(of: $0.id)?.isUp } ?? false
        let age = container.startedAt.map { evidence.now - $0 } ?? .max
        isLooping =
            container.state == .restarting
            || (container.state == .running && container.restarts > 0 && container.health != .healthy && !answers
                && age < ServiceEvidence.loopMemory)
        lines = Self.telling(service.log, since: isLooping ? nil : container.startedAt)
    }

    /// Its name as a finding's subject.
    var subject: Subject { .container(container.name, broker: broker?.id) }

    /// Whether its process has ended, or was never started.
    var isDown: Bool {
        switch container.state {
        case .created, .exited, .dead, .removing: true
        case .running, .paused, .restarting: false
        }
    }

    /// Whether it ended with an error, or does so again and again.
    var isFailing: Bool {
        if isLooping { return true }
        guard isDown, let code = container.exitCode else { return false }
        return code != 0 && code != 143
    }

    /// How long its process has run, in milliseconds; `nil` when it does not run.
    var age: Int64? {
        guard container.state == .running || container.state == .paused else { return nil }
        return container.startedAt.map { evidence.now - $0 }
    }

    /// How bad it is that it does not work now. One of three brokers may stop: each partition has two replicas.
    var outage: Severity {
        if name == MessagingLayer.ui { return .warning }
        guard let broker else { return .critical }
        let others = evidence.services.filter { service in
            service.service != broker.name && MessagingLayer.brokers.contains { $0.name == service.service }
                && service.container?.state == .running
        }
        return others.count >= 2 ? .warning : .critical
    }

    /// How bad it is that it will not work before somebody does something about it.
    var lasting: Severity { name == MessagingLayer.ui ? .warning : .critical }

    /// The last line that holds all of these texts, and in which run of the container it stands: a later one has a
    /// higher number.
    func lastLine(holding texts: [String]) -> (line: Line, run: Int)? {
        guard let place = lines.lastIndex(where: { line in texts.allSatisfy { line.text.utf8.hold($0) } }) else {
            return nil
        }
        return (lines[place], lines[...place].count { $0.text.hasPrefix("===> User") })
    }

    /// The last line that holds all of these texts.
    func line(holding texts: [String]) -> Line? {
        lines.last { line in texts.allSatisfy { line.text.utf8.hold($0) } }
    }

    /// The last thing that its log complains about, as one line that is not too long.
    var complaint: String? {
        let grave = lines.lastIndex { $0.parsed.map { $0.level >= .error } ?? $0.text.utf8.hold("FAILED !") }
        guard let place = grave ?? lines.lastIndex(where: { $0.parsed == nil }) else { return nil }
        var line = lines[place]
        // "Exiting Kafka due to fatal exception" says less than the exception, which is the line after it.
        if line.parsed != nil, place + 1 < lines.endIndex, lines[place + 1].parsed == nil,
            lines[place + 1].text.utf8.hold("Exception: ") || lines[place + 1].text.utf8.hold("Error: ")
        {
            line = lines[place + 1]
        }
        let text = (line.parsed?.message ?? line.text).trimmed
        return text.isEmpty ? nil : text.count > 160 ? text.prefix(159) + "…" : text
    }

    /// The lines that may tell a cause: warnings, errors, and what is not of the log's form, since the last start.
    private static func telling(_ log: [LogLine], since start: Int64?) -> [Line] {
        var lines: [Line] = []
        for line in log {
            let time = line.time.map { $0 / 1_000_000 }
            if let start, let time, time < start { continue }
            switch ServerLogLine.level(of: line.text) {
            case .trace?, .debug?, .info?: continue
            case nil: lines.append(Line(time: time, text: line.text))
            case .warn?, .error?, .fatal?:
                let parsed = ServerLogLine(line.text)
                if let start, time == nil, let written = parsed?.time, written < start { continue }
                lines.append(Line(time: time ?? parsed?.time, text: line.text, parsed: parsed))
            }
        }
        guard start == nil else { return lines }
        // The image says so at each start.
        let starts = lines.indices.filter { lines[$0].text.hasPrefix("===> User") }
        return starts.count > 2 ? Array(lines[starts[starts.count - 2]...]) : lines
    }
}

extension String.UTF8View {
    /// Whether the text holds another. Logs are long; this compares bytes and makes nothing.
    func hold(_ text: String) -> Bool {
        let wanted = text.utf8
        guard let first = wanted.first, wanted.count <= count else { return false }
        var place = startIndex
        while let found = self[place...].firstIndex(of: first) {
            if self[found...].starts(with: wanted) { return true }
            place = index(after: found)
        }
        return false
    }
}

extension String {
    /// What stands between two texts; `nil` when either is missing. Without an end, all the rest.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = position(of: start, after: startIndex) else { return nil }
        let begin = utf8.index(from, offsetBy: start.utf8.count)
        if end.isEmpty { return String(self[begin...]) }
        return position(of: end, after: begin).map { String(self[begin..<$0]) }
    }

    private func position(of text: String, after start: Index) -> Index? {
        var place = start
        while place < endIndex {
            if self[place...].utf8.starts(with: text.utf8) { return place }
            place = utf8.index(after: place)
        }
        return nil
    }
}
