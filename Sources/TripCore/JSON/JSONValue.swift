/// A JSON value whose objects keep the order of their keys, so that the same answer is the same bytes.
public enum JSONValue: Sendable {
    /// Keys and values, in order.
    case object([(String, JSONValue)])
    /// Values, in order.
    case array([JSONValue])
    /// A text.
    case string(String)
    /// A whole number.
    case integer(Int64)
    /// A number; one that is not finite is written as null.
    case number(Double)
    /// True or false.
    case bool(Bool)
    /// Nothing known.
    case null

    /// A text, a number, a truth, or a list of them; null for `nil`.
    public static func from(_ value: some JSONRepresentable) -> JSONValue { value.json }

    /// Texts or numbers, such as broker ids.
    public static func list(_ values: some Sequence<some JSONRepresentable>) -> JSONValue {
        .array(values.map(\.json))
    }

    /// The value of a key; `nil` when this is no object or has no such key.
    public subscript(key: String) -> JSONValue? {
        if case .object(let pairs) = self { pairs.first { $0.0 == key }?.1 } else { nil }
    }

    /// The element at a place; `nil` when this is no array or has no such place.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }
}

extension JSONValue: Equatable {
    /// Whether two values are the same, the order of keys included.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.array(let a), .array(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        default: false
        }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// An object, its keys in the order that they are written in.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }

    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
