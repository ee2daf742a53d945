/// What an `@OptionGroup` declares: the arguments of another type.
///
/// `@unchecked Sendable` for the reason that `Slot` gives.
class GroupSlot: @unchecked Sendable {
    let title: String
    let visibility: ArgumentVisibility

    init(title: String, visibility: ArgumentVisibility) {
        self.title = title
        self.visibility = visibility
    }

    /// The type of the group.
    var type: any ParsableArguments.Type { fatalError("a group has a type") }

    /// The group itself, made when it is first asked for.
    func make() -> any ParsableArguments { fatalError("a group has a value") }

    /// Shares the value of a group of the same type.
    func share(_ other: GroupSlot) {}

    /// Checks the parsed group.
    func validate() throws {}
}

/// A group of the type `Value`.
final class TypedGroupSlot<Value: ParsableArguments>: GroupSlot, @unchecked Sendable {
    private var value: Value?

    init(title: String = "", visibility: ArgumentVisibility = .default, value: Value? = nil) {
        self.value = value
        super.init(title: title, visibility: visibility)
    }

    override var type: any ParsableArguments.Type { Value.self }

    override func make() -> any ParsableArguments {
        made()
    }

    private func made() -> Value {
        if let value { return value }
        let new = Value()
        value = new
        return new
    }

    override func share(_ other: GroupSlot) {
        guard let other = other as? TypedGroupSlot<Value> else { return }
        value = other.made()
    }

    override func validate() throws {
        var group = made()
        try group.validate()
        value = group
    }

    /// The value, which the parser or the program must have set before.
    var present: Value {
        guard let value else { fatalError("a group of options was read before a command line was parsed into it") }
        return value
    }
}
