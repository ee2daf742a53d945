/// Brokers that cannot fetch from one another, by what the one that tries writes:
/// `[ReplicaFetcher replicaId=3, leaderId=2, fetcherId=0] Connection to node 2 (kafka-2/172.18.0.4:29092) could not be
/// established. Broker may not be available. (org.apache.kafka.clients.NetworkClient)`.
enum FetchErrors {
    /// How fresh the last of the errors has to be, in milliseconds: they come every second from one that is refused,
    /// every ten from one that is not answered. So it is three times as long as between the last two, within this.
    private static let freshness: ClosedRange<Int64> = 4_000...15_000
    /// How long after a start errors mean nothing, in milliseconds: the other has yet to listen.
    private static let settling: Int64 = 15_000
    /// How many errors it takes.
    private static let least = 2

    /// One for each pair of running brokers that are cut apart.
    static func symptoms(_ views: [ServiceView]) -> [Symptom] {
        let running = views.filter { $0.broker != nil && $0.container.state == .running && !$0.isLooping }
        return running.flatMap { view in
            let errors = errors(in: view)
            return running.compactMap { other -> Symptom? in
                guard let id = other.broker?.id, let times = errors[id], isCut(view, other, times) else { return nil }
                return view.symptom(
                    .cutApart, .critical,
                    "\(view.container.name) cannot reach \(other.container.name), and both run: writes with acks=all "
                        + "to partitions that they share stop",
                    hint: "see what stands between them on the Docker network; "
                        + "`tripctl restart \(other.name)` makes its connections anew", .needsPerson)
            }
        }
    }

    private static func isCut(_ view: ServiceView, _ other: ServiceView, _ times: [Int64]) -> Bool {
        let now = view.evidence.now
        guard let start = view.container.startedAt, let otherStart = other.container.startedAt else { return false }
        let counted = times.filter { $0 > max(start, otherStart) + settling && now - $0 < 60_000 }
        let newest = counted.sorted().suffix(2)
        guard counted.count >= least, let last = newest.last, let before = newest.first else { return false }
        return now - last < min(max(3 * (last - before), freshness.lowerBound), freshness.upperBound)
    }

    /// When a broker could not fetch, in milliseconds since 1970, by the broker that it fetches from.
    private static func errors(in view: ServiceView) -> [Int32: [Int64]] {
        var found: [Int32: [Int64]] = [:]
        for line in view.lines {
            guard let parsed = line.parsed, parsed.message.hasPrefix("[ReplicaFetcher ") else { continue }
            guard texts.contains(where: { parsed.message.utf8.hold($0) }) else { continue }
            guard let leader = parsed.message.between("leaderId=", ",").flatMap({ Int32($0) }) else { continue }
            found[leader, default: []].append(line.time ?? parsed.time)
        }
        return found
    }

    private static let texts = [
        "could not be established", "Error connecting to node", "Error in response for fetch request",
    ]
}
