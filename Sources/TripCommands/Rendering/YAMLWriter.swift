internal import TripCore

/// Writes values as YAML that readers of 1.1 and of 1.2 take for the same values, in block style.
struct YAMLWriter {
    private var bytes: [UInt8] = []

    /// The value as text, with a newline at the end.
    static func text(_ value: JSONValue) -> String {
        var writer = YAMLWriter()
        writer.bytes.reserveCapacity(4_096)
        if value.isYAMLCollection {
            writer.write(collection: value, level: 0, afterDash: false)
        } else {
            writer.write(scalar: value)
            writer.newLine()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes lines, each with its newline. After a dash the first of them stands on the dash's own line.
    private mutating func write(collection value: JSONValue, level: Int, afterDash: Bool) {
        switch value {
        case .object(let pairs):
            for (index, pair) in pairs.enumerated() {
                if index > 0 || !afterDash { indent(level) }
                write(text: pair.0)
                bytes.append(UInt8(ascii: ":"))
                if pair.1.isYAMLCollection {
                    newLine()
                    write(collection: pair.1, level: level + 1, afterDash: false)
                } else {
                    bytes.append(UInt8(ascii: " "))
                    write(scalar: pair.1)
                    newLine()
                }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if index > 0 || !afterDash { indent(level) }
                bytes.append(raw: "- ")
                if element.isYAMLCollection {
                    write(collection: element, level: level + 1, afterDash: true)
                } else {
                    write(scalar: element)
                    newLine()
                }
            }
        default: break
        }
    }

    /// Writes what fits behind a key or a dash.
    private mutating func write(scalar value: JSONValue) {
        switch value {
        case .string(let text): write(text: text)
        case .object: bytes.append(raw: "{}")
        case .array(let elements):
            bytes.append(raw: "[\(elements.map(\.scalarText).joined(separator: ", "))]")
        default: bytes.append(raw: value.scalarText)
        }
    }

    private mutating func write(text: String) {
        if text.isPlainYAML { bytes.append(raw: text) } else { bytes.append(json: text) }
    }

    private mutating func indent(_ level: Int) {
        bytes.indent(level)
    }

    private mutating func newLine() {
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension JSONValue {
    /// Whether it takes lines of its own. What is empty has no block form, and a list of broker ids reads better in one
    /// line.
    fileprivate var isYAMLCollection: Bool {
        switch self {
        case .object(let pairs): !pairs.isEmpty
        case .array(let elements): !elements.isListOfIntegers
        default: false
        }
    }
}
