// The kinds of values that options and arguments have in common. Each closure knows the type; see `Slot`.

extension Slot {
    /// Holds one value.
    static func single<T: ExpressibleByArgument>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?, initial: T?
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, valueType: T.self, initial: some(initial),
            describeDefault: initial.map { initial in { initial.defaultValueDescription } },
            read: { some(T(argument: $1)) })
    }

    /// Holds one value that `transform` makes.
    static func single<T>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?, initial: T?,
        transform: @escaping (String) throws -> T
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, initial: some(initial),
            read: { some(try transform($1)) })
    }

    /// Holds a value or none.
    static func optional<T: ExpressibleByArgument>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        defaultAsFlag: T? = nil
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, valueType: T.self, initial: some(T?.none as T??),
            flagValue: defaultAsFlag.map { T?.some($0) as Any },
            describeDefault: defaultAsFlag.map { value in { value.defaultValueDescription } },
            read: { _, text in T(argument: text).map { T?.some($0) as Any } })
    }

    /// Holds a value that `transform` makes, or none.
    static func optional<T>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        defaultAsFlag: T? = nil, transform: @escaping (String) throws -> T
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, initial: some(T?.none as T??),
            flagValue: defaultAsFlag.map { T?.some($0) as Any },
            describeDefault: defaultAsFlag.map { value in { String(describing: value) } },
            read: { T?.some(try transform($1)) as Any })
    }

    /// Holds any number of values.
    static func array<T: ExpressibleByArgument>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?, initial: [T]?
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, valueType: T.self, isRepeating: true,
            initial: some(initial),
            describeDefault: initial.flatMap { values in
                values.isEmpty ? nil : { values.map { $0.defaultValueDescription }.joined(separator: ", ") }
            },
            read: { previous, text in T(argument: text).map { appended($0, to: previous) } })
    }

    /// Holds any number of values that `transform` makes.
    static func array<T>(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind?,
        initial: [T]?, transform: @escaping (String) throws -> T
    ) -> Slot {
        Slot(
            arity, names: names, help: help, completion: completion, isRepeating: true, initial: some(initial),
            read: { previous, text in appended(try transform(text), to: previous) })
    }

    private static func appended<T>(_ element: T, to previous: Any?) -> [T] {
        var all = previous as? [T] ?? []
        all.append(element)
        return all
    }

    /// `value` without its type. An optional in it stays one, which a mere conversion would not promise.
    private static func some<T>(_ value: T?) -> Any? {
        switch value {
        case .some(let value): Any?.some(value)
        case .none: nil
        }
    }

    /// The value as what it is, which the parser or the program must have set before.
    func present<T>(as type: T.Type = T.self) -> T {
        guard let value, let typed = value as? T else {
            fatalError("'\(label)' was read before a command line was parsed into its command")
        }
        return typed
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
