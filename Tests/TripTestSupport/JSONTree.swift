import Foundation

/// A JSON value to look into: `reply["data"]["groups"][0]["lag"] == 5`.
public enum JSONTree: Hashable, Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])
    /// What was looked for is not there, which is something else than null.
    case absent

    /// Parses one JSON text; throws when it is none.
    public init(_ text: String) throws {
        self.init(value: try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
    }

    private init(value: Any) {
        switch value {
        // Of the numbers only a boolean has the type of a C++ bool.
        case let number as NSNumber where String(cString: number.objCType) == "c": self = .bool(number.boolValue)
        case let number as NSNumber: self = .number(number.doubleValue)
        case let text as String: self = .string(text)
        case let values as [Any]: self = .array(values.map { JSONTree(value: $0) })
        case let members as [String: Any]: self = .object(members.mapValues { JSONTree(value: $0) })
        default: self = .null
        }
    }

    /// The member of an object; absent where there is none.
    public subscript(key: String) -> JSONTree {
        if case .object(let members) = self { members[key] ?? .absent } else { .absent }
    }

    /// The element of an array; absent where there is none.
    public subscript(index: Int) -> JSONTree {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { .absent }
    }

    /// The elements of an array; none of anything else.
    public var elements: [JSONTree] { if case .array(let values) = self { values } else { [] } }
    /// The keys of an object.
    public var keys: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
    /// The text of a string; nil of anything else.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The number; nil of anything else.
    public var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// Every number in it, however deep.
    public var numbers: [Double] {
        switch self {
        case .number(let number): [number]
        case .array(let values): values.flatMap(\.numbers)
        case .object(let members): members.values.flatMap(\.numbers)
        default: []
        }
    }

    /// Itself without these keys, however deep.
    public func without(_ keys: Set<String>) -> JSONTree {
        switch self {
        case .array(let values): .array(values.map { $0.without(keys) })
        case .object(let members):
            .object(members.filter { !keys.contains($0.key) }.mapValues { $0.without(keys) })
        default: self
        }
    }

    /// Short, with keys in order: for comparing and for failed expectations.
    public var description: String {
        switch self {
        case .null: "null"
        case .absent: "absent"
        case .bool(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        case .string(let text): "\"\(text)\""
        case .array(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// The JSON text that is written there.
    public init(stringLiteral text: String) { self = .string(text) }
    /// The JSON number that is written there.
    public init(integerLiteral number: Int) { self = .number(Double(number)) }
    /// The JSON boolean that is written there.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// The JSON array that is written there.
    public init(arrayLiteral values: JSONTree...) { self = .array(values) }
    /// The JSON object that is written there.
    public init(dictionaryLiteral members: (String, JSONTree)...) { self = .object(Dictionary(members) { $1 }) }
    /// The JSON null that is written there.
    public init(nilLiteral: ()) { self = .null }
}
