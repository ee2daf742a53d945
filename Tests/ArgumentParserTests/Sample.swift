import ArgumentParser

struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tripctl", abstract: "Run and watch a three-broker Kafka cluster.", version: "1.2.3",
        subcommands: [Lag.self])
}

enum OutputFormat: String, CaseIterable, ExpressibleByArgument { case table, json, yaml }

struct Common: ParsableArguments {
    @Option(name: .shortAndLong, help: "Where Kafka is. (env: TRIPCTL_BOOTSTRAP)") var bootstrap = "localhost:9092"
    @Option(name: .shortAndLong, help: "How to print it.") var output: OutputFormat = .table
    @Option(defaultAsFlag: 5, help: "Repeat.") var watch: Int?
    @Option(name: .customShort("X"), help: "A setting.") var settings: [String] = []
}
struct Lag: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how far groups are behind.")
    @OptionGroup(title: "Common options") var common: Common
    @Flag(name: .shortAndLong) var quiet = false
    @Argument(help: "Groups.") var groups: [String] = []
}
