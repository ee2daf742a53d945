import Testing
import TripCore
import TripSimulator
import TripTestSupport

/// Metadata that cannot be read, or says nothing: then nothing is known of the cluster, and that is what every form of a
/// verdict says. A monitor would take status 1 for a warning about a cluster that nobody has seen.
@Suite(.serialized) struct UnreadableAnswerTests {
    enum Answer: String, CaseIterable, Sendable {
        /// As many bytes as the answer has, and they mean nothing.
        case garbage
        /// The content ends too early.
        case truncated
        /// Neither a broker nor a topic, as from a broker that has just started.
        case empty
        /// The brokers say that they do not know the question.
        case unsupported
    }

    private static func scene(_ answer: Answer) throws -> Scene {
        try Scene { cluster, faults in
            switch answer {
            case .garbage: faults.add(.garbage, api: .metadata)
            case .truncated: faults.add(.truncated, api: .metadata)
            case .empty:
                var empty = SimulatedCluster()
                empty.id = cluster.id
                empty.brokers = [:]
                faults.staleMetadata = Faults.StaleMetadata(empty, until: .max)
            case .unsupported:
                faults.rewrite = { api, frame in api == .apiVersions ? withoutMetadata(frame) : frame }
            }
        }
    }

    /// The list of requests with another number in the place of Metadata's, 3.
    private static func withoutMetadata(_ frame: [UInt8]) -> [UInt8] {
        // Three numbers of two bytes each, the request's and the versions from and to; the newest form has a byte more
        // behind each. What is before the list is 11 bytes long, or 14.
        for (start, size) in [(11, 7), (14, 6)] {
            for place in stride(from: start, to: frame.count - size, by: size)
            where frame[place] == 0 && frame[place + 1] == 3 && frame[place + 2] == 0 && frame[place + 4] == 0 {
                var frame = frame
                frame[place] = 0x7f
                return frame
            }
        }
        Issue.record("no Metadata in \(frame)")
        return frame
    }

    @Test(arguments: Answer.allCases, [["health"], ["isr"], ["lag", Scene.group]])
    func isUnknownInEveryForm(_ answer: Answer, _ command: [String]) async throws {
        let scene = try Self.scene(answer)
        for form in ["json", "nagios", "junit", "github", "table"] {
            let outcome = try await Binary.tripctl.run(
                command + ["-b", scene.bootstrap, "-o", form, "--timeout", answer == .empty ? "1s" : "15s"],
                deadline: 45)
            #expect(outcome.status == 3, "\(form): \(outcome.output)\(outcome.errors)")
            // librdkafka 2.0.2 may crash on an answer that is none: see FuzzTests.
            if outcome.errors.contains(Trial.crashed) { continue }
            #expect(outcome.errors.hasPrefix("tripctl: cannot "), "\(form): \(outcome.errors)")
            #expect(Manners.jargon(in: outcome.output + outcome.errors) == nil, "\(form): \(outcome.errors)")
            switch form {
            case "nagios": #expect(outcome.output.hasPrefix("KAFKA UNKNOWN - "), "\(outcome.output)")
            case "json": #expect(outcome.output.contains(#""verdict": "UNKNOWN""#), "\(outcome.output)")
            case "junit":
                #expect(outcome.output.contains(#"failures="0" errors="1""#), "\(outcome.output)")
            case "github": #expect(outcome.output.hasPrefix("::error "), "\(outcome.output)")
            default: break
            }
        }
    }
}
