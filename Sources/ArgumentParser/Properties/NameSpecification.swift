/// How an option or a flag is spelled on the command line.
public struct NameSpecification: ExpressibleByArrayLiteral, Sendable {
    /// One of the spellings.
    public struct Element: Hashable, Sendable {
        enum Form: Hashable {
            case long
            case short
            case customLong(String)
            case customShort(Character)
        }

        let form: Form

        /// Two dashes and the property's name in words: `maxLag` is `--max-lag`.
        public static var long: Element { Element(form: .long) }

        /// One dash and the first letter of the property's name.
        public static var short: Element { Element(form: .short) }

        /// Two dashes and `name`.
        public static func customLong(_ name: String) -> Element { Element(form: .customLong(name)) }

        /// One dash and `letter`.
        ///
        /// A value may always be joined to a short name here (`-n5`), so `allowingJoined` says to other parsers
        /// what this one does in any case.
        public static func customShort(_ letter: Character, allowingJoined: Bool = false) -> Element {
            Element(form: .customShort(letter))
        }
    }

    let elements: [Element]

    /// Every one of `elements` is a spelling.
    public init(arrayLiteral elements: Element...) {
        self.elements = elements
    }

    /// Two dashes and the property's name in words.
    public static var long: NameSpecification { [.long] }

    /// One dash and the first letter of the property's name.
    public static var short: NameSpecification { [.short] }

    /// Both the short and the long spelling of the property's name.
    public static var shortAndLong: NameSpecification { [.long, .short] }

    /// Two dashes and `name`.
    public static func customLong(_ name: String) -> NameSpecification { [.customLong(name)] }

    /// One dash and `letter`; see `Element.customShort(_:allowingJoined:)`.
    public static func customShort(_ letter: Character, allowingJoined: Bool = false) -> NameSpecification {
        [.customShort(letter, allowingJoined: allowingJoined)]
    }
}

/// A spelling as it stands on the command line.
enum Name: Hashable, Sendable {
    case long(String)
    case short(Character)

    /// With its dashes.
    var synopsis: String {
        switch self {
        case .long(let name): "--" + name
        case .short(let letter): "-" + String(letter)
        }
    }
}

extension NameSpecification {
    /// The spellings for a property called `label`.
    func names(for label: String) -> [Name] {
        elements.compactMap { element in
            switch element.form {
            case .long: .long(dashed(label))
            case .short: label.first.map(Name.short)
            case .customLong(let name): .long(name)
            case .customShort(let letter): .short(letter)
            }
        }
    }

    /// The spellings that say no to a property called `label`: the long ones, prefixed.
    func invertedNames(for label: String) -> [Name] {
        names(for: label).compactMap { name in
            guard case .long(let long) = name else { return nil }
            return .long("no-" + long)
        }
    }
}

/// The words of a Swift name, in lower case with dashes between them: `allURLs` is `all-urls`.
func dashed(_ name: String) -> String {
    let bytes = Array(name.utf8)
    func isUpper(_ index: Int) -> Bool {
        bytes.indices.contains(index) && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index])
    }
    func isLower(_ index: Int) -> Bool {
        bytes.indices.contains(index) && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index])
    }
    guard bytes.indices.contains(where: isUpper) else { return name }
    var result: [UInt8] = []
    for index in bytes.indices {
        guard isUpper(index) else {
            result.append(bytes[index])
            continue
        }
        // A capital begins a word after anything but a capital, and where a run of capitals ends: URLSession.
        if index > 0, !isUpper(index - 1) || isLower(index + 1), result.last != UInt8(ascii: "-") {
            result.append(UInt8(ascii: "-"))
        }
        result.append(bytes[index] | 0x20)
    }
    return String(decoding: result, as: UTF8.self)
}
