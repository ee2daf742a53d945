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

    /// Begins to dial where the cluster is when it was started with what is usual. Asking the engine where it really is
    /// takes about as long as the dialling.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    func dialAhead() throws(Failure) -> EarlyDial {
        let connection = connection(to: Address.brokers(of: .localhost), settings: [.ipv4])
        return EarlyDial(connection: connection, cluster: try context.connect(connection))
    }

    /// The cluster that these containers are, dialled where its brokers tell clients to call, unless the command line
    /// says where Kafka is. `nil` when no broker runs: there is nobody to dial.
    ///
    /// - Throws: `usage` for a setting that librdkafka refuses.
    func cluster(of deployment: Deployment, dialled early: EarlyDial) throws(Failure) -> (any ClusterPort)? {
        let brokers = MessagingLayer.brokers.compactMap { deployment.containers[$0.name] }
        let running = brokers.filter { $0.state == .running }
        guard !running.isEmpty || options.namesCluster else {
            early.cluster.close()
            return nil
        }
        let advertised = running.compactMap(\.externalAddress)
        var real = connection(to: advertised, settings: Self.families(running))
        settle(on: real)
        // A broker that was not dialled shows in the metadata all the same.
        if real.settings == early.connection.settings, real.bootstrap.allSatisfy(early.connection.bootstrap.contains) {
            return early.cluster
        }
        early.cluster.close()
        // An address that leads nowhere must not hide what the brokers know: they are called where they listen, too.
        if real.bootstrap == advertised {
            real.bootstrap += running.compactMap(\.nearAddress).filter { !advertised.contains($0) }
        }
        return try context.connect(real)
    }

    /// `localhost` is ::1 first, and what is published on IPv4 addresses alone refuses there: that dial is saved.
    private static func families(_ containers: [Container]) -> [ClientSetting] {
        let isIPv4 = containers.allSatisfy { container in
            !container.ports.isEmpty
                && container.ports.allSatisfy { !$0.address.isEmpty && !$0.address.contains(":") }
        }
        return isIPv4 ? [.ipv4] : []
    }
}

/// A cluster that was dialled before it was known whether it is there.
struct EarlyDial {
    /// How it was dialled.
    let connection: Connection
    /// The cluster.
    let cluster: any ClusterPort
}

extension ClientSetting {
    /// Only IPv4 addresses are dialled.
    fileprivate static let ipv4 = ClientSetting(name: "broker.address.family", value: "v4")
}
