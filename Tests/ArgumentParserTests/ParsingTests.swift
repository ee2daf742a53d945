import ArgumentParser
import Testing

struct ParsingTests {
    @Test func nothingGivenLeavesTheDefaults() throws {
        let lag = try #require(try parse("lag", as: Lag.self))
        #expect(lag.common.bootstrap == "localhost:9092")
        #expect(lag.common.output == .table)
        #expect(lag.common.timeout == Span(seconds: 5))
        #expect(lag.common.watch == nil)
        #expect(lag.common.settings == [])
        #expect(lag.common.color)
        #expect(!lag.quiet)
        #expect(lag.speed == .fast)
        #expect(lag.groups == [])
    }

    @Test(arguments: ["--output json", "--output=json", "-o json", "-ojson", "-o=json", "-qo json", "-qojson"])
    func aValueMayFollowOrBeJoined(_ words: String) throws {
        let lag = try #require(try parse("lag \(words) g", as: Lag.self))
        #expect(lag.common.output == .json)
        #expect(lag.groups == ["g"])
        #expect(lag.quiet == words.hasPrefix("-q"))
    }

    @Test(arguments: [
        "lag -b h:1 one two", "lag one -b h:1 two", "lag one two -b h:1", "lag one two --bootstrap=h:1",
        "behind -bh:1 one two", "lag -b h:1 -- one two",
    ])
    func optionsStandAnywhere(_ line: String) throws {
        let lag = try #require(try parse(line, as: Lag.self))
        #expect(lag.common.bootstrap == "h:1")
        #expect(lag.groups == ["one", "two"])
    }

    @Test func wordsAfterTheTerminatorAreValues() throws {
        let lag = try #require(try parse("lag -q -- -a --watch -- lag", as: Lag.self))
        #expect(lag.groups == ["-a", "--watch", "--", "lag"])
        #expect(lag.quiet && !lag.everything)
    }

    @Test func repeatedOptionsAddUp() throws {
        let lag = try #require(try parse("lag -X a=1 -Xb=2 --set c=3 --set=d=4", as: Lag.self))
        #expect(lag.common.settings == ["a=1", "b=2", "c=3", "d=4"])
        let bare = try #require(try parse("bare 1 --ports 1 --ports 2", as: Bare.self))
        #expect(bare.ports == [1, 2])
    }

    @Test(arguments: [
        ("lag --watch", 2, []), ("lag --watch g", 2, ["g"]), ("lag --watch 7s g", 7, ["g"]),
        ("lag g --watch", 2, ["g"]), ("lag --watch=7s g", 7, ["g"]), ("lag -w7s g", 7, ["g"]),
        ("lag --watch -q g", 2, ["g"]), ("lag --watch -- 7s", 2, ["7s"]), ("lag -qw", 2, []), ("lag -w 7s", 7, []),
    ])
    func anOptionThatIsAlsoAFlagTakesWhatItCanRead(_ line: String, _ seconds: Int, _ groups: [String]) throws {
        let lag = try #require(try parse(line, as: Lag.self))
        #expect(lag.common.watch == Span(seconds: seconds))
        #expect(lag.groups == groups)
    }

    @Test(arguments: [
        ("--color", true), ("--no-color", false), ("--no-color --color", true), ("--color --no-color", false),
    ])
    func theLastOfAFlagAndItsInversionCounts(_ flags: String, _ expected: Bool) throws {
        #expect(try parse("lag \(flags)", as: Lag.self)?.common.color == expected)
    }

    @Test func flagsOfAnEnumeration() throws {
        #expect(try parse("lag --slow", as: Lag.self)?.speed == .slow)
        #expect(try parse("lag --slow --slow", as: Lag.self)?.speed == .slow)
        #expect(try parse("topic create n --owner me --inside", as: Create.self)?.side == .inside)
    }

    @Test(arguments: ["-v lag", "lag -v", "lag g --verbose", "lag -qv"])
    func theParentsOptionsStandAnywhere(_ line: String) throws {
        #expect(try parse(line, as: Lag.self) != nil)
    }

    @Test(arguments: ["--trace-id 7 lag", "lag --trace-id 7"])
    func aGroupThatTheParentHasTooIsShared(_ line: String) throws {
        #expect(try parse(line, as: Lag.self)?.shared.trace == "7")
    }

    @Test(arguments: [("-5", -5), ("-p -5", -5), ("--partitions -5", -5), ("-p-5", -5), ("--partitions=-5", -5)])
    func negativeNumbersAreValues(_ words: String, _ expected: Int) throws {
        if words == "-5" {
            #expect(try parse("bare -5 -.5e1 7".replacing("-.5e1", with: "-6"), as: Bare.self)?.values == [-5, -6, 7])
        } else {
            #expect(outcome("topic create n --owner me \(words)").text.hasPrefix("demo: -5 partitions are too few\n"))
        }
    }

    @Test func aDashAndAnEmptyWordAreValues() throws {
        #expect(try parse("lag - ''", as: Lag.self)?.groups == ["-", ""])
        #expect(try parse("lag -b ''", as: Lag.self)?.common.bootstrap == "")
    }

    @Test func theDefaultSubcommandTakesOver() throws {
        #expect(try parse("topic", as: List.self)?.count == nil)
        #expect(try parse("topic --internal-too --count 4", as: List.self)?.count == 4)
        #expect(try parse("topic list --count=4", as: List.self)?.internalToo == false)
    }

    @Test func namesAreMadeFromProperties() throws {
        let bare = try #require(try parse("bare 1 2 --max-url-length 9 -h me", as: Bare.self))
        #expect(bare.maxURLLength == 9)
        #expect(bare.host == "me")
        #expect(bare.values == [1, 2])
        #expect(bare.plain == "not an argument")
    }

    @Test func requiredArgumentsAndTransforms() throws {
        let create = try #require(try parse("topic create clicks why --owner me -p9", as: Create.self))
        #expect(create.name == "clicks")
        #expect(create.purpose == "why")
        #expect(create.owner == "me")
        #expect(create.partitions == 9)
        #expect(create.file == nil)
        #expect(try parse("secret --number x", as: Secret.self)?.number == -1)
    }

    @Test func aCommandIsAValue() throws {
        let first = try #require(try parse("lag -q", as: Lag.self))
        var second = first
        second.quiet = false
        second.common.bootstrap = "h:1"
        second.groups.append("g")
        #expect(first.quiet && first.common.bootstrap == "localhost:9092" && first.groups.isEmpty)
        #expect(!second.quiet && second.common.bootstrap == "h:1" && second.groups == ["g"])
    }

    @Test func groupsAndCommandsParseByThemselves() throws {
        #expect(try Common.parse(["-o", "yaml"]).output == .yaml)
        #expect(try Lag.parse(["g", "-q"]).groups == ["g"])
        #expect(throws: ValidationError.self) { try Demo.parse(["lag"]) }
        let error = #expect(throws: (any Error).self) { try Common.parse(["--timeout", "13s"]) }
        #expect(error.map { Common.message(for: $0) } == "'--timeout' must not be 13s")
        #expect(Common.helpMessage(columns: 80).hasPrefix("USAGE: common [--bootstrap <host:port>]"))
    }
}
