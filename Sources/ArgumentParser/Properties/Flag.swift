/// A property that a name alone sets.
@propertyWrapper
public struct Flag<Value>: Decodable {
    var slot: ValueSlot<Value>

    /// The parsed value, or the default.
    public var wrappedValue: Value {
        get { slot.present }
        set { slot = ValueSlot(assigned: newValue) }
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

    private init(slot: ValueSlot<Value>) {
        self.slot = slot
    }
}

extension Flag: Sendable where Value: Sendable {}

extension Flag: SlotHolder {
    var declared: Declared { .slot(slot) }
}

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
            slot: ValueSlot(
                .flag, names: name, help: help, initial: wrappedValue, flagValues: [true],
                describe: { $0 ? "true" : nil }))
    }

    /// A flag with a second name that makes it false; the last one given counts.
    public init(
        wrappedValue: Bool, name: NameSpecification = .long, inversion: FlagInversion, help: ArgumentHelp? = nil
    ) {
        self.init(slot: .inverted(names: name, help: help, initial: wrappedValue))
    }

    /// A flag with a second name that makes it false, one of which must be given; the last one counts.
    public init(name: NameSpecification = .long, inversion: FlagInversion, help: ArgumentHelp? = nil) {
        self.init(slot: .inverted(names: name, help: help, initial: nil))
    }
}

extension ValueSlot where Value == Bool {
    fileprivate static func inverted(names: NameSpecification, help: ArgumentHelp?, initial: Bool?) -> ValueSlot {
        let spellings: @Sendable (String) -> [[Name]] = { label in
            [names.names(for: label), names.invertedNames(for: label)]
        }
        return ValueSlot(
            .flag, names: names, help: help, initial: initial, flagValues: [true, false], flagSpellings: spellings,
            defaultSpelling: initial.map { $0 ? 0 : 1 })
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
        self.init(slot: .enumerated(help: help, initial: wrappedValue))
    }

    /// Flags that exclude each other, one of which must be given.
    public init(help: ArgumentHelp? = nil) {
        self.init(slot: .enumerated(help: help, initial: nil))
    }
}

extension ValueSlot where Value: EnumerableFlag {
    fileprivate static func enumerated(help: ArgumentHelp?, initial: Value?) -> ValueSlot {
        let cases = Array(Value.allCases)
        let texts = cases.map { Value.help(for: $0)?.abstract }
        return ValueSlot(
            .flag, help: help, initial: initial, flagValues: cases,
            flagSpellings: { _ in cases.map { Value.name(for: $0).names(for: "\($0)") } },
            flagHelp: texts.contains { $0 != nil } ? texts : nil,
            defaultSpelling: initial.flatMap { cases.firstIndex(of: $0) })
    }
}
