import Foundation
import Testing
import TripTestSupport

/// Runs one of Kafka's own tools and returns what it said; a failure of the tool is an issue.
func kafkaTool(
    _ name: String, _ arguments: [String], input: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["KAFKA_HOME"] ?? ""
    let plain = "\(home)/bin/\(name)"
    let path = FileManager.default.isExecutableFile(atPath: plain) ? plain : plain + ".sh"
    var variables: [String: String?] = ["KAFKA_HEAP_OPTS": "-Xmx128m"]
    for name in ["JAVA_HOME", "KAFKA_HOME"] { variables[name] = environment[name] }
    let outcome = try await Binary(path: path).run(arguments, environment: variables, input: input, deadline: 120)
    #expect(outcome.status == 0, "\(name): \(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome.output + outcome.errors
}
