internal import TripCore

/// Reads how far groups are behind: who coordinates each, what each has committed, where the logs begin and end, and
/// when the oldest waiting records were written. Commits are read before ends, so that no lag is negative.
struct LagReading {
    let cluster: any ClusterPort
    /// Topics to look at; `nil` for all.
    var topics: Set<String>?
    /// Whether it is well when a group that is named does not exist.
    var allowsMissing = false
    /// Whether to read the age of the oldest unprocessed record of each partition.
    var readsTimes: Bool
    /// Milliseconds since 1970 UTC.
    var now: @Sendable () -> Int64
    /// Waits a little before a coordinator that is moving is asked again.
    var pause: (Duration) -> Void
    /// Says what is being waited for.
    var progress: (String) -> Void

    /// How long between two looks for a coordinator that is moving.
    private static let step = Duration.milliseconds(300)

    /// How long a coordinator is asked before the metadata is looked at again: it may name another by then.
    private static let round = Duration.seconds(4)

    /// The metadata to find groups by. Where records will be read, what that takes begins now: a broker that says nothing
    /// would leave too little time for it later.
    func metadata() throws(Failure) -> ClusterMetadata {
        let metadata = try cluster.metadataOfGroups(pause: pause)
        if readsTimes, metadata.topic(TopicMetadata.consumerOffsets) != nil { cluster.expectRecords() }
        return metadata
    }

    /// The lag of the groups that these questions are about, in their order.
    func lags(of queries: [GroupQuery], _ metadata: ClusterMetadata) -> [GroupLag] {
        lags(from: cluster.observe(queries, commits: true), metadata, near: [])
    }

    /// The lag of groups named by the user. A coordinator that is down or moving is waited for until the deadline:
    /// Kafka elects another within 18 seconds.
    func lags(ofNamed groups: [String]) throws(Failure) -> (metadata: ClusterMetadata, lags: [GroupLag]) {
        cluster.expectCommits(ofOneGroup: groups.count == 1)
        var told = false
        while true {
            let metadata = try metadata()
            let whole = cluster.deadline
            cluster.renew(whole.capped(at: Self.round))
            let observations = observe(groups, metadata)
            cluster.renew(whole)
            let moving = observations.first { $0.problem.map(Self.mayPass) ?? false }
            guard let moving, cluster.deadline.remaining > Self.step * 2 else {
                let names =
                    observations.contains { $0.state == .notFound }
                    ? cluster.listing(metadata).groups.map(\.group) : []
                return (metadata, lags(from: observations, metadata, near: names))
            }
            if !told {
                progress("waiting for the coordinator of group \(moving.group): \(moving.problem?.reason ?? "")")
            }
            told = true
            pause(Self.step)
        }
    }

    /// Whether asking again later may help: the coordinator is unreachable, silent or moving.
    private static func mayPass(_ failure: Failure) -> Bool {
        failure.kind == .unreachable || failure.kind == .timedOut
    }

    private func observe(_ groups: [String], _ metadata: ClusterMetadata) -> [GroupObservation] {
        let plan = GroupPlan(groups, in: metadata)
        let all = plan.settled + cluster.observe(plan.queries, commits: true)
        let byName = Dictionary(all.map { ($0.group, $0) }, uniquingKeysWith: { $1 })
        return groups.compactMap { byName[$0] }
    }

    private func lags(
        from observations: [GroupObservation], _ metadata: ClusterMetadata, near names: [String]
    ) -> [GroupLag] {
        let questions = GroupLag.logRangeQuestions(of: observations, in: metadata, topics: topics)
        let ranges = cluster.logRanges(of: questions)
        var lags = observations.map { observation in
            GroupLag(
                observation: observation, metadata: metadata, ranges: ranges, topics: topics,
                nearNames: observation.state == .notFound ? NearNames.of(observation.group, in: names) : [],
                mayBeMissing: allowsMissing)
        }
        guard readsTimes else { return lags }
        readTimes(into: &lags)
        return lags
    }

    /// Groups may wait at different places of one partition, and a round reads one record of each: there are as many
    /// rounds as places of the partition that has most.
    private func readTimes(into lags: inout [GroupLag]) {
        var places: [TopicPartition: [Int64]] = [:]
        for (at, offset) in lags.lazy.flatMap(\.recordTimeQuestions) where !places[at, default: []].contains(offset) {
            places[at, default: []].append(offset)
        }
        var found: [TopicPartition: [Int64: Answer<RecordTime>]] = [:]
        for round in 0..<(places.values.map(\.count).max() ?? 0) {
            let questions = places.compactMapValues { $0.indices.contains(round) ? $0[round] : nil }
            for (at, time) in cluster.recordTimes(at: questions) {
                if let offset = questions[at] { found[at, default: [:]][offset] = time }
            }
        }
        let now = now()
        for index in lags.indices {
            var times: [TopicPartition: Answer<RecordTime>] = [:]
            for (at, offset) in lags[index].recordTimeQuestions { times[at] = found[at]?[offset] }
            lags[index].read(times: times, now: now)
        }
    }
}

extension ClusterPort {
    /// Metadata to find groups by. For a moment after the first group ever has come, one broker knows of
    /// `__consumer_offsets` and another does not: as long as any does, metadata without it is too old to say that there
    /// are no groups.
    func metadataOfGroups(pause: (Duration) -> Void) throws(Failure) -> ClusterMetadata {
        while true {
            let metadata = try metadata()
            guard metadata.topic(TopicMetadata.consumerOffsets) == nil,
                knowledge(of: TopicMetadata.consumerOffsets).values.contains(true),
                deadline.remaining > .milliseconds(100)
            else { return metadata }
            pause(.milliseconds(30))
        }
    }

    /// Every group there is, as far as its coordinator answers. On a brand-new cluster nobody is asked.
    func listing(_ metadata: ClusterMetadata) -> GroupListing {
        GroupListing(groups(on: GroupListing.brokersToAsk(in: metadata)), metadata: metadata)
    }
}

extension GroupListing {
    /// A question about each group, to its coordinator.
    var queries: [GroupQuery] { groups.map { GroupQuery($0.group, coordinator: $0.coordinator) } }
}
