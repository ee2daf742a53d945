internal import ArgumentParser

/// The program: its name, what it is for, and its commands.
struct Tripctl: ParsableCommand {
    /// The version, as `tripctl version` and the JSON envelope give it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tripctl",
        abstract: "Ask a Kafka cluster how it is, and have the answer before a JVM has started.",
        discussion: """
            EXAMPLES:
              tripctl brokers
              tripctl topic create
              tripctl lag tripclick-consumer
              tripctl health                     in CI: the exit status is the verdict

            EXIT STATUS:
              0 OK, 1 WARN (or failed, refused, different, not found), 2 CRIT, 3 UNKNOWN,
              64 wrong command line, 130 interrupted, 143 terminated
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "The messaging layer",
                subcommands: [
                    Up.self,
                    Down.self,
                    Restart.self,
                    Status.self,
                    Logs.self,
                    Render.self,
                ]),
            CommandGroup(name: "The cluster", subcommands: [Brokers.self, ISR.self, HealthCommand.self, Wait.self]),
            CommandGroup(name: "Topics", subcommands: [Topic.self]),
            CommandGroup(name: "Groups", subcommands: [Groups.self, Lag.self]),
            CommandGroup(name: "Clients", subcommands: [Config.self]),
            CommandGroup(
                name: "This program", subcommands: [Demo.self, Version.self, Completion.self, Manual.self]),
        ])

    /// A wrong command line is said in the voice of every other error.
    static var _errorPrefix: String { "tripctl: " }

    init() {}
}
