/// A property that holds the arguments of another type, as if they were declared in its place.
///
/// A command whose parent has a group of the same type shares the parent's.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Decodable {
    private var slot: TypedGroupSlot<Value>

    /// The parsed arguments.
    public var wrappedValue: Value {
        get { slot.present }
        set { slot = TypedGroupSlot(value: newValue) }
    }

    /// The heading of the group on the help screen; empty for none.
    public var title: String { slot.title }

    /// A group that the help screen shows under `title`, and hides as far as `visibility` says.
    public init(title: String = "", visibility: ArgumentVisibility = .default) {
        slot = TypedGroupSlot(title: title, visibility: visibility)
    }

    /// Always fails: a value comes from a command line.
    public init(from decoder: any Decoder) throws {
        throw notDecodable(decoder)
    }
}

extension OptionGroup: Sendable where Value: Sendable {}

extension OptionGroup: SlotHolder {
    var declared: Declared { .group(slot) }
}
