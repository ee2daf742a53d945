import ArgumentParser
import Testing

struct HelpTests {
    @Test func rootAt80() {
        #expect(
            outcome("--help", columns: 80).text == """
                OVERVIEW: Look after a cluster.

                Examples:

                  demo lag orders       # one group, and a comment that is much longer than the terminal is wide, verbatim
                  demo topic create clicks --owner me

                A line of prose that is longer than eighty columns is broken where a word ends,
                and the rest follows below.

                USAGE: demo [--verbose] <subcommand>

                OPTIONS:
                  -v, --verbose           Say more.
                  --version               Print the version.
                  -h, --help              Print this help.

                SUBCOMMANDS:
                  lag, behind             Show how far groups are behind.
                  topic                   Topics.

                OTHER:
                  completion              Print a completion script.
                  bare

                  See 'demo help <subcommand>' for the help of a subcommand.
                """)
    }

    @Test func rootAt60() {
        #expect(
            outcome("--help", columns: 60).text == """
                OVERVIEW: Look after a cluster.

                Examples:

                  demo lag orders       # one group, and a comment that is much longer than the terminal is wide, verbatim
                  demo topic create clicks --owner me

                A line of prose that is longer than eighty columns is broken
                where a word ends, and the rest follows below.

                USAGE: demo [--verbose] <subcommand>

                OPTIONS:
                  -v, --verbose           Say more.
                  --version               Print the version.
                  -h, --help              Print this help.

                SUBCOMMANDS:
                  lag, behind             Show how far groups are behind.
                  topic                   Topics.

                OTHER:
                  completion              Print a completion script.
                  bare

                  See 'demo help <subcommand>' for the help of a subcommand.
                """)
    }

    @Test func sectionsAt80() {
        #expect(
            outcome("lag --help", columns: 80).text == """
                OVERVIEW: Show how far groups are behind.

                USAGE: demo lag [<options>] [<groups> ...]

                ARGUMENTS:
                  <groups>                The groups.

                OPTIONS:
                  --trace-id <trace-id>   What to call this run. (default: none)
                  -q, --quiet             Only names.
                  -a, --all               All of them.
                  --fast                  Go fast. (default: --fast)
                  --slow                  Go slow.
                  --version               Print the version.
                  -h, --help              Print this help.

                COMMON OPTIONS:
                  -b, --bootstrap <host:port>
                                          Where Kafka is. (env: DEMO_BOOTSTRAP) (default:
                                          localhost:9092)
                  -o, --output <output>   How to print it. (values: table, json, yaml; default:
                                          table)
                  --timeout <timeout>     How long it may take. (default: 5s)
                  -w, --watch [<watch>]   Repeat it. (default as flag: 2s)
                  -X, --set <n=v>         A setting, passed on as it is.
                        May be given many times.
                  --color/--no-color      Use colour. (default: --color)
                """)
    }

    @Test func sectionsAt60() {
        #expect(
            outcome("lag --help", columns: 60).text == """
                OVERVIEW: Show how far groups are behind.

                USAGE: demo lag [<options>] [<groups> ...]

                ARGUMENTS:
                  <groups>                The groups.

                OPTIONS:
                  --trace-id <trace-id>   What to call this run. (default:
                                          none)
                  -q, --quiet             Only names.
                  -a, --all               All of them.
                  --fast                  Go fast. (default: --fast)
                  --slow                  Go slow.
                  --version               Print the version.
                  -h, --help              Print this help.

                COMMON OPTIONS:
                  -b, --bootstrap <host:port>
                                          Where Kafka is. (env:
                                          DEMO_BOOTSTRAP) (default:
                                          localhost:9092)
                  -o, --output <output>   How to print it. (values: table,
                                          json, yaml; default: table)
                  --timeout <timeout>     How long it may take. (default:
                                          5s)
                  -w, --watch [<watch>]   Repeat it. (default as flag: 2s)
                  -X, --set <n=v>         A setting, passed on as it is.
                        May be given many times.
                  --color/--no-color      Use colour. (default: --color)
                """)
    }

    @Test func usageIsBrokenAt80() {
        #expect(
            outcome("help topic create", columns: 80).text == """
                OVERVIEW: Create a topic.
                Asks nothing.

                USAGE: demo topic create <name> [<purpose>] [--partitions <partitions>]
                         --owner <owner> [--file <file>] [--directory <directory>]
                         [--inside|--outside]

                ARGUMENTS:
                  <name>                  Its name.
                  <purpose>               What for.

                OPTIONS:
                  -p, --partitions <partitions>
                                          How many partitions. (default: 3)
                  --owner <owner>         Who owns it.
                  --file <file>           A file of settings.
                  --directory <directory> Where to put it.
                  --inside/--outside      From where it is seen. (default: --outside)
                  --version               Print the version.
                  -h, --help              Print this help.
                """)
    }

    @Test func usageIsBrokenAt60() {
        #expect(
            outcome("topic create -h", columns: 60).text == """
                OVERVIEW: Create a topic.
                Asks nothing.

                USAGE: demo topic create <name> [<purpose>]
                         [--partitions <partitions>] --owner <owner>
                         [--file <file>] [--directory <directory>]
                         [--inside|--outside]

                ARGUMENTS:
                  <name>                  Its name.
                  <purpose>               What for.

                OPTIONS:
                  -p, --partitions <partitions>
                                          How many partitions. (default: 3)
                  --owner <owner>         Who owns it.
                  --file <file>           A file of settings.
                  --directory <directory> Where to put it.
                  --inside/--outside      From where it is seen. (default:
                                          --outside)
                  --version               Print the version.
                  -h, --help              Print this help.
                """)
    }

    @Test func defaultSubcommand() {
        #expect(
            outcome("topic --help", columns: 80).text == """
                OVERVIEW: Topics.

                USAGE: demo topic <subcommand>

                OPTIONS:
                  --version               Print the version.
                  -h, --help              Print this help.

                SUBCOMMANDS:
                  create                  Create a topic.
                                          Asks nothing.
                  list (default)

                  See 'demo help topic <subcommand>' for the help of a subcommand.
                """)
    }

    @Test func ownUsageAndHelpNames() {
        #expect(
            outcome("bare --help", columns: 80).text == """
                USAGE: demo bare [ANYTHING]

                OPTIONS:
                  --max-url-length <max-url-length>
                  -h <host>
                  --ports <ports>         (default: 9092, 9093)
                  --version               Print the version.
                  --help                  Print this help.
                """)
    }

    @Test(arguments: [
        "help lag", "lag -h", "lag g --help", "lag --bogus --help", "lag -o nope -h", "-v lag --help", "help behind",
    ])
    func everyWayToAskIsTheSame(_ line: String) {
        let (text, status) = outcome(line)
        #expect(text == Demo.helpMessage(for: Lag.self, columns: 80))
        #expect(status == 0)
    }

    @Test(arguments: ["", "--help", "-h", "help"])
    func theRootShowsItsHelp(_ line: String) {
        let (text, status) = outcome(line)
        #expect(text == Demo.helpMessage(columns: 80))
        #expect(status == 0)
    }

    @Test func helpAfterTheTerminatorIsAValue() throws {
        #expect(try parse("lag -- --help", as: Lag.self)?.groups == ["--help"])
        #expect(outcome("lag --bogus -- --help").status == 64)
    }

    @Test func hiddenArgumentsAreShownWhenAskedFor() {
        #expect(!outcome("lag --help").text.contains("--debug-level"))
        #expect(outcome("lag --help-hidden").text.contains("--debug-level <debug-level>"))
        #expect(Demo.helpMessage(for: Lag.self, includeHidden: true, columns: 80).contains("--debug-level"))
        #expect(!outcome("bare --help-hidden").text.contains("<values>"))
        #expect(!outcome("--help").text.contains("secret"))
        #expect(!outcome("--help").text.contains("--trace-id"))
    }

    @Test(arguments: [40, 60, 80, 100, 300])
    func proseFitsTheScreen(_ columns: Int) {
        struct Wordy: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: String(repeating: "words and words ", count: 20),
                discussion: "  " + String(repeating: "x", count: 200))
            @Option(help: ArgumentHelp(stringLiteral: String(repeating: "한국어 and more ", count: 20))) var option = "a"
        }
        let lines = Wordy.helpMessage(columns: columns).split(separator: "\n")
        for line in lines where !line.contains("xxx") {
            // A syllable of Korean takes two cells.
            let cells = line.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value >= 0xAC00 } ? 2 : 1) }
            #expect(cells <= min(columns, 100) || !line.contains(" "))
        }
        #expect(lines.contains { $0.hasSuffix(String(repeating: "x", count: 200)) })
        #expect(lines.count > 5)
    }
}
