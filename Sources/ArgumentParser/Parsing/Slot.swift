/// An `@Argument`, `@Option` or `@Flag`.
///
/// It knows nothing of its value's type but what closures tell it: a generic class would cost the program microseconds
/// for each type of value.
final class Slot: Declaration, @unchecked Sendable {
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
    let help: ArgumentHelp
    /// What the declaration says of completion; nil leaves it to the type.
    let completion: CompletionKind?
    /// The type of one value, when it can be made from a word by itself.
    let valueType: (any ExpressibleByArgument.Type)?
    let isRepeating: Bool

    /// The value, of the property's type; nil until there is one.
    private(set) var value: Any?
    /// The words that gave the value, as they stand on the command line.
    var given: [String] = []

    private let specification: NameSpecification
    private let describeDefault: (() -> String?)?
    private let read: ((_ previous: Any?, _ text: String) throws -> Any?)?
    /// The values that names stand for when they are not the one of `flagValue`; made when first asked for.
    private lazy var flags = makeFlags?(label)
    private let makeFlags: ((_ label: String) -> Flags)?
    /// What the name alone stands for.
    private let flagValue: Any?

    /// Several values that mere names stand for.
    struct Flags {
        let values: [Any]
        /// The spellings of each value.
        let spellings: [[Name]]
        /// What the help screen says of each value; nil when it says the same of all.
        var help: [String?]?
        /// Which of the values is the default.
        var initial: Int?
        /// Whether only one of the values may be asked for.
        var isExclusive = false
    }

    /// An argument.
    ///
    /// - Parameters:
    ///   - initial: the default, in an optional of its own.
    ///   - describeDefault: what the help screen says of the default.
    ///   - read: makes a value of what the words before gave and of one more, or returns nil if that spells none.
    init(
        _ arity: Arity, names: NameSpecification = [], help: ArgumentHelp?, completion: CompletionKind? = nil,
        valueType: (any ExpressibleByArgument.Type)? = nil, isRepeating: Bool = false, initial: Any? = nil,
        flagValue: Any? = nil, flags: ((_ label: String) -> Flags)? = nil, describeDefault: (() -> String?)? = nil,
        read: ((_ previous: Any?, _ text: String) throws -> Any?)? = nil
    ) {
        self.arity = arity
        self.help = help ?? ArgumentHelp()
        self.completion = completion
        self.valueType = valueType
        self.isRepeating = isRepeating
        self.value = initial
        self.specification = names
        self.describeDefault = describeDefault
        self.read = read
        self.flagValue = flagValue
        self.makeFlags = flags
        super.init()
    }

    /// A slot that only holds a value that the program itself assigned.
    convenience init(assigned value: Any) {
        self.init(.flag, help: nil, initial: value)
    }

    /// The spellings. A flag has a list of them for each value it can be given, anything else has one list.
    private(set) lazy var spellings: [[Name]] =
        flags?.spellings ?? (arity == .positional ? [] : [specification.names(for: label)])

    /// Whether the command line has to give a value.
    var isRequired: Bool { value == nil }

    /// Whether two spellings exclude each other.
    var isExclusive: Bool { flags?.isExclusive == true }

    /// What the help screen says of each spelling; nil when it says the same of all.
    var spellingHelp: [String?]? { flags?.help }

    /// The default for the help screen; nil when there is none worth showing.
    var defaultDescription: String? {
        if let initial = flags?.initial { return spellings[initial].first?.synopsis }
        return describeDefault?()
    }

    /// Takes a value from `text`; false when it spells none.
    func take(_ text: String) throws -> Bool {
        guard let new = try read?(given.isEmpty ? nil : value, text) else { return false }
        value = new
        return true
    }

    /// Takes the value that spelling `index` stands for.
    func takeFlag(_ index: Int) {
        value = flags?.values[index] ?? flagValue
    }

    /// The words that spell a value.
    var valueStrings: [String] { valueType?.allValueStrings ?? [] }

    /// What stands for the value on the help screen.
    var valueName: String {
        if let name = help.valueName { return name }
        for case .long(let name) in spellings.joined() { return name }
        return dashed(label)
    }

    /// The spelling that messages use.
    var preferredName: Name? { spellings.first.flatMap(preferred) }
}
