/// Why parsing ended without a command to run.
struct Interruption: Error {
    enum Reason {
        case help(ArgumentVisibility)
        case version
        /// The answer to a shell that completes a command line.
        case completion(String)
        case mistake(Mistake)
        /// What `validate()` threw.
        case thrown(any Error)
    }

    /// The commands from the root to the one that was reached.
    let stack: [any ParsableCommand.Type]
    let reason: Reason
}

extension [any ParsableCommand.Type] {
    /// What a user types to get to the last command.
    var path: String { map { $0._commandName }.joined(separator: " ") }

    /// The spellings that ask for help.
    var helpNames: [Name] {
        let specification = reversed().lazy.compactMap { $0.configuration.helpNames }.first ?? [.short, .long]
        return specification.names(for: "help")
    }

    /// What `--version` prints, when there is anything.
    var version: String? {
        reversed().lazy.map { $0.configuration.version }.first { !$0.isEmpty }
    }
}

extension ParsableCommand {
    /// The subcommand that is called `name`.
    static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0._commandName == name || $0.configuration.aliases.contains(name) }
    }
}
