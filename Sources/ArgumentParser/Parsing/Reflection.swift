/// The arguments that a type declares.
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
    private(set) var groups: [GroupDeclaration] = []

    /// Looks at `declarations`. A group of a type that is among `shared` takes over that one's value and adds no
    /// entries.
    init(_ declarations: [Declaration], sharing shared: [GroupDeclaration] = []) {
        add(declarations, title: "", visibility: .default, sharing: shared)
    }

    private mutating func add(
        _ declarations: [Declaration], title: String, visibility: ArgumentVisibility, sharing shared: [GroupDeclaration]
    ) {
        for declaration in declarations {
            if let slot = declaration as? Slot {
                entries.append(
                    Entry(slot: slot, title: title, visibility: less(visibility, slot.help.visibility)))
            } else if let group = declaration as? GroupDeclaration {
                if let other = shared.first(where: { $0.type == group.type }) {
                    group.share(other)
                    continue
                }
                groups.append(group)
                add(
                    group.declarations(), title: title.isEmpty ? group.title : title,
                    visibility: less(visibility, group.visibility), sharing: shared)
            }
        }
    }

    private func less(_ one: ArgumentVisibility, _ other: ArgumentVisibility) -> ArgumentVisibility {
        one.reach < other.reach ? one : other
    }
}

/// A command on the way from the root to the one that was asked for, and what the command line gave it.
struct Frame {
    let type: any ParsableCommand.Type
    var command: any ParsableCommand
    let slots: [Slot]
    /// Those of the slots that are listed.
    let listed: [Slot]
    let groups: [GroupDeclaration]
    private var positionals: ArraySlice<Slot>

    init(_ type: any ParsableCommand.Type, sharing shared: [GroupDeclaration]) {
        self.type = type
        func make(_ type: (some ParsableCommand).Type) -> (any ParsableCommand, [Declaration]) {
            Declaration.declarations(in: type)
        }
        let (command, declarations) = make(type)
        let reflection = Reflection(declarations, sharing: shared)
        self.command = command
        slots = reflection.entries.map { $0.slot }
        listed = reflection.entries.filter { $0.visibility == .default }.map { $0.slot }
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
