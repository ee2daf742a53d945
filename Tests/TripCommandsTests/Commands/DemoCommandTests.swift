import Testing
import TripCore

@testable import TripCommands

/// `tripctl demo`, with a fake demo: what it says, what it hands on, and what it refuses. What runs in a real one is in
/// the suite that starts it.
@Suite("Demo command") struct DemoCommandTests {
    @Test("It says that it is a simulation, where it is, and what to try", arguments: DemoScenario.allCases)
    func introduction(scenario: DemoScenario) {
        let run = runTripctl(["demo", "--scenario", scenario.rawValue, "--timeout", "1s"])
        #expect(run.status == 0 && run.errors == "")
        #expect(run.demos.map(\.scenario) == [scenario])
        #expect(run.output.contains("This is a simulation"))
        #expect(run.output.contains("bootstrap  127.0.0.1:40001,127.0.0.1:40002,127.0.0.1:40003\n"))
        #expect(run.output.contains("\n  export TRIPCTL_BOOTSTRAP=127.0.0.1:40001,127.0.0.1:40002,127.0.0.1:40003\n"))
        for command in scenario.commands { #expect(run.output.contains("\n  \(command)\n"), "\(command)") }
        #expect(run.output.hasSuffix("Ctrl-C ends it.\n"))
    }

    @Test("Every command that it offers is one", arguments: DemoScenario.allCases)
    func offers(scenario: DemoScenario) {
        let away = FakeCluster.Parts.healthy.with { parts in
            parts.metadata = .failure(Failure(.unreachable, doing: "reach the cluster", reason: "connection refused"))
        }
        for command in scenario.commands {
            let words = command.split(separator: " ").map(String.init)
            #expect(words.first == "tripctl")
            // A wrong command line is 64, and nobody is asked.
            #expect(runTripctl(Array(words.dropFirst()), on: FakeCluster(away)).status == 3, "\(command)")
        }
    }

    @Test("Scripts get the addresses alone, or one line of JSON") func forScripts() {
        let quiet = runTripctl(["demo", "-q", "--timeout", "1s"])
        #expect(quiet.output == "127.0.0.1:40001,127.0.0.1:40002,127.0.0.1:40003\n")
        let json = runTripctl(["demo", "--port", "9092", "--timeout", "1s", "-o", "json"])
        #expect(json.output.split(separator: "\n").count == 1)
        #expect(json.output.contains(#""simulated":true,"scenario":"healthy""#), "\(json.output)")
        #expect(json.output.contains(#""bootstrap":"127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094""#))
        #expect(json.demos.map(\.port) == [9092])
    }

    @Test("A command runs on it, wherever the environment says Kafka is, and its status is the demo's")
    func command() {
        var outside = Outside(environment: ["TRIPCTL_BOOTSTRAP": "elsewhere:1", "KAFKA_HOST": "elsewhere"])
        outside.hasTime = true
        let run = runTripctl(["demo", "--", "topic", "list", "-q"], on: FakeCluster(.healthy), outside)
        #expect(run.connection?.bootstrap.map(\.port) == [40_001, 40_002, 40_003])
        #expect(run.connection?.bootstrap.first?.host == "127.0.0.1")
        #expect(runTripctl(["demo", "--", "version", "-q"]).output == "\(Tripctl.version)\n")
        let wrong = runTripctl(["demo", "--", "brokrs"])
        #expect(wrong.status == 64 && wrong.output == "" && wrong.errors.contains("brokrs"))
    }

    @Test("Common options before -- count for the command, unless it says otherwise") func commonOptions() {
        func run(_ line: String) -> Run {
            runTripctl(line.split(separator: " ").map { String($0) }, on: FakeCluster(.healthy), Outside(hasTime: true))
        }
        #expect(run("demo -o json -- brokers").output == run("demo -- brokers -o json").output)
        #expect(run("demo -q --color always -- brokers").output == run("demo -- brokers -q").output)
        #expect(run("demo -o json -- brokers -o yaml").output == run("demo -- brokers -o yaml").output)
        #expect(run("demo -o nagios -- brokers").output.hasPrefix("KAFKA OK - "))
        #expect(run("demo -o nagios -- groups").status == 64 && run("demo -o nagios").status == 64)
        #expect(run("demo -X client.id=me -- brokers").connection?.settings.map(\.name) == ["client.id"])
        let elsewhere = run("demo -b elsewhere:1 -- brokers")
        #expect(elsewhere.connection?.bootstrap.map(\.port) == [40_001, 40_002, 40_003], "the cluster is the demo")
        #expect(run("demo --watch -- topic create").status == 64, "refused as behind it")
    }

    @Test(
        "What cannot be run on it, and ports that are none, are refused before anything starts",
        arguments: [
            ["demo", "--", "up"], ["demo", "--", "logs", "-f"], ["demo", "demo"], ["demo", "--port", "0"],
            ["demo", "--port", "65534"], ["demo", "--scenario", "on-fire"],
        ])
    func refusals(arguments: [String]) {
        let run = runTripctl(arguments)
        #expect(run.status == 64 && run.output == "" && run.demos.isEmpty)
        #expect(run.errors.hasPrefix("tripctl: "))
    }
}
