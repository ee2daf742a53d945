import ArgumentParser

/// A program with one of everything, for the tests.
struct Demo: ParsableCommand {
    static let _errorPrefix = "demo: "
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Look after a cluster.",
        discussion: """
            Examples:

              demo lag orders       # one group, and a comment that is much longer than the terminal is wide, verbatim
              demo topic create clicks --owner me

            A line of prose that is longer than eighty columns is broken where a word ends, and the rest follows below.
            """,
        version: "1.2.3", subcommands: [Lag.self, Topic.self],
        groupedSubcommands: [CommandGroup(name: "Other", subcommands: [Completion.self, Secret.self, Bare.self])])

    @Flag(name: .shortAndLong, help: "Say more.") var verbose = false
    @OptionGroup(visibility: .hidden) var shared: Shared
}

enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, yaml }

struct Span: ExpressibleByArgument, Equatable {
    var seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        guard argument.hasSuffix("s"), let seconds = Int(argument.dropLast()) else { return nil }
        self.seconds = seconds
    }

    var defaultValueDescription: String { "\(seconds)s" }
}

enum Side: String, EnumerableFlag { case inside, outside }

enum Speed: EnumerableFlag {
    case fast, slow

    static func help(for value: Speed) -> ArgumentHelp? { value == .fast ? "Go fast." : "Go slow." }
}

struct Shared: ParsableArguments {
    @Option(name: .customLong("trace-id"), help: "What to call this run.") var trace = "none"
}

struct Common: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where Kafka is. (env: DEMO_BOOTSTRAP)", valueName: "host:port"),
        completion: .custom { words, index, prefix in
            prefix.isEmpty ? [] : ["localhost:9092", "localhost:9093", "\(words[0]):\(index)"]
        })
    var bootstrap = "localhost:9092"
    @Option(name: .shortAndLong, help: "How to print it.") var output: Format = .table
    @Option(help: "How long it may take.") var timeout = Span(seconds: 5)
    @Option(name: .shortAndLong, defaultAsFlag: Span(seconds: 2), help: "Repeat it.") var watch: Span?
    @Option(
        name: [.customShort("X", allowingJoined: true), .customLong("set")],
        help: ArgumentHelp("A setting, passed on as it is.", discussion: "May be given many times.", valueName: "n=v"),
        transform: { text in
            guard text.contains("=") else { throw ValidationError("expected name=value") }
            return text
        })
    var settings: [String] = []
    @Flag(inversion: .prefixedNo, help: "Use colour.") var color = true

    mutating func validate() throws {
        if timeout.seconds == 13 { throw ValidationError("'--timeout' must not be 13s") }
    }
}

struct Lag: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lag", abstract: "Show how far groups are behind.", aliases: ["behind"])

    @OptionGroup(title: "Common options") var common: Common
    @OptionGroup var shared: Shared
    @Flag(name: .shortAndLong, help: "Only names.") var quiet = false
    @Flag(name: [.customLong("all"), .customShort("a")], help: "All of them.") var everything = false
    @Flag var speed: Speed = .fast
    @Option(help: .hidden) var debugLevel = 0
    @Argument(help: "The groups.", completion: .list(["orders", "payments"])) var groups: [String] = []
}

struct Topic: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Topics.", subcommands: [Create.self, List.self], defaultSubcommand: List.self)
}

struct Failed: Error, CustomStringConvertible { var description: String { "it went wrong" } }

struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Create a topic.\nAsks nothing.")

    @Argument(help: "Its name.") var name: String
    @Argument(help: "What for.", transform: { text in if text == "bad" { throw Failed() } else { text } })
    var purpose: String?
    @Option(name: .shortAndLong, help: "How many partitions.") var partitions = 3
    @Option(help: "Who owns it.", completion: .shellCommand("echo me; echo 'some  one'")) var owner: String
    @Option(help: "A file of settings.", completion: .file(extensions: ["yaml", "yml"])) var file: String?
    @Option(help: "Where to put it.", completion: .directory) var directory: String?
    @Flag(help: "From where it is seen.") var side: Side = .outside

    mutating func validate() throws {
        switch partitions {
        case ..<0: throw ValidationError("\(partitions) partitions are too few")
        case 97: throw Failed()
        case 98: throw CleanExit.message("all done")
        case 99: throw ExitCode(9)
        default: break
        }
    }
}

struct List: ParsableCommand {
    @Flag var internalToo = false
    @Option var count: Int?
}

struct Completion: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a completion script.")
    @Argument(completion: .list(["bash", "zsh", "fish"])) var shell: String

    mutating func run() throws {
        guard let shell = CompletionShell(rawValue: shell) else { throw ValidationError("no such shell") }
        throw CleanExit.message(Demo.completionScript(for: shell))
    }
}

struct Secret: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)
    @Option(transform: { Int($0) ?? -1 }) var number: Int
}

/// A command that says little, with names that have to be made from Swift's.
struct Bare: ParsableCommand {
    static let configuration = CommandConfiguration(usage: "demo bare [ANYTHING]", helpNames: [.long])
    let plain = "not an argument"
    @Option var maxURLLength: Int64?
    @Option(name: .short) var host: String?
    @Option var ports: [UInt16] = [9092, 9093]
    @Argument(help: ArgumentHelp(visibility: .private)) var values: [Int]

    enum CodingKeys: CodingKey { case maxURLLength, host, ports, values }
}

/// Parses `line`, whose words have blanks between them, as a call of `Demo`.
func parse<Command: ParsableCommand>(_ line: String, as type: Command.Type = Command.self) throws -> Command? {
    try Demo.parseAsRoot(words(line)) as? Command
}

func words(_ line: String) -> [String] {
    line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
}

/// What a program prints, and its exit status, when it is called with `line`.
func outcome(_ line: String, columns: Int = 80) -> (text: String, status: Int32) {
    do {
        var command = try Demo.parseAsRoot(words(line))
        try command.run()
        return ("", 0)
    } catch {
        return (Demo.fullMessage(for: error, columns: columns), Demo.exitCode(for: error).rawValue)
    }
}
