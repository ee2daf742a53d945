import TripCore

/// Writes values as JSON (RFC 8259), in UTF-8.
struct JSONWriter {
    /// Two blanks a level and a line for each value; else everything in one line without blanks.
    let pretty: Bool
    private(set) var bytes: [UInt8] = []

    init(pretty: Bool) {
        self.pretty = pretty
        bytes.reserveCapacity(4_096)
    }

    /// The value as text, with a newline at the end.
    static func text(_ value: JSONValue, pretty: Bool) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.write(value, level: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .object(let pairs) where pairs.isEmpty: bytes.append(raw: "{}")
        case .object(let pairs):
            bytes.append(UInt8(ascii: "{"))
            for (index, pair) in pairs.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(level + 1)
                bytes.append(json: pair.0)
                bytes.append(UInt8(ascii: ":"))
                if pretty { bytes.append(UInt8(ascii: " ")) }
                write(pair.1, level: level + 1)
            }
            newLine(level)
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements) where pretty && !elements.isListOfIntegers:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(level + 1)
                write(element, level: level + 1)
            }
            newLine(level)
            bytes.append(UInt8(ascii: "]"))
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(raw: pretty ? ", " : ",") }
                write(element, level: level + 1)
            }
            bytes.append(UInt8(ascii: "]"))
        case .string(let text): bytes.append(json: text)
        default: bytes.append(raw: value.scalarText)
        }
    }

    private mutating func newLine(_ level: Int) {
        guard pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.indent(level)
    }
}

extension [JSONValue] {
    /// Whether it is empty or holds whole numbers alone, broker ids as a rule: such a list stays in one line.
    var isListOfIntegers: Bool {
        allSatisfy { if case .integer = $0 { true } else { false } }
    }
}

extension JSONValue {
    /// A number, a truth or nothing as JSON and both YAMLs read it; empty for the other kinds.
    var scalarText: String {
        switch self {
        case .integer(let number): String(number)
        case .number(let number): number.jsonText
        case .bool(let truth): truth ? "true" : "false"
        case .null: "null"
        case .object, .array, .string: ""
        }
    }
}

extension Double {
    /// The shortest text that reads back as this number, `null` when it is not finite. A YAML 1.1 reader takes `1e-05`
    /// for a string and `1.0e-05` for the number, and JSON takes both.
    var jsonText: String {
        guard isFinite else { return "null" }
        let text = description
        guard !text.utf8.contains(UInt8(ascii: ".")), let exponent = text.firstIndex(of: "e") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}

extension [UInt8] {
    /// Appends a text as it is; in one piece, where `append(contentsOf: text.utf8)` goes byte by byte.
    mutating func append(raw text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends two blanks a level.
    mutating func indent(_ level: Int) {
        for _ in 0..<level / 4 { append(raw: "        ") }
        for _ in 0..<level % 4 { append(raw: "  ") }
    }

    /// Appends a text as a JSON string, which is a double-quoted YAML string too. Characters that no terminal should see
    /// raw are escaped although JSON allows them.
    mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        let isWritten = text.withUTF8 { bytes in
            for byte in bytes {
                let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                guard isPlain else { return false }
            }
            append(contentsOf: bytes)
            return true
        }
        if !isWritten { for scalar in text.unicodeScalars { append(json: scalar) } }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(json scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append(contentsOf: #"\""#.utf8)
        case "\\": append(contentsOf: #"\\"#.utf8)
        case "\n": append(contentsOf: #"\n"#.utf8)
        case "\r": append(contentsOf: #"\r"#.utf8)
        case "\t": append(contentsOf: #"\t"#.utf8)
        case "\u{8}": append(contentsOf: #"\b"#.utf8)
        case "\u{C}": append(contentsOf: #"\f"#.utf8)
        case _ where scalar.isShownEscaped:
            // All of them lie in the basic plane: four digits are enough.
            let digits = String(scalar.value, radix: 16)
            append(contentsOf: #"\u"#.utf8)
            append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
            append(contentsOf: digits.utf8)
        default: append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
