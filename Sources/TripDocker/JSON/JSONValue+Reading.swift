internal import TripCore

/// What a JSON value holds, `nil` when it is of another kind.
extension JSONValue {
    /// A text.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// A text that says something.
    var filledText: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    /// A whole number.
    var whole: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// True or false.
    var truth: Bool? { if case .bool(let truth) = self { truth } else { nil } }

    /// The values of an array; empty for what is none: Go writes an empty list as null.
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The keys and values of an object; empty for what is none.
    var pairs: [(String, JSONValue)] { if case .object(let pairs) = self { pairs } else { [] } }

    /// The texts of an array.
    var texts: [String] { elements.compactMap(\.text) }

    /// An object whose values are texts.
    var textByKey: [String: String] {
        var result: [String: String] = [:]
        for (key, value) in pairs { result[key] = value.text }
        return result
    }
}
