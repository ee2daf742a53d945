/// The subcommand `help`, and what parsing returns when help was asked for by a flag.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Print the help of a subcommand.", helpNames: [])

    @Argument(help: "The subcommand.") var subcommands: [String] = []
    @Flag(name: .shortAndLong, help: .private) var help = false

    /// The commands from the root to the one whose help is shown.
    var stack: [any ParsableCommand.Type]
    var visibility: ArgumentVisibility

    init() {
        self.init(stack: [], visibility: .default)
    }

    init(stack: [any ParsableCommand.Type], visibility: ArgumentVisibility) {
        self.stack = stack
        self.visibility = visibility
    }

    init(from decoder: any Decoder) throws {
        throw notDecodable(decoder)
    }

    /// Finds the command that is meant among the subcommands of `root`.
    mutating func resolve(in root: any ParsableCommand.Type) throws(Interruption) {
        stack = [root]
        for word in subcommands {
            let command = stack[stack.count - 1]
            guard let next = command.subcommand(named: word) else {
                let mistake =
                    command.configuration.subcommands.isEmpty
                    ? Mistake.unexpected([word], stack: []) : .unknownSubcommand(word, stack: stack)
                throw Interruption(stack: stack, reason: .mistake(mistake))
            }
            stack.append(next)
        }
    }

    mutating func run() throws {
        throw Interruption(stack: stack, reason: .help(visibility))
    }
}
