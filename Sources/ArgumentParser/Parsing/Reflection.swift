/// The arguments that a type declares, found by looking at a value of it.
struct Reflection {
    /// An argument and where the help screen lists it.
    struct Entry {
        let slot: Slot
        let title: String
        let visibility: ArgumentVisibility
    }

    /// In the order of declaration, those of groups in the place of the group.
    private(set) var entries: [Entry] = []
    /// Every group, the inner ones after the outer.
    private(set) var groups: [GroupSlot] = []

    /// Looks at `arguments`; a group of a type that is among `shared` takes over its value and adds no entries.
    init(of arguments: any ParsableArguments, sharing shared: [GroupSlot] = []) {
        look(at: arguments, title: "", visibility: .default, sharing: shared)
    }

    private mutating func look(
        at arguments: any ParsableArguments, title: String, visibility: ArgumentVisibility, sharing shared: [GroupSlot]
    ) {
        for child in Mirror(reflecting: arguments).children {
            guard let holder = child.value as? any SlotHolder else { continue }
            switch holder.declared {
            case .slot(let slot):
                // The storage of a wrapped property has its name with an underscore before it.
                slot.adopt(label: String(child.label?.dropFirst() ?? ""))
                entries.append(
                    Entry(slot: slot, title: title, visibility: min(visibility, slot.help.visibility)))
            case .group(let group):
                if let other = shared.first(where: { $0.type == group.type }) {
                    group.share(other)
                    continue
                }
                groups.append(group)
                look(
                    at: group.make(), title: title.isEmpty ? group.title : title,
                    visibility: min(visibility, group.visibility), sharing: shared)
            }
        }
    }

    private func min(_ one: ArgumentVisibility, _ other: ArgumentVisibility) -> ArgumentVisibility {
        one.reach < other.reach ? one : other
    }
}

/// A command on the way from the root to the one that was asked for, and what the command line gave it.
struct Frame {
    let type: any ParsableCommand.Type
    var command: any ParsableCommand
    let slots: [Slot]
    let groups: [GroupSlot]
    private var positionals: ArraySlice<Slot>

    init(_ type: any ParsableCommand.Type, sharing shared: [GroupSlot]) {
        self.type = type
        command = type.init()
        let reflection = Reflection(of: command, sharing: shared)
        slots = reflection.entries.map(\.slot)
        groups = reflection.groups
        positionals = slots.filter { $0.arity == .positional }[...]
    }

    /// The slot for the next word without a name.
    mutating func nextPositional() -> Slot? {
        guard let slot = positionals.first else { return nil }
        if !slot.isRepeating { positionals.removeFirst() }
        return slot
    }

    /// The slot that `name` sets, and which of its spellings it is.
    func slot(named name: Name) -> (slot: Slot, spelling: Int)? {
        for slot in slots {
            for (index, names) in slot.spellings.enumerated() where names.contains(name) {
                return (slot, index)
            }
        }
        return nil
    }
}
