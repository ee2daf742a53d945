internal import TripCore

/// A look at the whole cluster: metadata, and every listener dialled.
struct Survey {
    /// The cluster, to be asked more.
    let cluster: any ClusterPort
    /// What was seen.
    let snapshot: ClusterSnapshot
    /// Who runs the cluster, where it was asked for.
    let plane: ControlPlane
    /// The brokers' racks, as far as they have one, where they were asked for.
    let racks: [Int32: String]

    /// The metadata that was seen.
    var metadata: ClusterMetadata { snapshot.metadata }
}

extension Session {
    /// Looks at the whole cluster.
    ///
    /// - Parameter settings: whether to ask the brokers for what only their own settings tell: who runs the cluster,
    ///   and the racks. Each is asked as soon as it answers the dialling.
    /// - Parameter expectsRecords: whether records will be read later.
    /// - Throws: when nothing answers.
    func survey(settings: Bool = false, expectsRecords: Bool = false) throws(Failure) -> Survey {
        let cluster = try cluster()
        let metadata = try cluster.metadata()
        if expectsRecords, metadata.topic(TopicMetadata.consumerOffsets) != nil { cluster.expectRecords() }
        let names = ["broker.rack", "controller.quorum.voters"]
        let configs = settings ? cluster.brokerConfigs(of: metadata.brokers.map(\.id), named: names) : [:]
        return Survey(
            cluster: cluster,
            snapshot: ClusterSnapshot(
                metadata: metadata, reach: cluster.reach(of: metadata.brokers),
                bootstrapProblems: cluster.bootstrapProblems(beside: metadata.brokers)),
            plane: ControlPlane(configs, controller: metadata.controller),
            racks: configs.compactMapValues { answer in
                answer.value?.first { $0.name == "broker.rack" }?.value.flatMap { $0.isEmpty ? nil : $0 }
            })
    }
}

extension Survey {
    /// The `min.insync.replicas` of topics, `nil` where it could not be read.
    func minISR(of topics: [String]) -> [String: Int?] {
        guard !topics.isEmpty else { return [:] }
        return cluster.topicConfigs(of: topics, named: [ConfigValue.minISR]).mapValues { answer in
            answer.value.flatMap { ConfigValue.minISR(in: $0) }
        }
    }
}

extension ControlPlane {
    /// What the brokers' settings say: on KRaft they name the voters of the controllers' quorum.
    init(_ configs: [Int32: Answer<[ConfigEntry]>], controller: Int32?) {
        let told = configs.values.compactMap(\.value)
        guard !told.isEmpty else {
            let reason = configs.values.lazy.compactMap(\.failure).first?.reason ?? "no broker was asked"
            self = .unknown(reason: reason)
            return
        }
        // A broker older than KRaft has no such setting.
        let voters = told.lazy.joined().first { $0.name == "controller.quorum.voters" }?.value ?? ""
        self = voters.isEmpty ? .zooKeeper(controller: controller) : .kraft
    }
}
