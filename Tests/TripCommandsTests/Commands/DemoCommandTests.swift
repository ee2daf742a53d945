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
