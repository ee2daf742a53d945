/// What one property declares, and what the command line gave it.
///
/// A property wrapper holds its slot by reference, so that the parser, which sees only a reflected copy of the wrapper,
/// writes into the command itself.
///
/// `@unchecked Sendable`: a slot changes only while the one parser that made the command fills it. A wrapper that is
/// assigned later gets a slot of its own.
class Slot: @unchecked Sendable {
    /// How many words an argument takes.
    enum Arity {
        /// A word without a name.
        case positional
        /// A name and a value.
        case value
        /// A name, and a value if there is one.
        case optionalValue
        /// A name alone.
        case flag
    }

    let arity: Arity
    let specification: NameSpecification
    let help: ArgumentHelp
    /// What the declaration says of completion; nil leaves it to the type.
    let completion: CompletionKind?
    /// The type of one value, when it can be made from a word by itself.
    let valueType: (any ExpressibleByArgument.Type)?
    let isRepeating: Bool

    /// The property's name.
    private(set) var label = ""
    /// The spellings. A flag has a list of them for each value it can be given, anything else one list.
    fileprivate(set) var spellings: [[Name]] = []
    /// The words that gave the value, as they stand on the command line.
    var given: [String] = []

    init(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind? = nil,
        valueType: (any ExpressibleByArgument.Type)? = nil, isRepeating: Bool = false
    ) {
        self.arity = arity
        self.specification = names
        self.help = help ?? ArgumentHelp()
        self.completion = completion
        self.valueType = valueType
        self.isRepeating = isRepeating
    }

    /// Tells the slot which property it belongs to.
    final func adopt(label: String) {
        self.label = label
        spellings = makeSpellings()
    }

    fileprivate func makeSpellings() -> [[Name]] {
        arity == .positional ? [] : [specification.names(for: label)]
    }

    /// Whether the command line has to give a value.
    var isRequired: Bool { false }

    /// The default for the help screen; nil when there is none worth showing.
    var defaultDescription: String? { nil }

    /// Takes a value from `text`; false when it spells none.
    func take(_ text: String) throws -> Bool { false }

    /// Takes the value that stands for spelling `index`, as a flag does.
    func takeFlag(_ index: Int) {}

    /// The words that spell a value.
    var valueStrings: [String] { valueType?.allValueStrings ?? [] }

    /// What the help screen says of each spelling; nil when it says the same of all.
    var spellingHelp: [String?]? { nil }

    /// What stands for the value on the help screen.
    var valueName: String {
        if let name = help.valueName { return name }
        for case .long(let name) in spellings.joined() { return name }
        return dashed(label)
    }

    /// The spelling that messages use: a long one when there is one.
    var preferredName: Name? {
        let names = spellings.first ?? []
        return names.first { if case .long = $0 { true } else { false } } ?? names.first
    }
}

/// A slot whose value is a `Value`.
final class ValueSlot<Value>: Slot, @unchecked Sendable {
    private(set) var value: Value?
    private let read: (_ previous: Value?, _ text: String) throws -> Value?
    /// What a flag, or an option without its value, stands for; one for each of `spellings`.
    private let flagValues: [Value]
    private let flagSpellings: ((_ label: String) -> [[Name]])?
    private let flagHelp: [String?]?
    /// Which of several spellings the default stands for.
    private let defaultSpelling: Int?
    private let describe: ((Value) -> String?)?
    private let isOptional: Bool

    init(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind? = nil,
        valueType: (any ExpressibleByArgument.Type)? = nil, isRepeating: Bool = false, isOptional: Bool = false,
        initial: Value? = nil, flagValues: [Value] = [], flagSpellings: ((String) -> [[Name]])? = nil,
        flagHelp: [String?]? = nil, defaultSpelling: Int? = nil, describe: ((Value) -> String?)? = nil,
        read: @escaping (Value?, String) throws -> Value? = { _, _ in nil }
    ) {
        self.value = initial
        self.read = read
        self.flagValues = flagValues
        self.flagSpellings = flagSpellings
        self.flagHelp = flagHelp
        self.defaultSpelling = defaultSpelling
        self.describe = describe
        self.isOptional = isOptional
        super.init(
            arity, names: names, help: help, completion: completion, valueType: valueType, isRepeating: isRepeating)
    }

    /// A slot that only holds a value that the program itself assigned.
    convenience init(assigned value: Value) {
        self.init(.flag, help: nil, initial: value)
    }

    fileprivate override func makeSpellings() -> [[Name]] {
        flagSpellings?(label) ?? super.makeSpellings()
    }

    override var spellingHelp: [String?]? { flagHelp }

    override var isRequired: Bool { value == nil && !isOptional }

    override var defaultDescription: String? {
        if let defaultSpelling { return spellings[defaultSpelling].first?.synopsis }
        guard let described = arity == .optionalValue ? flagValues.first : value else { return nil }
        return describe?(described)
    }

    override func take(_ text: String) throws -> Bool {
        guard let new = try read(given.isEmpty ? nil : value, text) else { return false }
        value = new
        return true
    }

    override func takeFlag(_ index: Int) {
        value = flagValues[index]
    }
}

/// What a property wrapper shows to the reflection.
protocol SlotHolder {
    var declared: Declared { get }
}

/// A property that the command line fills.
enum Declared {
    case slot(Slot)
    case group(GroupSlot)
}

extension ValueSlot {
    /// The value, which the parser or the program must have set before.
    var present: Value {
        guard let value else {
            fatalError("'\(label)' was read before a command line was parsed into its command")
        }
        return value
    }
}
