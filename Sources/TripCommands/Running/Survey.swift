internal import TripCore

/// A look at the whole cluster: metadata, and every listener dialled.
struct Survey {
    /// The cluster, to be asked more.
    let cluster: any ClusterPort
    /// What was seen.
    let snapshot: ClusterSnapshot

    /// The metadata that was seen.
    var metadata: ClusterMetadata { snapshot.metadata }
}

extension Session {
    /// Looks at the whole cluster.
    ///
    /// - Throws: when nothing answers.
    func survey() throws(Failure) -> Survey {
        let cluster = try cluster()
        let metadata = try cluster.metadata()
        return Survey(
            cluster: cluster,
            snapshot: ClusterSnapshot(
                metadata: metadata, reach: cluster.reach(of: metadata.brokers),
                bootstrapProblems: cluster.bootstrapProblems(beside: metadata.brokers)))
    }
}

extension Survey {
    /// Who runs the cluster, and the brokers' racks: what only the brokers' own settings tell.
    func brokerSettings() -> (plane: ControlPlane, racks: [Int32: String]) {
        let answers = cluster.brokerConfigs(
            of: metadata.brokers.map(\.id).filter { snapshot.live.contains($0) },
            named: ["broker.rack", "controller.quorum.voters"])
        var racks: [Int32: String] = [:]
        var voters: String?
        for (broker, answer) in answers {
            guard let entries = answer.value else { continue }
            // A broker older than KRaft has no such setting.
            voters = voters ?? ""
            for entry in entries {
                if entry.name == "broker.rack", let rack = entry.value, !rack.isEmpty { racks[broker] = rack }
                if entry.name == "controller.quorum.voters" { voters = entry.value ?? "" }
            }
        }
        guard let voters else {
            let reason = answers.values.lazy.compactMap(\.failure).first?.reason ?? "no broker could be asked"
            return (.unknown(reason: reason), racks)
        }
        return (voters.isEmpty ? .zooKeeper(controller: metadata.controller) : .kraft, racks)
    }

    /// The `min.insync.replicas` of topics, `nil` where it could not be read.
    func minISR(of topics: [String]) -> [String: Int?] {
        guard !topics.isEmpty else { return [:] }
        return cluster.topicConfigs(of: topics, named: [ConfigValue.minISR]).mapValues { answer in
            answer.value.flatMap { ConfigValue.minISR(in: $0) }
        }
    }
}
