// The kinds of slots that options and arguments have in common.

extension ValueSlot where Value: ExpressibleByArgument {
    /// Holds one value.
    static func single(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        initial: Value?
    ) -> ValueSlot {
        ValueSlot(
            arity, names: names, help: help, completion: completion, valueType: Value.self, initial: initial,
            describe: { $0.defaultValueDescription }, read: { Value(argument: $1) })
    }
}

extension ValueSlot {
    /// Holds a value or none.
    static func optional<T: ExpressibleByArgument>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        flagValues: [T] = []
    ) -> ValueSlot where Value == T? {
        ValueSlot(
            arity, names: names, help: help, completion: completion, valueType: T.self, isOptional: true,
            initial: .some(nil), flagValues: flagValues, describe: { $0?.defaultValueDescription },
            read: { T(argument: $1).map(Optional.some) })
    }

    /// Holds a value that `transform` makes, or none.
    static func optional<T>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        flagValues: [T] = [], transform: @escaping (String) throws -> T
    ) -> ValueSlot where Value == T? {
        ValueSlot(
            arity, names: names, help: help, completion: completion, isOptional: true, initial: .some(nil),
            flagValues: flagValues, describe: { $0.map { String(describing: $0) } }, read: { .some(try transform($1)) })
    }

    /// Holds any number of values.
    static func array<T: ExpressibleByArgument>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        initial: [T]?
    ) -> ValueSlot where Value == [T] {
        ValueSlot(
            arity, names: names, help: help, completion: completion, valueType: T.self, isRepeating: true,
            initial: initial,
            describe: { $0.isEmpty ? nil : $0.map(\.defaultValueDescription).joined(separator: ", ") },
            read: { previous, text in T(argument: text).map { (previous ?? []) + [$0] } })
    }

    /// Holds any number of values that `transform` makes.
    static func array<T>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        initial: [T]?, transform: @escaping (String) throws -> T
    ) -> ValueSlot where Value == [T] {
        ValueSlot(
            arity, names: names, help: help, completion: completion, isRepeating: true, initial: initial,
            read: { previous, text in (previous ?? []) + [try transform(text)] })
    }
}

/// Why a property wrapper cannot be decoded.
///
/// The wrappers are `Decodable` so that the compiler demands of a command what other parsers with these declarations
/// demand: that each stored property could be filled without running its initializer.
func notDecodable(_ decoder: any Decoder) -> DecodingError {
    .dataCorrupted(
        DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: "arguments are parsed from a command line"))
}
