/// A property that a name alone sets.
@propertyWrapper
public struct Flag<Value>: Decodable {
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

    /// Only here so that `@Flag var name: Type` means the initializer whose parameters all have defaults.
    @available(*, unavailable, message: "give a default, or a type that is an EnumerableFlag")
    public init() {
        fatalError("unavailable")
    }

    private init(slot: Slot) {
        self.slot = slot
    }
}

extension Flag: Sendable where Value: Sendable {}

/// How the name that turns a flag off is made from the one that turns it on.
public struct FlagInversion: Hashable, Sendable {
    private init() {}

    /// `--color` has `--no-color`.
    public static var prefixedNo: FlagInversion { FlagInversion() }
}

extension Flag where Value == Bool {
    /// A flag that is true when it is given.
    public init(wrappedValue: Bool, name: NameSpecification = .long, help: ArgumentHelp? = nil) {
        self.init(
            slot: Slot(
                .flag, names: name, help: help, initial: wrappedValue, flagValue: true,
                describeDefault: { wrappedValue ? "true" : nil }))
    }

    /// A flag with a second name that makes it false; the last one given counts.
    public init(
        wrappedValue: Bool, name: NameSpecification = .long, inversion: FlagInversion, help: ArgumentHelp? = nil
    ) {
        self.init(names: name, initial: wrappedValue, help: help)
    }

    /// A flag with a second name that makes it false, one of which must be given; the last one counts.
    public init(name: NameSpecification = .long, inversion: FlagInversion, help: ArgumentHelp? = nil) {
        self.init(names: name, initial: nil, help: help)
    }

    private init(names: NameSpecification, initial: Bool?, help: ArgumentHelp?) {
        let flags = { (label: String) in
            Slot.Flags(
                values: [true, false], spellings: [names.names(for: label), names.invertedNames(for: label)],
                initial: initial.map { $0 ? 0 : 1 })
        }
        self.init(slot: Slot(.flag, help: help, initial: initial, flags: flags))
    }
}

/// A type each of whose cases is a flag of its own.
public protocol EnumerableFlag: CaseIterable, Equatable, SendableMetatype {
    /// How the flag of `value` is spelled.
    static func name(for value: Self) -> NameSpecification

    /// What the help screen says about the flag of `value`; nil leaves it to the property.
    static func help(for value: Self) -> ArgumentHelp?
}

extension EnumerableFlag {
    /// The case's name, in long form.
    public static func name(for value: Self) -> NameSpecification { .long }

    /// Nothing of its own.
    public static func help(for value: Self) -> ArgumentHelp? { nil }
}

extension Flag where Value: EnumerableFlag {
    /// Flags that exclude each other, with the case to take when none is given.
    public init(wrappedValue: Value, help: ArgumentHelp? = nil) {
        self.init(initial: wrappedValue, help: help)
    }

    /// Flags that exclude each other, one of which must be given.
    public init(help: ArgumentHelp? = nil) {
        self.init(initial: nil, help: help)
    }

    private init(initial: Value?, help: ArgumentHelp?) {
        let flags = { (_: String) in
            let cases = Array(Value.allCases)
            let texts = cases.map { Value.help(for: $0)?.abstract }
            return Slot.Flags(
                values: cases, spellings: cases.map { Value.name(for: $0).names(for: "\($0)") },
                help: texts.contains { $0 != nil } ? texts : nil,
                initial: initial.flatMap { cases.firstIndex(of: $0) }, isExclusive: true)
        }
        self.init(slot: Slot(.flag, help: help, initial: initial, flags: flags))
    }
}
