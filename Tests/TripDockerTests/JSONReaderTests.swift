import Testing
import TripCore

@testable import TripDocker

@Suite struct JSONReaderTests {
    private func read(_ text: String) -> JSONValue? { JSONReader.value(of: Array(text.utf8)) }

    @Test func valuesOfEveryKindAreRead() {
        #expect(
            read(" {\"a\" : [1, -2.5, 1e3, true, false, null, \"x\"], \"b\":{}, \"c\":[]}\n")
                == ["a": [1, -2.5, 1000.0, true, false, nil, "x"], "b": [:], "c": []])
        #expect(read("0") == 0)
        #expect(read("-0") == 0)
        #expect(read("9223372036854775807") == .integer(.max))
        #expect(read("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(read("\"\"") == "")
    }

    @Test func escapesAreRead() {
        #expect(read(#""\"\\\/\b\f\n\r\t\u00e9\u20AC""#) == "\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{20ac}")
        #expect(read(#""\ud83d\ude00""#) == "\u{1f600}")
        #expect(read("\"\u{e9}\u{1f600}\"") == "\u{e9}\u{1f600}")
        #expect(read(#""\u0000""#) == "\u{0}")
    }

    /// The grammar allows half of a pair; it stands for no character.
    @Test(arguments: [#""a\ud800b""#, #""a\udc00b""#]) func halfAPairIsReplaced(text: String) {
        #expect(read(text) == "a\u{fffd}b")
    }

    @Test func halfAPairDoesNotSwallowWhatFollows() {
        #expect(read(#""\ud800\u0041""#) == "\u{fffd}A")
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "[1,]", "[,1]", "[1 2]",
        "01",
        "-", "+1", "1.", ".5", "1e", "1e+", "0x10", "NaN", "Infinity", "tru", "True", "nul", "\"", "\"a", "\"\\\"",
        "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\\u12\"", "\"\n\"", "\"\t\"", "'a'", "1 2", "{} {}",
        "{\"a\":1 \"b\":2}", "// no\n1", "\u{feff}1",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(read(text) == nil)
    }

    @Test func whatIsNotUTF8IsRefused() {
        #expect(JSONReader.value(of: [0x22, 0xff, 0x22]) == nil)
        #expect(JSONReader.value(of: [0x22, 0xed, 0xa0, 0x80, 0x22]) == nil)
    }

    @Test func depthIsLimited() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(read(nested(128)) != nil)
        #expect(read(nested(129)) == nil)
        #expect(read(String(repeating: "[", count: 1_000_000)) == nil)
        #expect(read(String(repeating: "{\"a\":", count: 1_000_000)) == nil)
        // Beside each other they may be as many as they like.
        #expect(read("[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]") != nil)
    }

    @Test func everyPrefixOfAnAnswerIsRefused() {
        let text = #"{"Id":"ab\u00e9","N":[1,2.5e3,true,null],"S":{"x":"\"y\""}}"#
        let bytes = Array(text.utf8)
        #expect(JSONReader.value(of: bytes) != nil)
        for length in 0..<bytes.count { #expect(JSONReader.value(of: Array(bytes[..<length])) == nil) }
    }
}
