/// What one property wrapper declares, and what the command line gave it.
///
/// The wrapper holds it by reference, so that what the parser writes into it is in the command.
///
/// `@unchecked Sendable`: it changes only while the one parser that made the command fills it. A wrapper that is
/// assigned later gets one of its own.
class Declaration: @unchecked Sendable {
    /// The property's name, once it is known.
    fileprivate(set) var label = ""

    /// Whoever is making a value learns of the declaration.
    init() {
        Declarations.current?.all.append(self)
    }

    /// Makes a value of `type`, and finds what its properties declare.
    static func declarations<Value: ParsableArguments>(
        in type: Value.Type
    ) -> (value: Value, declarations: [Declaration]) {
        let declarations = Declarations()
        let value = Declarations.$current.withValue(declarations) { type.init() }
        return (value, label(declarations.all, in: value))
    }

    /// Tells each of `declarations` the name of the property of `value` that holds it; leaves out those that none does.
    private static func label<Value>(_ declarations: [Declaration], in value: Value) -> [Declaration] {
        var found: [Declaration] = []
        withUnsafeBytes(of: value) { bytes in
            for field in StructDescriptor(Value.self).fields {
                // A wrapper is its reference and nothing else, so the bits tell which declaration it holds.
                guard field.offset + MemoryLayout<UInt>.size <= bytes.count else { continue }
                let word = bytes.load(fromByteOffset: field.offset, as: UInt.self)
                guard let index = declarations.firstIndex(where: { UInt(bitPattern: ObjectIdentifier($0)) == word })
                else { continue }
                // The storage of a wrapped property has its name with an underscore before it.
                declarations[index].label = String(field.name.dropFirst())
                found.append(declarations[index])
            }
        }
        return found
    }
}

/// The declarations that are made while a value is being initialized.
///
/// `Mirror` would find them too, but it costs ten times as much as all the rest of parsing when it is used only once.
///
/// `@unchecked Sendable`: it is seen only by the task that initializes the value.
private final class Declarations: @unchecked Sendable {
    @TaskLocal static var current: Declarations?

    var all: [Declaration] = []
}

/// An `@OptionGroup`: the arguments of another type.
final class GroupDeclaration: Declaration, @unchecked Sendable {
    let type: any ParsableArguments.Type
    let title: String
    let visibility: ArgumentVisibility

    private(set) var value: (any ParsableArguments)?

    private let make: () -> (any ParsableArguments, [Declaration])

    init<Value: ParsableArguments>(
        _ type: Value.Type, title: String = "", visibility: ArgumentVisibility = .default, value: Value? = nil
    ) {
        self.type = type
        self.make = { Declaration.declarations(in: type) }
        self.title = title
        self.visibility = visibility
        self.value = value
        super.init()
    }

    /// Makes the group's value, and finds what its properties declare.
    func declarations() -> [Declaration] {
        let (value, declarations) = make()
        self.value = value
        return declarations
    }

    /// Takes over the value of a group of the same type.
    func share(_ other: GroupDeclaration) {
        value = other.value
    }

    /// Checks the parsed group.
    func validate() throws {
        guard var group = value else { return }
        try group.validate()
        value = group
    }
}
