/// A property that a word without a name sets, by its place on the command line.
@propertyWrapper
public struct Argument<Value>: Decodable {
    private var slot: Slot

    /// The parsed value, or the default.
    public var wrappedValue: Value {
        get { slot.present() }
        set { slot = Slot(assigned: newValue) }
    }

    /// Always fails: a value comes from a command line.
    public init(from decoder: any Decoder) throws {
        throw notDecodable(decoder)
    }

    /// Only here so that `@Argument var name: Type` means the initializer whose parameters all have defaults.
    @available(*, unavailable, message: "give a default, or a type that is ExpressibleByArgument")
    public init() {
        fatalError("unavailable")
    }

    private init(slot: Slot) {
        self.slot = slot
    }
}

extension Argument: Sendable where Value: Sendable {}

extension Argument where Value: ExpressibleByArgument {
    /// An argument with a default.
    public init(wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
        self.init(slot: .single(.positional, help: help, completion: completion, initial: wrappedValue))
    }

    /// An argument that must be given.
    public init(help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
        self.init(slot: .single(.positional, help: help, completion: completion, initial: nil as Value?))
    }
}

extension Argument {
    /// An argument with a default, whose value `transform` makes.
    @preconcurrency
    public init(
        wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(
            slot: .single(.positional, help: help, completion: completion, initial: wrappedValue, transform: transform))
    }

    /// An argument that must be given, whose value `transform` makes.
    @preconcurrency
    @_disfavoredOverload
    public init(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(
            slot: .single(.positional, help: help, completion: completion, initial: nil as Value?, transform: transform)
        )
    }
}

extension Argument {
    /// An argument that may be left out.
    public init<T: ExpressibleByArgument>(
        wrappedValue: _OptionalNilComparisonType, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(help: help, completion: completion)
    }

    /// An argument that may be left out.
    public init<T: ExpressibleByArgument>(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(slot: .optional(.positional, help: help, completion: completion, defaultAsFlag: nil as T?))
    }

    /// An argument that may be left out, whose value `transform` makes.
    @preconcurrency
    public init<T>(
        wrappedValue: _OptionalNilComparisonType, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(help: help, completion: completion, transform: transform)
    }

    /// An argument that may be left out, whose value `transform` makes.
    @preconcurrency
    public init<T>(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(slot: .optional(.positional, help: help, completion: completion, transform: transform))
    }
}

extension Argument {
    /// Every word that is left, with the values to take when there is none.
    public init<T: ExpressibleByArgument>(
        wrappedValue: [T], help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(slot: .array(.positional, help: help, completion: completion, initial: wrappedValue))
    }

    /// Every word that is left, at least one.
    public init<T: ExpressibleByArgument>(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(slot: .array(.positional, help: help, completion: completion, initial: nil as [T]?))
    }

    /// Every word that is left, made by `transform`, with the values to take when there is none.
    @preconcurrency
    public init<T>(
        wrappedValue: [T], help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(
            slot: .array(
                .positional, help: help, completion: completion, initial: wrappedValue, transform: transform))
    }

    /// Every word that is left, at least one, made by `transform`.
    @preconcurrency
    public init<T>(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(
            slot: .array(.positional, help: help, completion: completion, initial: nil as [T]?, transform: transform))
    }
}
