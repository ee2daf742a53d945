import Testing
import TripCore

@testable import TripDocker

@Suite struct LogReaderTests {
    /// A message as the engine frames it.
    private func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let length = UInt32(bytes.count)
        return [stream, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + bytes
    }

    private let first = "2026-11-24T14:46:06.281939175Z"
    private let second = "2026-11-24T14:46:07Z"

    private func all(_ pieces: [[UInt8]], hasFrames: Bool = true) -> [LogLine] {
        var reader = LogReader(hasFrames: hasFrames)
        return pieces.flatMap { reader.read($0) } + reader.end()
    }

    @Test func framesAreReadWhereverTheyAreSplit() {
        let bytes =
            frame(1, "\(first) [2026-11-24 14:46:06,281] INFO up (kafka)\n") + frame(2, "\(second) b\u{e9}\n")
            + frame(1, "\(second) \n")
        let expected = [
            LogLine(time: 1_795_531_566_281_939_175, text: "[2026-11-24 14:46:06,281] INFO up (kafka)"),
            LogLine(time: 1_795_531_567_000_000_000, isError: true, text: "b\u{e9}"),
            LogLine(time: 1_795_531_567_000_000_000, text: ""),
        ]
        #expect(all([bytes]) == expected)
        #expect(all(bytes.map { [$0] }) == expected)
        for split in 0...bytes.count { #expect(all([Array(bytes[..<split]), Array(bytes[split...])]) == expected) }
    }

    /// The engine cuts a line of more than 16 KB into messages, each with its time.
    @Test func aLongLinesMessagesAreJoined() {
        let pieces = [frame(1, "\(first) aaa"), frame(2, "\(first) between\n"), frame(1, "\(second) bbb\n")]
        #expect(all(pieces).map(\.text) == ["between", "aaabbb"])
        #expect(all(pieces).map(\.time) == [1_795_531_566_281_939_175, 1_795_531_566_281_939_175])
    }

    @Test func aLineWithoutItsEndComesAtTheEnd() {
        #expect(all([frame(1, "\(first) half")]).map(\.text) == ["half"])
        var reader = LogReader(hasFrames: true)
        #expect(reader.read(Array(frame(1, "\(first) cut off\n").dropLast(4))).isEmpty)
        #expect(reader.end().isEmpty)
    }

    @Test func aLineWithoutATimeIsALine() {
        #expect(all([frame(1, "no time\n")]) == [LogLine(text: "no time")])
    }

    @Test func aTerminalsLogHasNoFrames() {
        let bytes = Array("\(first) one\r\n\(second) two three\r\n\(second) rest".utf8)
        let expected = [
            LogLine(time: 1_795_531_566_281_939_175, text: "one"),
            LogLine(time: 1_795_531_567_000_000_000, text: "two three"),
            LogLine(time: 1_795_531_567_000_000_000, text: "rest"),
        ]
        for split in 0...bytes.count {
            #expect(all([Array(bytes[..<split]), Array(bytes[split...])], hasFrames: false) == expected)
        }
    }

    @Test(arguments: [Array("HTTP/1.0 500 what".utf8), [4, 0, 0, 0, 0, 0, 0, 1, 65], [1, 0, 0, 0, 255, 0, 0, 0]])
    func whatIsNoFrameIsNoted(bytes: [UInt8]) {
        var reader = LogReader(hasFrames: true)
        #expect(reader.read(bytes).isEmpty)
        #expect(reader.isBroken)
    }

    @Test func timesAreWrittenForTheEngine() {
        #expect(EngineLog.seconds(1_795_531_566_281_939_175) == "1795531566.281939175")
        #expect(EngineLog.seconds(1_000_000_007) == "1.000000007")
        #expect(EngineLog.seconds(-5) == "0.000000000")
    }
}
