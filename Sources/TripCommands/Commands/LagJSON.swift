internal import TripCore

// Lag as the machine-readable formats have it. The keys and metric names are promises.

extension LagDrawing {
    /// A group under `data.groups`.
    func json(_ lag: GroupLag) -> JSONValue {
        let total = lag.total
        var pairs: [(String, JSONValue)] = [
            ("group", .string(lag.group)), ("state", .string(lag.state.rawValue)),
            ("coordinator", .from(lag.coordinator)), ("lag", .from(total.lag)), ("lost", .from(total.lost)),
            ("age", .from(ages ? total.age : nil)), ("complete", .bool(total.isComplete)),
        ]
        let rates = rates.map { $0[lag.group] }
        if let rates { pairs.append(("rates", json(rates?.group))) }
        pairs.append(
            (
                "partitions",
                .array(
                    lag.partitions.map { row in
                        var pairs = self.pairs(row)
                        if let rates { pairs.append(("rates", json(rates?.partitions[row.at]))) }
                        return .object(pairs)
                    })
            ))
        pairs.append(("members", .array(lag.members.map(json))))
        return .object(pairs)
    }

    private func pairs(_ row: PartitionLag) -> [(String, JSONValue)] {
        [
            ("topic", .string(row.at.topic)), ("partition", .from(row.at.partition)), ("leader", .from(row.leader)),
            ("committed", .from(row.committed)), ("start", .from(row.start)), ("end", .from(row.end)),
            ("lag", .from(row.lag)), ("lost", .from(row.lost)), ("age", .from(ages ? row.age : nil)),
            ("member", .from(row.member?.id)), ("client", .from(row.member?.clientID)),
            ("host", .from(row.member?.host)), ("note", .from(row.note?.rawValue)),
        ]
    }

    private func json(_ rates: LagRates?) -> JSONValue {
        [
            "produced": .from(rates?.produced), "consumed": .from(rates?.consumed), "catchUp": .from(rates?.catchUp),
        ]
    }

    private func json(_ member: GroupMember) -> JSONValue {
        [
            "member": .string(member.id), "client": .string(member.clientID), "host": .string(member.host),
            "partitions": .array(
                member.assignment.map { ["topic": .string($0.topic), "partition": .from($0.partition)] }),
        ]
    }

    /// A group's values, partition by partition; Prometheus sums them.
    func samples(_ lag: GroupLag) -> [Sample] {
        lag.partitions.flatMap { row in
            let subject = Subject.group(lag.group, row.at)
            return [
                Sample(.groupLag, subject, row.lag), Sample(.groupCommittedOffset, subject, row.committed),
                Sample(.groupLogEndOffset, subject, row.end), Sample(.groupLostRecords, subject, row.lost),
                Sample(.groupOldestSeconds, subject, ages ? row.age : nil),
            ]
        }
    }
}
