/// A property that holds the arguments of another type, as if they were declared in its place.
///
/// A command whose parent has a group of the same type shares the parent's.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Decodable {
    private var group: GroupDeclaration

    /// The parsed arguments.
    public var wrappedValue: Value {
        get {
            guard let value = group.value as? Value else {
                fatalError("'\(group.label)' was read before a command line was parsed into it")
            }
            return value
        }
        set { group = GroupDeclaration(Value.self, title: title, visibility: group.visibility, value: newValue) }
    }

    /// The heading of the group on the help screen; empty for none.
    public var title: String { group.title }

    /// A group that the help screen shows under `title`, and hides as far as `visibility` says.
    public init(title: String = "", visibility: ArgumentVisibility = .default) {
        group = GroupDeclaration(Value.self, title: title, visibility: visibility)
    }

    /// Always fails: a value comes from a command line.
    public init(from decoder: any Decoder) throws {
        throw notDecodable(decoder)
    }
}

extension OptionGroup: Sendable where Value: Sendable {}
