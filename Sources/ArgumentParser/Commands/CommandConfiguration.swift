/// What a command says about itself.
public struct CommandConfiguration: Sendable {
    /// The command's name; nil for the type's name in words.
    public var commandName: String?

    /// One sentence on what the command does.
    public var abstract: String

    /// The usage line; nil for one made from the arguments, an empty string for none.
    public var usage: String?

    /// More text for the help screen. Lines that begin with a blank are shown as they are.
    public var discussion: String

    /// What `--version` prints; empty for no such flag.
    public var version: String

    /// Whether the parent's help screen lists the command.
    public var shouldDisplay: Bool

    /// The subcommands that are listed under no heading of their own.
    public var ungroupedSubcommands: [any ParsableCommand.Type]

    /// The subcommands that are listed under headings.
    public var groupedSubcommands: [CommandGroup]

    /// The subcommand that runs when none is named.
    public var defaultSubcommand: (any ParsableCommand.Type)?

    /// The spellings that ask for help; nil for the parent's, and at last `-h` and `--help`.
    public var helpNames: NameSpecification?

    /// Other names of the command.
    public var aliases: [String]

    /// A configuration of these parts.
    public init(
        commandName: String? = nil,
        abstract: String = "",
        usage: String? = nil,
        discussion: String = "",
        version: String = "",
        shouldDisplay: Bool = true,
        subcommands: [any ParsableCommand.Type] = [],
        groupedSubcommands: [CommandGroup] = [],
        defaultSubcommand: (any ParsableCommand.Type)? = nil,
        helpNames: NameSpecification? = nil,
        aliases: [String] = []
    ) {
        self.commandName = commandName
        self.abstract = abstract
        self.usage = usage
        self.discussion = discussion
        self.version = version
        self.shouldDisplay = shouldDisplay
        self.ungroupedSubcommands = subcommands
        self.groupedSubcommands = groupedSubcommands
        self.defaultSubcommand = defaultSubcommand
        self.helpNames = helpNames
        self.aliases = aliases
    }

    /// All subcommands.
    public var subcommands: [any ParsableCommand.Type] {
        groupedSubcommands.isEmpty
            ? ungroupedSubcommands : ungroupedSubcommands + groupedSubcommands.flatMap(\.subcommands)
    }
}

/// Subcommands that the help screen lists together.
public struct CommandGroup: Sendable {
    /// The heading.
    public let name: String

    /// The subcommands, in the order of the help screen.
    public let subcommands: [any ParsableCommand.Type]

    /// `subcommands` under the heading `name`.
    public init(name: String, subcommands: [any ParsableCommand.Type]) {
        self.name = name
        self.subcommands = subcommands
    }
}
