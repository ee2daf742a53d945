import ArgumentParser
import Testing

struct MistakeTests {
    @Test(arguments: [
        ("lag --timout 3s", "Unknown option '--timout'. Did you mean '--timeout'?"),
        ("lag --time 3s", "Unknown option '--time'. Did you mean '--timeout'?"),
        ("lag --hlep", "Unknown option '--hlep'. Did you mean '--help'?"),
        ("lag --versoin", "Unknown option '--versoin'. Did you mean '--version'?"),
        ("lag --colour=no", "Unknown option '--colour'. Did you mean '--color'?"),
        ("lag --bogus", "Unknown option '--bogus'"),
        ("lag -z", "Unknown option '-z'"),
        ("lag -qz", "Unknown option '-z' in '-qz'"),
        ("lag ---quiet", "Invalid option '---quiet': an option begins with one or two dashes"),
        ("--output json lag", "Unknown option '--output' before the subcommand: it belongs after 'demo lag'"),
        ("-p 3 topic create", "Unknown option '-p' before the subcommand: it belongs after 'demo topic create'"),
        ("tpoic", "Unknown subcommand 'tpoic'. Did you mean 'topic'?"),
        ("behnid", "Unknown subcommand 'behnid'. Did you mean 'behind'?"),
        ("xyzzy", "Unknown subcommand 'xyzzy'"),
        ("tpoic --help", "Unknown subcommand 'tpoic'. Did you mean 'topic'?"),
        ("xyzzy -v -h", "Unknown subcommand 'xyzzy'"),
        ("help tpoic", "Unknown subcommand 'tpoic'. Did you mean 'topic'?"),
        ("help lag more", "Unexpected argument 'more'"),
        ("topic crate", "Unexpected argument 'crate'. Did you mean 'create'?"),
        ("secret --number 1 a", "Unexpected argument 'a'"),
        ("secret a b --number 1", "Unexpected arguments 'a', 'b'"),
        (
            "lag --output jsn",
            "Invalid value 'jsn' for '--output <output>': expected table, json or yaml. Did you mean 'json'?"
        ),
        ("lag -o xml", "Invalid value 'xml' for '-o <output>': expected table, json or yaml"),
        ("lag --timeout soon", "Invalid value 'soon' for '--timeout <timeout>'"),
        ("lag -X nope", "Invalid value 'nope' for '-X <n=v>': expected name=value"),
        ("lag --watch=soon", "Invalid value 'soon' for '--watch [<watch>]'"),
        ("topic create a bad", "Invalid value 'bad' for '<purpose>': it went wrong"),
        ("bare one", "Invalid value 'one' for '<values>'"),
        ("bare --ports 99999", "Invalid value '99999' for '--ports <ports>'"),
        ("lag --output", "Missing value for '--output <output>'"),
        ("lag --output=", "Missing value for '--output <output>'"),
        ("lag -o", "Missing value for '-o <output>'"),
        ("lag --output --quiet", "Missing value for '--output <output>'"),
        ("lag --output --", "Missing value for '--output <output>'"),
        (
            "lag --bootstrap --nope",
            "Missing value for '--bootstrap <host:port>'. A value that begins with a dash is written "
                + "'--bootstrap=--nope'"
        ),
        ("lag --quiet=1", "Option '--quiet' takes no value, but was given '1'"),
        ("lag -q=1", "Option '-q' takes no value, but was given '1'"),
        ("topic create", "Missing argument '<name>'"),
        ("topic create n", "Missing option '--owner <owner>'"),
        ("bare", "Missing argument '<values>'"),
        ("lag --timeout 3s --timeout=4s", "Option '--timeout' was given twice: '3s' and then '4s'"),
        ("lag -o json --output json", "Option '--output' was given twice"),
        ("lag --watch 3s --watch", "Option '--watch' was given twice: '3s' and then '--watch'"),
        ("lag --slow --fast", "Option '--fast' cannot stand beside '--slow'"),
        ("lag --timeout 13s", "'--timeout' must not be 13s"),
        ("topic create n --owner me -p -1", "-1 partitions are too few"),
        ("lag --\u{1B}[31m", "Unknown option '--\\u{1B}[31m'"),
    ])
    func everyMistakeHasItsSentence(_ line: String, _ sentence: String) {
        let (text, status) = outcome(line)
        #expect(text.split(separator: "\n").first.map(String.init) == "demo: " + sentence)
        #expect(status == 64)
    }

    @Test func aMistakeComesWithUsageAndTheWayToHelp() {
        #expect(
            outcome("lag --output jsn").text == """
                demo: Invalid value 'jsn' for '--output <output>': expected table, json or yaml. Did you mean 'json'?
                Help:  --output <output>  How to print it.
                Usage: demo lag [<options>] [<groups> ...]
                  See 'demo lag --help' for more information.
                """)
        #expect(
            outcome("bare").text == """
                demo: Missing argument '<values>'
                Usage: demo bare [ANYTHING]
                  See 'demo bare --help' for more information.
                """)
    }

    @Test func aWordThatNobodyTakesIsExplainedByTheOptionBeforeIt() throws {
        struct Watching: ParsableCommand {
            @Option(defaultAsFlag: Span(seconds: 2)) var watch: Span?
        }
        let error = #expect(throws: (any Error).self) { try Watching.parse(["--watch", "soon"]) }
        #expect(error.map { Watching.message(for: $0) } == "Invalid value 'soon' for '--watch [<watch>]'")
        #expect(error.map { Watching.exitCode(for: $0) } == .validationFailure)
        #expect(error.map { Watching.fullMessage(for: $0, columns: 80).hasPrefix("Error: Invalid") } == true)
    }

    @Test(arguments: [
        ("topic create n --owner me -p 97", "demo: it went wrong", 1),
        ("topic create n --owner me -p 98", "all done", 0),
        ("topic create n --owner me -p 99", "", 9), ("--version", "1.2.3", 0), ("lag --version", "1.2.3", 0),
    ])
    func otherEndsHaveTheirOwnStatus(_ line: String, _ text: String, _ status: Int32) {
        let end = outcome(line)
        #expect(end.text == text)
        #expect(end.status == status)
    }

    @Test func errorsOfTheProgramItself() {
        #expect(Demo.exitCode(for: ExitCode.failure).rawValue == 1)
        #expect(ExitCode.success.isSuccess && !ExitCode(3).isSuccess)
        #expect(Demo.fullMessage(for: Failed(), columns: 80) == "demo: it went wrong")
        #expect(Demo.message(for: ValidationError("no")) == "no")
        #expect(
            Demo.fullMessage(for: CleanExit.helpRequest(Create.self), columns: 80).hasPrefix(
                "OVERVIEW: Create a topic."))
    }
}
