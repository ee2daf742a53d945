/// A value that JSON has a form for. One generic function in place of overloads: an object of a dozen keys with an
/// overloaded call in each takes the compiler longer than anyone wants to wait.
public protocol JSONRepresentable {
    /// The value in JSON.
    var json: JSONValue { get }
}

extension JSONValue: JSONRepresentable {
    /// The value itself.
    public var json: JSONValue { self }
}

extension String: JSONRepresentable {
    /// A text.
    public var json: JSONValue { .string(self) }
}

extension Bool: JSONRepresentable {
    /// True or false.
    public var json: JSONValue { .bool(self) }
}

extension Double: JSONRepresentable {
    /// A number.
    public var json: JSONValue { .number(self) }
}

extension JSONRepresentable where Self: BinaryInteger {
    /// A whole number.
    public var json: JSONValue { .integer(Int64(clamping: self)) }
}

extension Int: JSONRepresentable {}
extension Int32: JSONRepresentable {}
extension Int64: JSONRepresentable {}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
    /// The value, null when there is none.
    public var json: JSONValue { map(\.json) ?? .null }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
    /// The values, in order.
    public var json: JSONValue { .array(map(\.json)) }
}
