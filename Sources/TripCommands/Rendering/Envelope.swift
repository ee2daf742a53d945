import TripCore

extension Report {
    /// The report as JSON and YAML hold it: always the same keys, in the same order. They are promises.
    func envelope(version: String, time: Double) -> JSONValue {
        [
            "schema": 1,
            "command": .string(command),
            "version": .string(version),
            "time": .string(Timestamp.text(time)),
            "cluster": cluster.map { ["id": .from($0.id), "bootstrap": .list($0.bootstrap)] } ?? .null,
            "verdict": .string(verdict.rawValue),
            "complete": .bool(complete),
            "findings": .array(findings.map(\.json)),
            "error": error?.json ?? .null,
            "data": error == nil ? data ?? .null : .null,
        ]
    }
}

extension Finding {
    fileprivate var json: JSONValue {
        [
            "code": .string(code.rawValue),
            "severity": .string(severity.rawValue),
            "subject": subject.json,
            "text": .string(text),
            "hint": .from(hint),
        ]
    }
}

extension Subject {
    /// What applies, and nothing else.
    fileprivate var json: JSONValue {
        var pairs: [(String, JSONValue)] = []
        if let broker { pairs.append(("broker", .from(broker))) }
        if let topic { pairs.append(("topic", .string(topic))) }
        if let partition { pairs.append(("partition", .from(partition))) }
        if let group { pairs.append(("group", .string(group))) }
        if let container { pairs.append(("container", .string(container))) }
        return .object(pairs)
    }
}

extension Failure {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue),
            "doing": .string(doing),
            "reason": .string(reason),
            "hint": .from(hint),
            "addresses": .array(
                addresses.map { ["address": .string($0.address), "reason": .string($0.reason)] }),
        ]
    }
}
