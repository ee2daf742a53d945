internal import TripCore

extension Session {
    /// The engine, and how to look at the cluster on it.
    ///
    /// - Throws: `usage` when what names the engine is wrong.
    func lookout() throws(Failure) -> Lookout {
        Lookout(context: context, engine: try context.machine.engine(deadline), deadline: deadline)
    }

    /// Why an engine that failed to answer cannot be asked; `nil` when it does answer, and the failure is another.
    func trouble(of engine: any EnginePort) -> Finding? {
        EngineTrouble.finding(
            engine.reach(), at: engine.address, hasProgram: context.machine.host.program("docker") != nil)
    }

    /// The cluster that these containers are, dialled where its brokers tell clients to call, unless the command line
    /// says where Kafka is. `nil` when no broker runs: there is nobody to dial.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    func cluster(of deployment: Deployment) throws(Failure) -> (any ClusterPort)? {
        let brokers = MessagingLayer.brokers.compactMap { deployment.containers[$0.name] }
        let running = brokers.filter { $0.state == .running }
        guard !running.isEmpty || options.namesCluster else { return nil }
        start(from: running.compactMap(\.externalAddress), settings: Self.families(running))
        return try cluster()
    }

    /// `localhost` is ::1 first, and what is published on IPv4 addresses alone refuses there: that dial is saved.
    private static func families(_ containers: [Container]) -> [ClientSetting] {
        let isIPv4 = containers.allSatisfy { container in
            !container.ports.isEmpty
                && container.ports.allSatisfy { !$0.address.isEmpty && !$0.address.contains(":") }
        }
        return isIPv4 ? [ClientSetting(name: "broker.address.family", value: "v4")] : []
    }
}
