internal import TripCore

/// Looks at the cluster again and again while it changes. Each look dials anew: a connection that is kept knows brokers
/// by the addresses that they had first, and gives up on one that hung up while it started.
struct LayerWatch {
    let session: Session
    let engine: any EnginePort

    /// What one look shows.
    struct Look {
        /// The containers.
        var deployment: Deployment
        /// Everything that was seen.
        var evidence: LayerEvidence
        /// What it means.
        var symptoms: [Symptom]
    }

    /// The containers as they are now.
    func deployment() throws(Failure) -> Deployment {
        try Lookout(context: session.context, engine: engine, deadline: session.deadline).deployment()
    }

    /// Looks at everything.
    func look(until deadline: Deadline) throws(Failure) -> Look {
        let lookout = Lookout(context: session.context, engine: engine, deadline: deadline)
        let deployment = try lookout.deployment()
        let cluster = try connect(to: brokers(of: deployment), until: deadline)
        defer { cluster?.close() }
        let evidence = lookout.sight(of: deployment, cluster: cluster).evidence
        return Look(deployment: deployment, evidence: evidence, symptoms: Diagnosis.symptoms(of: evidence))
    }

    /// The metadata that one broker gives; `nil` when it does not answer.
    func metadata(from broker: MessagingLayer.Broker, in deployment: Deployment, until deadline: Deadline)
        throws(Failure) -> ClusterMetadata?
    {
        guard let container = deployment.containers[broker.name], container.state == .running else { return nil }
        guard let cluster = try connect(to: [container], until: deadline) else { return nil }
        defer { cluster.close() }
        return try? cluster.metadata()
    }

    /// Starts talking to the brokers that run; `nil` when none does.
    func connect(in deployment: Deployment, until deadline: Deadline) throws(Failure) -> (any ClusterPort)? {
        try connect(to: brokers(of: deployment), until: deadline)
    }

    private func brokers(of deployment: Deployment) -> [Container] {
        MessagingLayer.brokers.compactMap { deployment.containers[$0.name] }.filter { $0.state == .running }
    }

    /// Through the ports that are published, whatever is advertised: that may be what is wrong.
    private func connect(to containers: [Container], until deadline: Deadline) throws(Failure) -> (any ClusterPort)? {
        let addresses = containers.compactMap(\.nearAddress)
        guard !addresses.isEmpty else { return nil }
        return try session.context.connect(
            Connection(bootstrap: addresses, settings: session.connection.settings, deadline: deadline))
    }
}

extension Container {
    /// Where this machine calls the broker in it: the port that it publishes for clients outside.
    var nearAddress: Address? {
        guard let outside = MessagingLayer.brokers.first(where: { $0.name == service })?.externalPort,
            let published = ports.first(where: { $0.containerPort == outside }), let port = published.port
        else { return nil }
        return Address(host: Lookout.near(published.address), port: port)
    }
}
