import Testing
import TripCore

import class TripTestSupport.Golden

/// The page of findings is made from the code, so that neither can say what the other does not.
@Suite("The page of findings") struct FindingsPageTests {
    @Test("It says what the table of codes says") func page() throws {
        Golden("../../../docs").check(try Self.page(), "findings.md")
    }

    private static let chapters = [
        ("TC1", "Brokers and reachability"), ("TC2", "Topics, leaders and in-sync replicas"), ("TC3", "Groups and lag"),
        ("TC4", "Containers and the engine"), ("TC5", "Hosts and data"),
    ]

    private static func page() throws -> String {
        let seen = try Sightings()
        var text = """
            # Findings

            Whatever tripctl judges is a finding: a stable code, a severity, a subject, a sentence of why and the next
            step. The exit status is the worst of them: critical 2, unknown 3, warning 1, information 0.

            This page is made from the table in the code; `TRIPCTL_UPDATE_GOLDEN=1 swift test --filter FindingsPageTests`
            writes it anew.

            """
        for (prefix, title) in chapters {
            text += "\n## \(prefix)xx: \(title.lowercased())\n"
            for code in FindingCode.allCases where code.rawValue.hasPrefix(prefix) {
                text += "\n### \(code.rawValue) \(code.title)\n\n\(wrapped(code.meaning))\n\n"
                text += "- severity: \(seen.severities(of: code).joined(separator: ", "))\n"
                text += "- from: \(seen.commands(of: code).map { "`\($0)`" }.joined(separator: ", "))\n"
            }
        }
        return text
    }

    private static func wrapped(_ text: String) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + 1 + word.count > 110 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n")
    }
}

/// Where findings come up, and how bad they are there: learned from all the cases of the commands' tests.
private struct Sightings {
    private var all: [String: [(severity: String, command: String)]] = [:]

    init() throws {
        for run in Case.envelopes {
            let json = try envelope(run)
            let command = try #require(json["command"] as? String)
            for finding in try #require(json["findings"] as? [[String: Any]]) {
                let code = try #require(finding["code"] as? String)
                all[code, default: []].append((try #require(finding["severity"] as? String), command))
            }
        }
    }

    func severities(of code: FindingCode) -> [String] {
        let seen = Set(all[code.rawValue, default: []].map(\.severity))
        return ["critical", "unknown", "warning", "info"].filter { seen.contains($0) }
    }

    func commands(of code: FindingCode) -> [String] { Set(all[code.rawValue, default: []].map(\.command)).sorted() }
}
