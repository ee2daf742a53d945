/// A type that can be made from a word of the command line.
public protocol ExpressibleByArgument: SendableMetatype {
    /// The value that `argument` spells, or nil when it spells none.
    init?(argument: String)

    /// How the value looks on a help screen, as a default.
    var defaultValueDescription: String { get }

    /// Every word that spells a value, when they can be listed.
    static var allValueStrings: [String] { get }

    /// What a shell offers when the argument itself says nothing.
    static var defaultCompletionKind: CompletionKind { get }
}

extension ExpressibleByArgument {
    /// The value's own description.
    public var defaultValueDescription: String { "\(self)" }

    /// None.
    public static var allValueStrings: [String] { [] }

    /// Nothing.
    public static var defaultCompletionKind: CompletionKind { .default }
}

extension ExpressibleByArgument where Self: CaseIterable {
    /// The descriptions of all cases.
    public static var allValueStrings: [String] { allCases.map { String(describing: $0) } }

    /// All cases.
    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension ExpressibleByArgument where Self: CaseIterable, Self: RawRepresentable, RawValue: ExpressibleByArgument {
    /// The raw values of all cases.
    public static var allValueStrings: [String] { allCases.map(\.rawValue.defaultValueDescription) }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue: ExpressibleByArgument {
    /// The raw value's description.
    public var defaultValueDescription: String { rawValue.defaultValueDescription }
}

extension RawRepresentable where Self: ExpressibleByArgument, RawValue: ExpressibleByArgument {
    /// The value whose raw value `argument` spells.
    public init?(argument: String) {
        guard let rawValue = RawValue(argument: argument) else { return nil }
        self.init(rawValue: rawValue)
    }
}

extension LosslessStringConvertible where Self: ExpressibleByArgument {
    /// The value whose description is `argument`.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension LosslessStringConvertible
where Self: ExpressibleByArgument & RawRepresentable, RawValue: ExpressibleByArgument {
    /// The value whose description is `argument`.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension String: ExpressibleByArgument {
    /// The word itself.
    public init?(argument: String) {
        self = argument
    }
}

extension Bool: ExpressibleByArgument {}
extension Double: ExpressibleByArgument {}
extension Int: ExpressibleByArgument {}
extension Int32: ExpressibleByArgument {}
extension Int64: ExpressibleByArgument {}
extension UInt: ExpressibleByArgument {}
extension UInt16: ExpressibleByArgument {}
extension UInt32: ExpressibleByArgument {}
extension UInt64: ExpressibleByArgument {}
