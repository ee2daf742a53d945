import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

@Suite("YAML") struct YAMLTests {
    /// `Golden/rendering/names.yaml` was read once with a YAML 1.1 and a YAML 1.2 reader, and both found what
    /// `names.json` holds.
    @Test("Names stay what they are, as values and as keys") func names() throws {
        let value: JSONValue = [
            "values": .list(NastyNames.all), "keys": .object(NastyNames.all.map { ($0, .string($0)) }),
        ]
        Golden.rendering.check(YAMLWriter.text(value), "names.yaml")
        Golden.rendering.check(JSONWriter.text(value, pretty: true), "names.json")
    }

    @Test("Collections nest, and empty ones stay visible") func nesting() {
        let value: JSONValue = [
            "a": [["b": [["c": 1, "d": [2, 3]], [:]]], [], [[4], ["e", ["f"]]]], "g": [:], "h": [], "i": [nil, 1],
        ]
        #expect(
            YAMLWriter.text(value) == """
                a:
                  - b:
                      - c: 1
                        d: [2, 3]
                      - {}
                  - []
                  - - [4]
                    - - e
                      - - f
                g: {}
                h: []
                i:
                  - null
                  - 1

                """)
        #expect(YAMLWriter.text("x") == "x\n")
        #expect(YAMLWriter.text([]) == "[]\n")
    }

    @Test(
        "What reads as another type is quoted",
        arguments: [
            "no", "Off", "y", "~", "null", "1e3", "0x10", "12:30", "2026-11-24", "- x", "a: b", "#c", "a #c", "a ", "",
            "a:",
            "*a", "😀", "a\u{85}b",
        ])
    func quoted(name: String) {
        #expect(YAMLWriter.text(.string(name)).hasPrefix("\""))
    }

    @Test(
        "What needs no quotes has none",
        arguments: [
            "tripclick-logs", "localhost:9092", "한국어", "a#c", "it's so", "nope", "__consumer_offsets", "a (b), c",
        ])
    func plain(name: String) {
        #expect(YAMLWriter.text(.string(name)) == name + "\n")
    }
}
