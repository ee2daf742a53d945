/// A line of Kafka's or ZooKeeper's own log, as the images write it by log4j's `[%d] %p %m (%c)`:
/// `[2026-11-24 06:00:00,123] ERROR message (kafka.server.KafkaServer)`.
public struct ServerLogLine: Sendable, Equatable {
    /// When it was written, in milliseconds since 1970. The containers' clock is UTC.
    public var time: Int64
    /// How grave it is.
    public var level: Level
    /// What it says, without the logger's name.
    public var message: String
    /// The logger's name; empty when the line does not end with one.
    public var logger: String

    /// How grave a line is, in log4j's words.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case trace = "TRACE"
        case debug = "DEBUG"
        case info = "INFO"
        case warn = "WARN"
        case error = "ERROR"
        case fatal = "FATAL"

        /// The graver one is the greater.
        public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Reads a line; `nil` when it is none of this form, such as a line of a stack trace or of the image's entry point.
    public init?(_ text: String) {
        guard let level = Self.level(of: text), let time = Self.time(text.utf8) else { return nil }
        self.time = time
        self.level = level
        let rest = text.utf8.dropFirst(Self.stampLength + 2 + level.rawValue.utf8.count)
        let body = rest.first == UInt8(ascii: " ") ? rest.dropFirst() : rest
        var message = String(Substring(body))
        logger = ""
        if message.utf8.last == UInt8(ascii: ")"), let open = message.lastIndex(of: "("), open > message.startIndex,
            message[message.index(before: open)] == " "
        {
            let name = message[message.index(after: open)...].dropLast()
            if name.utf8.allSatisfy({ $0 > 0x20 }) {
                logger = String(name)
                message = String(message[..<message.index(before: open)])
            }
        }
        self.message = message
    }

    /// The level that a line begins with; `nil` when it is not of the log's form. Logs are long, and this looks at the
    /// line's beginning only.
    public static func level(of text: String) -> Level? {
        var bytes = text.utf8.makeIterator()
        guard bytes.next() == UInt8(ascii: "[") else { return nil }
        for _ in 0..<(stampLength - 2) { guard bytes.next() != nil else { return nil } }
        guard bytes.next() == UInt8(ascii: "]"), bytes.next() == UInt8(ascii: " ") else { return nil }
        switch bytes.next() {
        case UInt8(ascii: "T"): return .trace
        case UInt8(ascii: "D"): return .debug
        case UInt8(ascii: "I"): return .info
        case UInt8(ascii: "W"): return .warn
        case UInt8(ascii: "E"): return .error
        case UInt8(ascii: "F"): return .fatal
        default: return nil
        }
    }

    /// Bytes of `[2026-11-24 06:00:00,123]`.
    private static let stampLength = 25

    private static func time(_ bytes: String.UTF8View) -> Int64? {
        var parts: [Int64] = []
        var value: Int64 = 0
        for byte in bytes.dropFirst().prefix(stampLength - 1) {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            } else {
                parts.append(value)
                value = 0
            }
        }
        guard parts.count == 7, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
        let day = days(year: parts[0], month: parts[1], day: parts[2])
        let seconds = day * 86_400 + parts[3] * 3_600 + parts[4] * 60 + parts[5]
        return seconds * 1_000 + parts[6]
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that the leap day is a
    /// year's last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
