/// How a command is called, in one line.
struct UsageLine {
    private let stack: [any ParsableCommand.Type]
    private let entries: [Reflection.Entry]

    /// Above this many arguments, those that may be left out are not spelled out.
    private static let most = 8

    init(_ stack: [any ParsableCommand.Type], visibility: ArgumentVisibility = .default) {
        self.stack = stack
        entries = visibleEntries(of: stack, visibility: visibility)
    }

    /// The line after `heading`, broken where an argument ends so that it is at most `width` wide; empty when the
    /// command wants none.
    func text(heading: String, width: Int) -> String {
        let margin = String(repeating: " ", count: heading.count)
        if let usage = stack.last?.configuration.usage {
            return usage.isEmpty
                ? "" : heading + usage.split(separator: "\n").joined(separator: "\n" + margin)
        }
        var lines = [heading + stack.path]
        for part in parts {
            if lines[lines.count - 1].cells + 1 + part.cells > width {
                lines.append(margin + "  " + part)
            } else {
                lines[lines.count - 1] += " " + part
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What follows the name of the command.
    private var parts: [String] {
        var parts: [String] = []
        let count = entries.reduce(0) { $0 + max($1.slot.spellings.count, 1) }
        var shown = entries[...]
        if count > Self.most {
            parts.append("[<options>]")
            shown = entries.filter { $0.slot.arity == .positional || $0.slot.isRequired }[...]
        }
        parts += shown.map { usage(of: $0.slot) }
        if stack.last?.configuration.subcommands.isEmpty == false { parts.append("<subcommand>") }
        return parts
    }

    private func usage(of slot: Slot) -> String {
        var text = slot.synopsis(as: slot.preferredName)
        if slot.arity == .flag {
            text = slot.spellings.compactMap { preferred($0)?.synopsis }.joined(separator: "|")
        }
        if slot.isRepeating { text += " ..." }
        return slot.isRequired ? text : "[\(text)]"
    }
}

/// The arguments of the last command of `stack` that a help screen of `visibility` lists.
func visibleEntries(of stack: [any ParsableCommand.Type], visibility: ArgumentVisibility) -> [Reflection.Entry] {
    func make(_ type: (some ParsableCommand).Type) -> [Declaration] {
        Declaration.declarations(in: type).declarations
    }
    guard let command = stack.last else { return [] }
    return Reflection(make(command)).entries.filter { $0.visibility.reach >= visibility.reach }
}

/// The spelling to show where there is room for one: a long one when there is one.
func preferred(_ names: [Name]) -> Name? {
    names.first { if case .long = $0 { true } else { false } } ?? names.first
}
