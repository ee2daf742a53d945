import Foundation
import Testing
import TripCore

import class TripTestSupport.Golden

@testable import TripCommands

/// What users and scripts rely on, held as lists: a change of any is seen in one file's diff.
@Suite("Promises") struct PromiseTests {
    @Test("Names of metrics, codes, words and statuses stay") func words() {
        var text = "exit statuses\n"
        for verdict in Verdict.allCases.sorted(by: { $0.exitStatus < $1.exitStatus }) {
            text += "  \(verdict.exitStatus) \(verdict.rawValue)\n"
        }
        text += "  \(Invocation.usageStatus) wrong command line\n"
        func list(_ title: String, _ words: [String]) { text += title + "\n" + words.map { "  \($0)\n" }.joined() }
        list("metrics", Metric.allCases.map(\.rawValue))
        list("finding codes", FindingCode.allCases.map { "\($0.rawValue) \($0)" })
        list("severities", Severity.allCases.map(\.rawValue))
        list("error kinds", Failure.Kind.allCases.map(\.rawValue))
        list("group states", GroupState.allCases.map(\.rawValue))
        list("notes on lag", LagNote.allCases.map(\.rawValue))
        list("output formats", OutputFormat.allCases.map(\.rawValue))
        Golden.promises.check(text, "words.txt")
    }

    @Test("JSON keys stay, command by command") func keys() throws {
        var byCommand: [String: Set<String>] = [:]
        var frame: Set<String> = []
        for run in Case.envelopes {
            let json = try envelope(run)
            let command = try #require(json["command"] as? String)
            byCommand[command, default: []].formUnion(Self.paths(json["data"] ?? NSNull()))
            var rest = json
            rest["data"] = NSNull()
            frame.formUnion(Self.paths(rest))
        }
        var text = "envelope\n" + frame.sorted().map { "  \($0)\n" }.joined()
        for (command, paths) in byCommand.sorted(by: { $0.key < $1.key }) {
            text += "\(command): data\n" + paths.sorted().map { "  \($0)\n" }.joined()
        }
        Golden.promises.check(text, "json-keys.txt")
    }

    @Test("Every finding code and every metric comes up in some case") func covered() throws {
        var codes: Set<String> = []
        var metrics: Set<String> = []
        for run in Case.envelopes {
            let json = try envelope(run)
            for finding in try #require(json["findings"] as? [[String: Any]]) {
                if let code = finding["code"] as? String { codes.insert(code) }
            }
        }
        for item in Case.all {
            for line in item.run(["-o", "prometheus"]).output.split(separator: "\n") where !line.hasPrefix("#") {
                metrics.insert(String(line.prefix { $0 != "{" && $0 != " " }))
            }
        }
        #expect(Set(FindingCode.allCases.map(\.rawValue)).subtracting(codes) == [])
        #expect(metrics == Set(Metric.allCases.map(\.rawValue)))
    }

    /// Every key, as a path from the top: `topics[].name`. Keys that are names of a user's, such as settings, are `*`.
    private static func paths(_ value: Any, _ path: String = "") -> Set<String> {
        switch value {
        case let object as [String: Any]:
            let isMap = path.hasSuffix("configs")
            return object.reduce(into: []) { paths, member in
                let name = path + (path.isEmpty ? "" : ".") + (isMap ? "*" : member.key)
                paths.insert(name)
                paths.formUnion(Self.paths(member.value, name))
            }
        case let array as [Any]: return array.reduce(into: []) { $0.formUnion(Self.paths($1, path + "[]")) }
        default: return []
        }
    }
}
