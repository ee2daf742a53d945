/// What a server wrote at one moment: a line of its log, and what belongs to it, such as a stack trace.
public struct LogEntry: Sendable, Equatable {
    /// The service.
    public var service: String
    /// When the engine got its first line, in nanoseconds since 1970 UTC; `nil` when it does not say.
    public var time: Int64?
    /// Its lines.
    public var lines: [LogLine]

    /// What was written.
    public init(service: String, time: Int64?, lines: [LogLine]) {
        self.service = service
        self.time = time
        self.lines = lines
    }

    /// Takes a log apart. A line that does not begin as Kafka's log lines do, such as one of a stack trace, belongs to
    /// the line before it, unless that is none of theirs either.
    ///
    /// - Parameter showsTrace: whether entries of level TRACE and DEBUG are kept: brokers write those of their
    ///   controller, hundreds of kilobytes a start.
    public static func entries(of service: String, _ lines: [LogLine], showsTrace: Bool) -> [LogEntry] {
        var filter = LogFilter(showsTrace: showsTrace)
        var entries: [LogEntry] = []
        for line in lines {
            switch filter.read(line) {
            case .begins: entries.append(LogEntry(service: service, time: line.time, lines: [line]))
            case .goesOn where !entries.isEmpty: entries[entries.count - 1].lines.append(line)
            case .goesOn: entries.append(LogEntry(service: service, time: line.time, lines: [line]))
            case .hidden: continue
            }
        }
        return entries
    }
}

/// Tells of each line of a log, as it comes, where it belongs and whether it is shown.
public struct LogFilter: Sendable {
    /// Where a line belongs.
    public enum Place: Sendable, Equatable {
        /// It begins an entry.
        case begins
        /// It belongs to the entry before it.
        case goesOn
        /// It belongs to an entry that is not shown, or is one.
        case hidden
    }

    private let showsTrace: Bool
    /// Whether the line before was of the log's form, so that what follows may belong to it.
    private var isOpen = false
    /// Whether it was of a level that is not shown.
    private var isHidden = false

    /// A filter at a log's beginning.
    public init(showsTrace: Bool) {
        self.showsTrace = showsTrace
    }

    /// Takes the next line.
    public mutating func read(_ line: LogLine) -> Place {
        if let level = ServerLogLine.level(of: line.text) {
            isOpen = true
            isHidden = !showsTrace && level <= .debug
            return isHidden ? .hidden : .begins
        }
        // The entry point's own lines stand alone; after a log line only how they begin tells them from a stack trace's.
        if isOpen, !line.text.hasPrefix("===>") { return isHidden ? .hidden : .goesOn }
        isOpen = false
        isHidden = false
        return .begins
    }
}
