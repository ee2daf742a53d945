import Foundation
import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

extension Case {
    static let render = [
        Case("render/localhost", "render", .ok),
        Case("render/out", "render --host 10.0.1.100 --out kafka-compose.yaml", .ok),
        Case("render/no-folder", "render --out missing/kafka-compose.yaml", .warning),
    ]
}

@Suite("Render") struct RenderTests {
    private static let files = [
        ("localhost", "render"), ("address", "render --host 10.0.1.100"), ("ipv6", "render --host fd00::5"),
        ("interpolate", "render --interpolate"),
        (
            "everything",
            "render --host kafka.example.com --bind 10.0.1.100 --expose-ui --expose-zookeeper "
                + "--registry registry.example.com:5000/mirror/"
        ),
        ("no-ui", "render --host ::1 --no-ui"),
    ]

    private static func run(_ line: String, _ outside: Outside = Outside()) -> Run {
        runTripctl(line.split(separator: " ").map { String($0) }, on: nil, outside)
    }

    @Test("Every file is held by a golden file", arguments: files)
    func golden(name: String, line: String) {
        let run = Self.run(line)
        #expect(run.status == 0)
        #expect(run.errors == "")
        Golden.compose.check(run.output, "\(name).yaml")
    }

    @Test("No other file is there") func unclaimed() {
        #expect(Golden.compose.unclaimed(by: Self.files.map { "\($0.0).yaml" }) == [])
    }

    @Test("The repository's file is what `tripctl render --interpolate` writes") func repository() throws {
        let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../compose/kafka-compose.yaml")
        let text = try String(contentsOf: file.standardized, encoding: .utf8)
        #expect(text == Self.run("render --interpolate").output, "scripts/render writes it")
    }

    @Test("The host is the option's, else the variable's, else localhost; an empty variable is none")
    func host() {
        func host(_ line: String, _ variable: String?) -> String {
            let output = Self.run(line, Outside(environment: variable.map { ["KAFKA_HOST": $0] } ?? [:])).output
            return String(output.firstMatch(of: #/EXTERNAL://([^,\n]*):9092\n +KAFKA_LISTENER_/#)?.output.1 ?? "")
        }
        #expect(host("render", nil) == "localhost")
        #expect(host("render", "") == "localhost")
        #expect(host("render", "10.0.1.100") == "10.0.1.100")
        #expect(host("render --host kafka.example.com", "10.0.1.100") == "kafka.example.com")
        #expect(host("render --host kafka.example.com", "$IP") == "kafka.example.com")
        #expect(host("render -b other:9092", "10.0.1.100") == "10.0.1.100")
        #expect(host("render", "fd00::5") == "[fd00::5]")
    }

    @Test("A file that leaves the host open is the same in every shell") func interpolated() {
        let plain = Self.run("render --interpolate")
        for variable in ["", "10.0.1.100", "$IP", "fd00::5"] {
            let run = Self.run("render --interpolate", Outside(environment: ["KAFKA_HOST": variable]))
            #expect(run.output == plain.output)
            #expect(run.errors == "")
        }
        #expect(Self.run("render --interpolate --host 10.0.1.100").output.contains("${KAFKA_HOST:-10.0.1.100}"))
        #expect(Self.run("render --interpolate --bind 10.0.1.5").output.contains("${TRIPCTL_BIND:-10.0.1.5}:9092"))
    }

    @Test("Where Kafka is for other commands is nothing to it") func bootstrap() {
        let run = Self.run("render", Outside(environment: ["TRIPCTL_BOOTSTRAP": "wrong"]))
        #expect(run.status == 0)
        #expect(run.connection == nil)
    }

    @Test("The text is the report, in every form") func forms() throws {
        let text = Self.run("render").output
        let json = try envelope(Self.run("render -o json"))
        #expect((json["data"] as? [String: Any])?["compose"] as? String == text)
        #expect(json["verdict"] as? String == "OK")
        #expect(Self.run("render", Outside(terminal: .person)).output == text, "a terminal breaks no line of it")
        #expect(Self.run("render --quiet").output == text)
    }

    @Test("A file is written once, for everybody to read, and the second time there is nothing to do") func out() {
        let text = Self.run("render").output
        let first = Self.run("render --out f.yaml")
        #expect(first.files == ["f.yaml": WrittenFile(text: text, mode: 0o644)])
        #expect(first.output == "wrote f.yaml\n")
        let second = Self.run("render --out f.yaml", Outside(files: ["f.yaml": text]))
        #expect(second.files == [:])
        #expect(second.status == 0)
        #expect(second.output == "nothing to do: f.yaml is as asked\n")
        let other = Self.run("render --out f.yaml --host 10.0.1.100", Outside(files: ["f.yaml": text]))
        #expect(other.files["f.yaml"]?.text.contains("EXTERNAL://10.0.1.100:9092") == true)
    }

    @Test("A file that tripctl did not render is left alone unless forced") func foreign() throws {
        for foreign in ["", "services: {}\n", "\n# Rendered by tripctl.\n"] {
            let outside = Outside(files: ["f.yaml": foreign])
            let refused = Self.run("render --out f.yaml", outside)
            #expect(refused.status == 1)
            #expect(refused.files == [:])
            #expect(refused.output == "")
            #expect(
                refused.errors == """
                    tripctl: cannot write f.yaml: it is there, and tripctl did not render it
                    hint: choose another name, or replace it with --force

                    """)
            let forced = Self.run("render --out f.yaml --force", outside)
            #expect(forced.status == 0)
            #expect(forced.files["f.yaml"]?.text == Self.run("render").output)
        }
        let unreadable = Self.run("render --out secret/f.yaml")
        #expect(unreadable.status == 1)
        #expect(unreadable.files == [:])
        #expect(
            unreadable.errors == """
                tripctl: cannot read secret/f.yaml: Permission denied
                hint: name a file with --out, in a folder that you may write to

                """)
        let json = try envelope(Self.run("render --out f.yaml -o json", Outside(files: ["f.yaml": "x"])))
        #expect(json["data"] is NSNull)
        #expect((json["error"] as? [String: Any])?["kind"] as? String == "refused")
    }
}
