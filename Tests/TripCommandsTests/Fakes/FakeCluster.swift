import Synchronization
import Testing
import TripCore

/// A cluster that answers what a test says, and nothing else: a part that the test did not set is recorded as an issue
/// when a command asks for it, so that no command asks for more than its test knows of.
final class FakeCluster: ClusterPort {
    /// What is answered. A part that holds answers by name answers for what was asked, and misses none of it.
    struct Parts: Sendable {
        var metadata: Answer<ClusterMetadata>?
        var reach: [Int32: Reach]?
        var bootstrapProblems: [AddressProblem]?
        var brokerConfigs: [Int32: Answer<[ConfigEntry]>]?
        var topicConfigs: [String: Answer<[ConfigEntry]>]?
        var groups: [Int32: Answer<[ListedGroup]>]?
        var observations: [String: GroupObservation]?
        var logRanges: [TopicPartition: Answer<LogRange>]?
        var recordTimes: [TopicPartition: Answer<RecordTime>]?
        /// Creates a topic: the parts are changed as the cluster is.
        var create: (@Sendable (inout Parts, NewTopic) throws(Failure) -> Void)?
        /// Deletes a topic.
        var delete: (@Sendable (inout Parts, String) throws(Failure) -> Void)?
        /// What happens while a command pauses.
        var meanwhile: (@Sendable (inout Parts) -> Void)?
    }

    /// By default no time is left, so that nothing is waited for.
    let deadline: Deadline
    private let parts: Mutex<Parts>
    private let asked = Mutex<[String]>([])

    init(_ parts: Parts, deadline: Deadline = Deadline(after: .zero)) {
        self.parts = Mutex(parts)
        self.deadline = deadline
    }

    /// What was asked, in order, by the names of the questions.
    var questions: [String] { asked.withLock { $0 } }

    func change(_ body: (inout Parts) -> Void) { parts.withLock { body(&$0) } }

    /// A command pauses, and the cluster does not.
    func timePasses() { parts.withLock { $0.meanwhile?(&$0) } }

    /// The deadline stays the test's.
    func renew(_ deadline: Deadline) {}

    func metadata() throws(Failure) -> ClusterMetadata {
        switch part("metadata", \.metadata) {
        case .success(let metadata)?: return metadata
        case .failure(let failure)?: throw failure
        case nil: throw Self.unset("metadata")
        }
    }

    func reach(of brokers: [ListedBroker]) -> [Int32: Reach] {
        answers("reach", \.reach, for: brokers.map(\.id)) ?? [:]
    }

    func bootstrapProblems(beside brokers: [ListedBroker]) -> [AddressProblem] {
        part("bootstrapProblems", \.bootstrapProblems) ?? []
    }

    func brokerConfigs(of brokers: [Int32], named names: [String]) -> [Int32: Answer<[ConfigEntry]>] {
        (answers("brokerConfigs", \.brokerConfigs, for: brokers) ?? [:]).mapValues { $0.only(names) }
    }

    func topicConfigs(of topics: [String], named names: [String]) -> [String: Answer<[ConfigEntry]>] {
        (answers("topicConfigs", \.topicConfigs, for: topics) ?? [:]).mapValues { $0.only(names) }
    }

    func groups(on brokers: [Int32]) -> [Int32: Answer<[ListedGroup]>] {
        answers("groups", \.groups, for: brokers) ?? [:]
    }

    /// A hint, which nothing has to come of.
    func expectCommits(ofOneGroup isOne: Bool) {}

    func observe(_ groups: [GroupQuery], commits: Bool) -> [GroupObservation] {
        guard !groups.isEmpty else { return [] }
        let found = answers("observations", \.observations, for: groups.map(\.group)) ?? [:]
        return groups.compactMap { query in
            var observation = found[query.group]
            if !commits { observation?.committed = [:] }
            return observation
        }
    }

    func logRanges(of partitions: [TopicPartition: Int32]) -> [TopicPartition: Answer<LogRange>] {
        partitions.isEmpty ? [:] : answers("logRanges", \.logRanges, for: Array(partitions.keys)) ?? [:]
    }

    func recordTimes(at offsets: [TopicPartition: Int64]) -> [TopicPartition: Answer<RecordTime>] {
        offsets.isEmpty ? [:] : answers("recordTimes", \.recordTimes, for: Array(offsets.keys)) ?? [:]
    }

    func create(_ topic: NewTopic) throws(Failure) {
        guard let create = part("create", \.create) else { throw Self.unset("create") }
        try change { parts throws(Failure) in try create(&parts, topic) }
    }

    func delete(topic: String) throws(Failure) {
        guard let delete = part("delete", \.delete) else { throw Self.unset("delete") }
        try change { parts throws(Failure) in try delete(&parts, topic) }
    }

    private func change(_ body: (inout Parts) throws(Failure) -> Void) throws(Failure) {
        let result = parts.withLock { parts -> Answer<Void> in
            do throws(Failure) {
                try body(&parts)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func part<Part>(_ name: String, _ path: KeyPath<Parts, Part?>) -> Part? {
        asked.withLock { $0.append(name) }
        let part = parts.withLock { Box(value: $0[keyPath: path]) }.value
        if part == nil { Issue.record("\(name) was asked for, and the test did not set it") }
        return part
    }

    private func answers<Key: Hashable, Value>(
        _ name: String, _ path: KeyPath<Parts, [Key: Value]?>, for keys: [Key]
    ) -> [Key: Value]? {
        guard let all = part(name, path) else { return nil }
        for key in keys where all[key] == nil {
            Issue.record("\(name) was asked for \(key), which the test did not set")
        }
        return all.filter { keys.contains($0.key) }
    }

    private struct Box<Value>: @unchecked Sendable { let value: Value }

    private static func unset(_ name: String) -> Failure {
        Failure(.kafka, doing: "ask for \(name)", reason: "the test did not set it")
    }
}

extension Result where Success == [ConfigEntry] {
    /// The settings of these names; all when none is named.
    fileprivate func only(_ names: [String]) -> Self {
        map { entries in names.isEmpty ? entries : entries.filter { names.contains($0.name) } }
    }
}
