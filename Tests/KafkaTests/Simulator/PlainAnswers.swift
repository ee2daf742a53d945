import Foundation
import Testing
import TripSimulator
import TripTestSupport

/// Runs tripctl, and makes what differs from cluster to cluster the same.
struct PlainAnswers {
    /// Where it starts.
    let bootstrap: String

    /// Arguments, status and what was said.
    func answer(to arguments: [String]) async throws -> String {
        let outcome = try await Tripctl(bootstrap: bootstrap).run(arguments + ["-o", "json"])
        let text = (try? JSONTree(plain(outcome.output))).map { ordered($0).description } ?? plain(outcome.output)
        return "\(arguments.joined(separator: " ")) → \(outcome.status ?? -1) \(text) \(plain(outcome.errors))"
    }

    /// Ports become brokers, members' ids lose their ends, and ages their numbers.
    private func plain(_ text: String) -> String {
        var text = text
        for (index, address) in bootstrap.split(separator: ",").enumerated() {
            guard let port = address.split(separator: ":").last else { continue }
            text = text.replacing(port, with: "1000\(index + 1)")
        }
        return text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "UUID")
            .replacing(/oldest record [^"]*/, with: "oldest record AGE")
    }

    /// Without what differs from run to run. Kafka begins at any broker when it spreads `__consumer_offsets`, and
    /// tells settings in the order of their hashes.
    private func ordered(_ tree: JSONTree) -> JSONTree {
        switch tree {
        case .array(let values): return .array(values.map(ordered))
        case .object(let members):
            let passing: Set<String> = ["time", "cluster", "version", "latency", "age", "coordinator"]
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.filter { !passing.contains($0.key) }.map { key, value in
                        guard key == "configs", case .array(let values) = value else {
                            return (key, ordered(value))
                        }
                        return (key, .array(values.sorted { $0.description < $1.description }))
                    }))
        default: return tree
        }
    }
}

/// Where two lines part.
func firstDifference(_ one: String, _ other: String) -> String {
    let same = one.commonPrefix(with: other)
    let from = same.index(same.endIndex, offsetBy: -60, limitedBy: same.startIndex) ?? same.startIndex
    return "Kafka: \(one[from...].prefix(160))\nsimulated: \(other[from...].prefix(160))"
}

extension SimulatedCluster {
    /// Three brokers, of which that one is the controller that happens to be the real one.
    init(like real: KafkaCluster) async throws {
        self.init()
        let brokers = try await Tripctl(real).json(["brokers"])
        controller = Int32(try #require(brokers.data["controller"].number))
    }
}
