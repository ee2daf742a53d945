import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

/// A wrong command line: said in a sentence of its own on standard error, with status 64, before anything is asked.
@Suite("Bad input") struct BadInputTests {
    /// Arguments, and what the environment holds.
    struct Line: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var environment: [String: String] = [:]

        init(_ arguments: String..., env: [String: String] = [:]) {
            self.arguments = arguments
            environment = env
        }

        /// As one would type it.
        var testDescription: String {
            let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.shellWord)" }
            return (variables + ["tripctl"] + arguments.map(\.shellWord)).joined(separator: " ")
        }
    }

    private static let addresses = [
        "", " ", ",", "localhost", "localhost:", ":9092", "localhost:0", "localhost:65536", "localhost:99999",
        "localhost:-1", "localhost:abc", "localhost:9092,", "localhost:9092,,localhost:9093",
        "localhost:9092 localhost:9093", "PLAINTEXT://localhost:9092", "localhost:9092/", "$KAFKA_HOST:9092",
        "<ip>:9092", "::1", "::1:9092", "[::1]", "[::1:9092", "[::1]9092", "[x]:9092", "a:b:9092", "-x:9092",
        "host_1..x:9092", "300.1.1.1:9092", "1.2.3:9092", "한국:9092",
    ]
    private static let hosts = [
        "", " ", "$IP", "<ip>", "${KAFKA_HOST}", "http://kafka", "kafka:9092", "0.0.0.0", "::", "[::1]:9092", "kafka/x",
        "my host", "1.2.3", "300.1.1.1", "-kafka", "ka_fka", "kafka..org", "fe80::1%eth0", "카프카",
    ]
    private static let times = ["5", "0s", "-1s", "abc", "", "5 parsecs", "1m1h", "1.2.3s", "200y", "99999999999999d"]
    private static let thresholds = [
        "", "lag", "lag=", "lag=abc", "lag=-1", "lag=1,lag=2", "time=5", "records=5", "lag=1,", "time=0x5s",
    ]

    private static let binds = [
        "", " ", "localhost", "eth0", "10.0.1", "10.0.1.100:9092", "[10.0.1.100]", "fe80::1%eth0", "http://10.0.1.100",
    ]
    private static let registries = [
        "", " ", "https://registry.example.com", "registry.example.com//x", "Registry", "registry.example.com:99999",
        "x/-y", "$REGISTRY",
    ]

    private static let renders =
        hosts.map { Line("render", "--host", $0) } + binds.map { Line("render", "--bind", $0) }
        + registries.map { Line("render", "--registry", $0) }
        + [
            Line("render", env: ["KAFKA_HOST": "$IP"]), Line("render", env: ["KAFKA_HOST": "kafka:9092"]),
            Line("render", "--host", "10.0.1.100", "--bind", "127.0.0.1"),
            Line("render", "--host", "::1", "--bind", "127.0.0.1"),
            Line("render", "--no-ui", "--expose-ui"), Line("render", "--out", ""), Line("render", "--out"),
            Line("render", "--force"), Line("render", "--out", "x", "--watch"), Line("render", "x"),
            Line("render", "--expose"), Line("rendr"),
        ]

    private static let changes = [
        Line("up", "--host", "$IP"), Line("up", "--bind", "eth0"), Line("up", "--registry", "x/-y"),
        Line("up", "--no-ui", "--expose-ui"), Line("up", "--host", "10.0.1.100", "--bind", "127.0.0.1"),
        Line("up", env: ["KAFKA_HOST": "kafka:9092"]), Line("up", "--watch"), Line("up", "x"),
        Line("up", "--timeout", "0s"), Line("down", "--watch"), Line("down", "x"), Line("down", "--volume=x"),
        Line("restart", "kafka-4"), Line("restart", "postgres"), Line("restart", ""), Line("restart", "--watch"),
        Line("restart", "--rolling", "zookeeper"), Line("restart", "--rolling", "kafka-1", "kafka-ui"),
    ]

    static let lines: [Line] =
        renders + changes
        + addresses.map { Line("brokers", "-b", $0) }
        + hosts.map { Line("brokers", "--host", $0) }
        + times.map { Line("brokers", "--timeout", $0) }
        + thresholds.map { Line("lag", "g", "--warn", $0) }
        + [
            Line("brokers", env: ["TRIPCTL_BOOTSTRAP": "localhost:99999"]),
            Line("brokers", env: ["TRIPCTL_BOOTSTRAP": "kafka"]), Line("brokers", env: ["TRIPCTL_BOOTSTRAP": " "]),
            Line("brokers", env: ["KAFKA_HOST": "$IP"]), Line("brokers", env: ["KAFKA_HOST": "kafka:9092"]),
            Line("lag", "g", "--watch", "0"), Line("lag", "g", "--watch", "0s"), Line("lag", "g", "--watch=x"),
            Line("lag", "g", "--watch="),
            Line("lag", "g", "--for", "0s"), Line("lag", "g", "--for", "x"), Line("lag", "g", "--crit", "lag=x"),
            Line("lag", "--all", "g"), Line("lag", ""), Line("lag", "g", "--topic"),
            Line("brokers", "-X", "acks"), Line("brokers", "-X", "=all"), Line("brokers", "-X", "a b=c"),
            Line("brokers", "-X", ""), Line("brokers", "-X", "sasl.jaas.config=secret"),
            Line("brokers", "-X", "ssl.truststore.location=/x"), Line("brokers", "-X", "bootstrap.servers=h:0"),
            Line("brokers", "--client-config", "nothing.properties"),
            Line("brokers", "--client-config", "bad.properties"),
            Line("brokers", "--expect-brokers", "0"), Line("brokers", "--expect-brokers", "-1"),
            Line("brokers", "--expect-brokers", "three"), Line("brokers", "--expect-brokers"),
            Line("brokers", "extra"), Line("brokers", "--bootstrp", "h:9092"), Line("brokers", "-o", "jsn"),
            Line("brokers", "-o"), Line("brokers", "--color", "sometimes"), Line("brokers", "--quiet=yes"),
            Line("brokers", "-z"),
            Line("broker"), Line("lags"), Line("topics"), Line("wat"), Line("topic", "descibe"),
            Line("topic", "create", ""), Line("topic", "create", "."), Line("topic", "create", ".."),
            Line("topic", "create", "click logs"), Line("topic", "create", "클릭"), Line("topic", "create", "a/b"),
            Line("topic", "create", "a\nb"), Line("topic", "create", String(repeating: "x", count: 250)),
            Line("topic", "create", "--partitions", "0"), Line("topic", "create", "--partitions", "10001"),
            Line("topic", "create", "--partitions", "many"), Line("topic", "create", "--replication-factor", "0"),
            Line("topic", "create", "--replication-factor", "99999999999999999999"),
            Line("topic", "create", "--retention", "x"), Line("topic", "create", "--retention", "7"),
            Line("topic", "create", "--config", "x"), Line("topic", "create", "--config", "=x"),
            Line("topic", "create", "--config", "min.insync.replicas=3"),
            Line("topic", "create", "--config", "min.insync.replicas=x"), Line("topic", "create", "--watch"),
            Line("topic", "create", "--expect-brokers", "0"), Line("topic", "create", "a", "b"),
            Line("topic", "delete"), Line("topic", "delete", ""), Line("topic", "delete", "a b"),
            Line("topic", "delete", "__consumer_offsets"), Line("topic", "delete", "x", "--watch"),
            Line("topic", "describe", ""), Line("isr", ""),
            Line("health", "--stalled", "x"), Line("health", "--stalled", "0s"), Line("health", "--warn", "x"),
            Line("health", "--crit", "lag="), Line("health", "--expect-brokers", "0"), Line("health", "--topic", ""),
            Line("health", "--group", ""), Line("lag", "g", "--topic", ""),
            Line("config"), Line("config", "prodcer"), Line("config", "producer", "--as", "xml"),
            Line("config", "producer", "--group", "g"), Line("config", "consumer", "--group", ""),
            Line("config", "consumer", "--client-id", " x"), Line("config", "consumer", "--group", "a\nb"),
            Line("wait", "--for", ""), Line("wait", "--for", "broker=3"), Line("wait", "--for", "nothing"),
            Line("wait", "--for", "brokers"), Line("wait", "--for", "brokers=x"), Line("wait", "--for", "brokers=0"),
            Line("wait", "--for", "brokers<3"), Line("wait", "--for", "brokers=3,isr=full"),
            Line("wait", "--for", "isr"), Line("wait", "--for", "isr=empty"), Line("wait", "--for", "topic="),
            Line("wait", "--for", "topic=a b"), Line("wait", "--for", "lag<3"), Line("wait", "--for", "lag()<3"),
            Line("wait", "--for", "lag(g)"), Line("wait", "--for", "lag(g)>3"), Line("wait", "--for", "lag(g)<-1"),
            Line("wait", "--for", "lag(g)<0"), Line("wait", "--for", "age(g)<5"), Line("wait", "--for", "age(g)<0s"),
            Line("wait", "--for", "health=CRIT"), Line("wait", "--for", "controller=1"), Line("wait", "--watch"),
            Line("wait", "--stable", "0s"), Line("wait", "--stable", "2m"), Line("wait", "--expect-brokers", "0"),
            Line("topic", "describe", "-o", "junit"), Line("topic", "list", "-o", "github"),
            Line("groups", "-o", "nagios"),
            Line("health", "-o", "junit", "--watch"), Line("version", "-o", "junit"), Line("logs", "-o", "github"),
            Line("completion"), Line("completion", "csh"), Line("version", "1"),
        ]

    private static func run(_ line: Line) -> Run {
        runTripctl(
            line.arguments, on: nil,
            Outside(
                environment: line.environment,
                files: ["bad.properties": "# settings\nsecurity.protocol=ssl\n\nssl.key.password secret-word\n"]))
    }

    @Test("It ends with status 64, and nothing on standard output", arguments: lines)
    func refused(line: Line) {
        let run = Self.run(line)
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(!run.errors.isEmpty && run.errors.hasSuffix("\n"))
        #expect(run.connection == nil)
        #expect(!run.errors.contains("secret"), "no value of a setting is repeated")
        for (variable, _) in line.environment { #expect(run.errors.contains(variable)) }
        // Asked for JSON, the words are the same: there is no report for it to be in.
        if !line.arguments.contains("-o"), line.arguments.count > 1 {
            let json = Self.run(Line(arguments: line.arguments + ["-o", "json"], environment: line.environment))
            #expect(json.status == 64)
            #expect(json.output == "")
        }
    }

    @Test("Commands that ask nobody care for no variable, so that a shell's start file goes on")
    func environment() {
        for line in [Line("version"), Line("completion", "bash")] {
            let run = runTripctl(
                line.arguments, on: nil, Outside(environment: ["TRIPCTL_BOOTSTRAP": "wrong", "KAFKA_HOST": "$IP"]))
            #expect(run.status == 0)
            #expect(run.errors == "")
            #expect(runTripctl(line.arguments + ["-b", "wrong"]).status == 64)
        }
    }

    @Test("Each has a sentence of its own") func sentences() {
        var text = ""
        var seen: [String: String] = [:]
        for line in Self.lines {
            let errors = Self.run(line).errors
            text += "$ \(line.testDescription.escaped)\n\(errors)\n"
            // The same option of another command is the same mistake.
            let command = line.arguments.prefix(line.arguments.first == "topic" ? 2 : 1).joined(separator: " ")
            let other = seen.updateValue(line.testDescription, forKey: command + errors)
            #expect(other == nil, "\(line.testDescription) and \(other ?? "") are answered alike")
        }
        Golden.promises.check(text, "bad-input.txt")
    }
}

extension BadInputTests.Line {
    fileprivate init(arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }
}
