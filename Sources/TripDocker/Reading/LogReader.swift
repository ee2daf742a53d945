internal import TripCore

/// Takes the bytes of a container's log apart into lines, wherever the pieces end.
///
/// Without a terminal each message is framed: a byte that says which stream (1 is output, 2 is error), three zeros, and
/// the length in four bytes, the largest first. Each message begins with its time. A line of more than 16 KB comes as
/// several messages, of which only the last ends with a newline.
struct LogReader {
    /// Whether the log is no longer what it should be; what follows cannot be read.
    private(set) var isBroken = false

    private let hasFrames: Bool
    private var bytes: [UInt8] = []
    private var output = Line(isError: false)
    private var error = Line(isError: true)

    /// The engine cuts messages at 16 KB; what announces more than this is no frame.
    private static let longestFrame = 1 << 20
    private static let longestLine = 1 << 20

    /// A line on its way.
    private struct Line {
        let isError: Bool
        var time: Int64?
        var text: [UInt8] = []
        /// Whether anything of it has come.
        var hasBegun = false
    }

    /// A reader of a log that is framed, or is a terminal's.
    init(hasFrames: Bool) { self.hasFrames = hasFrames }

    /// The lines that this piece completes.
    mutating func read(_ piece: [UInt8]) -> [LogLine] {
        var lines: [LogLine] = []
        bytes += piece
        var start = 0
        if hasFrames {
            while !isBroken, bytes.count - start >= 8 {
                let header = bytes[start..<start + 8]
                let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
                guard header[start] <= 3, header[start + 1..<start + 4].allSatisfy({ $0 == 0 }),
                    length <= Self.longestFrame
                else {
                    isBroken = true
                    break
                }
                guard bytes.count - start - 8 >= length else { break }
                let message = bytes[start + 8..<start + 8 + length]
                // 3 is the engine's own trouble with the log.
                if header[start] < 2 { take(message, &output, &lines) } else { take(message, &error, &lines) }
                start += 8 + length
            }
        } else {
            while let newline = bytes[start...].firstIndex(of: 0x0a) {
                take(bytes[start...newline], &output, &lines)
                start = newline + 1
            }
            if bytes.count - start > Self.longestLine {
                take(bytes[start...], &output, &lines)
                start = bytes.count
            }
        }
        bytes.removeFirst(start)
        return lines
    }

    /// The lines that have no end, once the log is over.
    mutating func end() -> [LogLine] {
        var lines: [LogLine] = []
        if !hasFrames, !bytes.isEmpty { take(bytes[...], &output, &lines) }
        bytes = []
        if output.hasBegun { finish(&output, &lines) }
        if error.hasBegun { finish(&error, &lines) }
        return lines
    }

    private func take(_ message: ArraySlice<UInt8>, _ line: inout Line, _ lines: inout [LogLine]) {
        var rest = message
        // 35 bytes are a time with nine digits and its zone.
        if let space = message.prefix(36).firstIndex(of: 0x20),
            let time = EngineTime.nanoseconds(String(decoding: message[..<space], as: UTF8.self))
        {
            rest = message[(space + 1)...]
            if !line.hasBegun { line.time = time }
        }
        line.hasBegun = true
        while let newline = rest.firstIndex(of: 0x0a) {
            line.text += rest[..<newline]
            let time = line.time
            finish(&line, &lines)
            rest = rest[(newline + 1)...]
            guard !rest.isEmpty else { return }
            line.time = time
            line.hasBegun = true
        }
        line.text += rest
        if line.text.count > Self.longestLine { finish(&line, &lines) }
    }

    private func finish(_ line: inout Line, _ lines: inout [LogLine]) {
        if line.text.last == 0x0d { line.text.removeLast() }
        lines.append(
            LogLine(time: line.time, isError: line.isError, text: String(decoding: line.text, as: UTF8.self)))
        line = Line(isError: line.isError)
    }
}
