/// All there is to know about a command.
struct HelpScreen {
    private let stack: [any ParsableCommand.Type]
    let configuration: CommandConfiguration
    let usage: UsageLine
    let sections: [Section]

    /// Arguments or subcommands under a heading.
    struct Section {
        /// What the section lists.
        enum Kind {
            case arguments
            case options
            /// Options under a title of their own.
            case titled
            case commands
        }

        let kind: Kind
        let heading: String
        var items: [Item]
    }

    /// One argument or subcommand.
    struct Item {
        let label: String
        let text: String
        var discussion = ""
    }

    init(_ stack: [any ParsableCommand.Type], visibility: ArgumentVisibility) {
        self.stack = stack
        let configuration = stack.last?.configuration ?? CommandConfiguration()
        self.configuration = configuration
        usage = UsageLine(stack, visibility: visibility)

        var arguments = Section(kind: .arguments, heading: "ARGUMENTS", items: [])
        var titled: [Section] = []
        var options = Section(kind: .options, heading: "OPTIONS", items: [])
        for entry in visibleEntries(of: stack, visibility: visibility) {
            let items = Self.items(of: entry.slot)
            if !entry.title.isEmpty {
                let heading = entry.title.uppercased()
                if let index = titled.firstIndex(where: { $0.heading == heading }) {
                    titled[index].items += items
                } else {
                    titled.append(Section(kind: .titled, heading: heading, items: items))
                }
            } else if entry.slot.arity == .positional {
                arguments.items += items
            } else {
                options.items += items
            }
        }
        if stack.version != nil {
            options.items.append(Item(label: "--version", text: "Print the version."))
        }
        let helpNames = stack.helpNames
        if !helpNames.isEmpty {
            options.items.append(Item(label: joined(helpNames), text: "Print this help."))
        }
        var commands = [
            Self.section("SUBCOMMANDS", configuration.ungroupedSubcommands, default: configuration.defaultSubcommand)
        ]
        commands += configuration.groupedSubcommands.map { group in
            Self.section(group.name.uppercased(), group.subcommands, default: configuration.defaultSubcommand)
        }
        // A command's own options first: those under a title are often the same for all commands.
        sections = ([arguments, options] + titled + commands).filter { !$0.items.isEmpty }
    }

    private static func section(
        _ heading: String, _ commands: [any ParsableCommand.Type], default standard: (any ParsableCommand.Type)?
    ) -> Section {
        let items = commands.filter { $0.configuration.shouldDisplay }.map { command in
            let names = [command._commandName] + command.configuration.aliases
            let suffix = standard.map { $0 == command } == true ? " (default)" : ""
            return Item(label: names.joined(separator: ", ") + suffix, text: command.configuration.abstract)
        }
        return Section(kind: .commands, heading: heading, items: items)
    }

    private static func items(of slot: Slot) -> [Item] {
        var notes: [String] = []
        let values = slot.valueStrings
        if !values.isEmpty { notes.append("values: " + values.joined(separator: ", ")) }
        if let text = slot.defaultDescription, !text.isEmpty {
            if slot.arity != .optionalValue {
                notes.append("default: " + text)
            } else if !slot.help.abstract.contains(text) {
                notes.append("default as flag: " + text)
            }
        }
        let suffix = notes.isEmpty ? "" : "(" + notes.joined(separator: "; ") + ")"
        let text = [slot.help.abstract, suffix].filter { !$0.isEmpty }.joined(separator: " ")
        let label =
            switch slot.arity {
            case .positional: "<\(slot.valueName)>"
            case .value: joined(slot.spellings.first ?? []) + " <\(slot.valueName)>"
            case .optionalValue: joined(slot.spellings.first ?? []) + " [<\(slot.valueName)>]"
            case .flag: slot.spellings.map { joined($0) }.joined(separator: "/")
            }
        if slot.isExclusive, let texts = slot.spellingHelp {
            return zip(slot.spellings, texts).map { names, own in
                let note = names.first?.synopsis == slot.defaultDescription ? suffix : ""
                let text = [own ?? slot.help.abstract, note].filter { !$0.isEmpty }.joined(separator: " ")
                return Item(label: joined(names), text: text)
            }
        }
        return [Item(label: label, text: text, discussion: slot.help.discussion ?? "")]
    }

    /// The screen, at most `columns` wide; nil for the width of the terminal.
    func text(columns: Int?) -> String {
        let width = screenWidth(columns)
        let overview = [configuration.abstract, configuration.discussion].filter { !$0.isEmpty }
        var blocks: [String] = []
        if !overview.isEmpty {
            blocks.append(wrapped("OVERVIEW: " + overview.joined(separator: "\n\n"), width: width))
        }
        let usage = self.usage.text(heading: "USAGE: ", width: width)
        if !usage.isEmpty { blocks.append(usage) }
        blocks += sections.map { section in
            ([section.heading + ":"] + section.items.map { render($0, width: width) }).joined(separator: "\n")
        }
        if configuration.subcommands.contains(where: { $0.configuration.shouldDisplay }) {
            let names = stack.map { $0._commandName }
            let path = [names[0], "help"] + names.dropFirst()
            blocks.append("  See '\(path.joined(separator: " ")) <subcommand>' for the help of a subcommand.")
        }
        return blocks.joined(separator: "\n\n")
    }

    private func render(_ item: Item, width: Int) -> String {
        // On a narrow terminal the column of labels must leave room for the text.
        let column = width >= 52 ? 26 : 10
        let label = "  " + item.label
        var result = label
        if !item.text.isEmpty {
            let text = wrapped(item.text, width: width, indent: column)
            let cells = label.cells
            result += cells < column ? String(text.dropFirst(cells)) : "\n" + text
        }
        if !item.discussion.isEmpty {
            result += "\n" + wrapped(item.discussion, width: width, indent: 8)
        }
        return result
    }
}

/// All of `names`, the short ones first.
private func joined(_ names: [Name]) -> String {
    let short = names.filter { if case .short = $0 { true } else { false } }
    let long = names.filter { if case .long = $0 { true } else { false } }
    return (short + long).map(\.synopsis).joined(separator: ", ")
}
