/// A property that a name and a value on the command line set: `--name value`, `--name=value`, `-n value`, `-nvalue`.
@propertyWrapper
public struct Option<Value>: Decodable {
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

    /// Only here so that `@Option var name: Type` means the initializer whose parameters all have defaults.
    @available(*, unavailable, message: "give a default, or a type that is ExpressibleByArgument")
    public init() {
        fatalError("unavailable")
    }

    private init(slot: Slot) {
        self.slot = slot
    }
}

extension Option: Sendable where Value: Sendable {}

extension Option where Value: ExpressibleByArgument {
    /// An option with a default.
    public init(
        wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) {
        self.init(
            slot: .single(.value, names: name, help: help, completion: completion, initial: wrappedValue))
    }

    /// An option that must be given.
    public init(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) {
        self.init(slot: .single(.value, names: name, help: help, completion: completion, initial: nil as Value?))
    }
}

extension Option {
    /// An option with a default, whose value `transform` makes.
    @preconcurrency
    public init(
        wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(
            slot: .single(
                .value, names: name, help: help, completion: completion, initial: wrappedValue, transform: transform))
    }

    /// An option that must be given, whose value `transform` makes.
    @preconcurrency
    @_disfavoredOverload
    public init(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(
            slot: .single(
                .value, names: name, help: help, completion: completion, initial: nil as Value?, transform: transform))
    }
}

extension Option {
    /// An option that may be left out.
    public init<T: ExpressibleByArgument>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(name: name, help: help, completion: completion)
    }

    /// An option that may be left out.
    public init<T: ExpressibleByArgument>(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(slot: .optional(.value, names: name, help: help, completion: completion, defaultAsFlag: nil as T?))
    }

    /// An option that may be left out, whose value `transform` makes.
    @preconcurrency
    public init<T>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(name: name, help: help, completion: completion, transform: transform)
    }

    /// An option that may be left out, whose value `transform` makes.
    @preconcurrency
    public init<T>(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(
            slot: .optional(.value, names: name, help: help, completion: completion, transform: transform))
    }
}

extension Option {
    /// An option that may be left out, and that stands for `defaultAsFlag` when it is given without a value.
    public init<T: ExpressibleByArgument>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long, defaultAsFlag: T,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(name: name, defaultAsFlag: defaultAsFlag, help: help, completion: completion)
    }

    /// An option that may be left out, and that stands for `defaultAsFlag` when it is given without a value.
    public init<T: ExpressibleByArgument>(
        name: NameSpecification = .long, defaultAsFlag: T, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(
            slot: .optional(
                .optionalValue, names: name, help: help, completion: completion, defaultAsFlag: defaultAsFlag))
    }

    /// An option that may be left out, that stands for `defaultAsFlag` when it is given without a value, and whose
    /// value `transform` makes.
    @preconcurrency
    public init<T>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long, defaultAsFlag: T,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(
            name: name, defaultAsFlag: defaultAsFlag, help: help, completion: completion, transform: transform)
    }

    /// An option that may be left out, that stands for `defaultAsFlag` when it is given without a value, and whose
    /// value `transform` makes.
    @preconcurrency
    public init<T>(
        name: NameSpecification = .long, defaultAsFlag: T, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(
            slot: .optional(
                .optionalValue, names: name, help: help, completion: completion, defaultAsFlag: defaultAsFlag,
                transform: transform))
    }
}

extension Option {
    /// An option that may be given many times, with the values to take when it is not given at all.
    public init<T: ExpressibleByArgument>(
        wrappedValue: [T], name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(slot: .array(.value, names: name, help: help, completion: completion, initial: wrappedValue))
    }

    /// An option that must be given, and may be given many times.
    public init<T: ExpressibleByArgument>(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(slot: .array(.value, names: name, help: help, completion: completion, initial: nil as [T]?))
    }

    /// An option that may be given many times, whose values `transform` makes, with the values to take when it is not
    /// given at all.
    @preconcurrency
    public init<T>(
        wrappedValue: [T], name: NameSpecification = .long, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(
            slot: .array(
                .value, names: name, help: help, completion: completion, initial: wrappedValue,
                transform: transform))
    }

    /// An option that must be given, and may be given many times, whose values `transform` makes.
    @preconcurrency
    public init<T>(
        name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(
            slot: .array(
                .value, names: name, help: help, completion: completion, initial: nil as [T]?, transform: transform))
    }
}
