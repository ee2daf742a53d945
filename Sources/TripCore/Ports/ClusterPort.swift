/// A connection to one cluster, under one deadline. Everything that commands ask of Kafka goes through it; none of the
/// questions creates a topic, joins a group or commits.
///
/// A broker is asked only once it has answered the dialling. A question to a broker that refuses fails at once; to one
/// that says nothing, when the deadline's patience has run out.
public protocol ClusterPort: Sendable {
    /// The deadline of everything that is asked here.
    var deadline: Deadline { get }

    /// Puts another deadline in the place of the first: for the next round of questions on the same connections.
    func renew(_ deadline: Deadline)

    /// The cluster as one broker describes it, asked afresh.
    ///
    /// - Throws: `unreachable` with each address and its reason when all of them refuse; `timedOut` when nothing came.
    func metadata() throws(Failure) -> ClusterMetadata

    /// What came of dialling these listed brokers: waits until each has answered or refused, or patience ends.
    func reach(of brokers: [ListedBroker]) -> [Int32: Reach]

    /// The bootstrap addresses that have not answered, with what is known of why. Addresses that are a listed broker's
    /// are left out: what came of dialling those is in ``reach(of:)``.
    func bootstrapProblems(beside brokers: [ListedBroker]) -> [AddressProblem]

    /// These settings of the brokers themselves, all asked at once.
    func brokerConfigs(of brokers: [Int32], named names: [String]) -> [Int32: Answer<[ConfigEntry]>]

    /// The effective settings of topics, in one question; only the named ones, unless none is named.
    func topicConfigs(of topics: [String], named names: [String]) -> [String: Answer<[ConfigEntry]>]

    /// Which of the brokers that answer know of a topic, each asked itself: they learn of a creation or a deletion one
    /// after the other, on KRaft visibly so. A broker that says something else is left out.
    func knowledge(of topic: String) -> [Int32: Bool]

    /// The groups that each of the brokers coordinates.
    func groups(on brokers: [Int32]) -> [Int32: Answer<[ListedGroup]>]

    /// Says ahead of time that commits will be asked for, of one group or of more, so that what it takes can begin.
    func expectCommits(ofOneGroup isOne: Bool)

    /// State, members and, when asked for, commits of groups, each asked of its coordinator (`nil`: Kafka is asked who
    /// that is), all at once. The state of a group that its coordinator does not list is `notFound`.
    func observe(_ groups: [GroupQuery], commits: Bool) -> [GroupObservation]

    /// The first and the next offset of each partition, each asked of its leader, all at once.
    func logRanges(of partitions: [TopicPartition: Int32]) -> [TopicPartition: Answer<LogRange>]

    /// When the record at each offset was written, read without joining a group: at most one record a partition.
    /// A partition whose record could not be read in time is a failure.
    func recordTimes(at offsets: [TopicPartition: Int64]) -> [TopicPartition: Answer<RecordTime>]

    /// Says ahead of time that records will be read, so that what it takes can begin while brokers that say nothing are
    /// waited for. Only of a cluster that has groups: it makes Kafka look for coordinators.
    func expectRecords()

    /// Creates a topic, through the controller.
    ///
    /// - Throws: `refused` with Kafka's reason; `timedOut` when the outcome is unknown: look at the metadata.
    func create(_ topic: NewTopic) throws(Failure)

    /// Deletes a topic, through the controller.
    ///
    /// - Throws: `refused` with Kafka's reason; `notFound`; `timedOut` when the outcome is unknown.
    func delete(topic: String) throws(Failure)

    /// Lets go of the connections, for who looks at a cluster again and again while it changes: a connection knows
    /// brokers by the addresses that they had first. Nothing may be asked afterwards.
    func close()
}

extension ClusterPort {
    /// Nothing: the end of the process does it.
    public func close() {}

    /// Nothing, of a cluster whose records are read at once.
    public func expectRecords() {}

    /// Nothing, from a cluster that cannot be asked broker by broker.
    public func knowledge(of topic: String) -> [Int32: Bool] { [:] }
}

/// A group to ask about, and whom to ask.
public struct GroupQuery: Sendable, Hashable {
    /// The group's name.
    public var group: String
    /// Its coordinator; `nil` when Kafka has to be asked.
    public var coordinator: Int32?

    /// A question.
    public init(_ group: String, coordinator: Int32?) {
        self.group = group
        self.coordinator = coordinator
    }
}

/// The part of a partition's log that can be read.
public struct LogRange: Sendable, Equatable {
    /// The first offset that can still be read.
    public var start: Int64
    /// The offset that the next record will get (the high watermark).
    public var end: Int64

    /// A range.
    public init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }
}

/// When a record was written.
public enum RecordTime: Sendable, Equatable {
    /// By its timestamp, in milliseconds since 1970 UTC.
    case at(milliseconds: Int64)
    /// There is no record at or after the offset: nothing waits.
    case nothingWaits
    /// The record carries no timestamp.
    case none
}
