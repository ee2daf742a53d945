/// A command, or a subcommand of one.
public protocol ParsableCommand: ParsableArguments {
    /// What the command says about itself.
    static var configuration: CommandConfiguration { get }

    /// The command's name on the command line.
    static var _commandName: String { get }

    /// Does what the command is for.
    mutating func run() throws
}

extension ParsableCommand {
    /// Nothing but the defaults.
    public static var configuration: CommandConfiguration { CommandConfiguration() }

    /// The configured name, or the type's name in words.
    public static var _commandName: String {
        configuration.commandName ?? dashed(StructDescriptor(Self.self).name)
    }

    /// Shows the help screen, which is all that a command with mere subcommands can do.
    public mutating func run() throws {
        throw CleanExit.helpRequest(self)
    }

    /// Parses `arguments`, or those of the program, into this command or one of its subcommands.
    ///
    /// A command that only shows help is returned for `--help`. What is thrown is for `fullMessage(for:columns:)` and
    /// `exitCode(for:)` to explain.
    public static func parseAsRoot(_ arguments: [String]? = nil) throws -> any ParsableCommand {
        var parser = CommandParser(arguments ?? Array(CommandLine.arguments.dropFirst()))
        let command = try parser.parse(self)
        guard var help = command as? HelpCommand, help.stack.isEmpty else { return command }
        try help.resolve(in: self)
        return help
    }

    /// The help screen of `subcommand`, which is this command or anywhere below it, at most `columns` wide; nil for
    /// the width of the terminal.
    public static func helpMessage(
        for subcommand: any ParsableCommand.Type, includeHidden: Bool = false, columns: Int? = nil
    ) -> String {
        HelpScreen(stack(to: subcommand) ?? [self], visibility: includeHidden ? .hidden : .default)
            .text(columns: columns)
    }

    /// Parses `arguments`, or those of the program, runs the command, and ends the program if it fails.
    public static func main(_ arguments: [String]?) {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            exit(withError: error)
        }
    }

    /// Parses the program's arguments, runs the command, and ends the program if it fails.
    public static func main() {
        main(nil)
    }

    /// The commands from this one down to `subcommand`.
    static func stack(to subcommand: any ParsableCommand.Type) -> [any ParsableCommand.Type]? {
        if self == subcommand { return [self] }
        for child in configuration.subcommands {
            if let below = child.stack(to: subcommand) { return [self] + below }
        }
        return nil
    }
}
