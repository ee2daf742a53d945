internal import TripCore

/// What one look at the cluster on the engine shows.
struct ClusterSight: Sendable {
    /// The containers.
    var deployment: Deployment
    /// Everything that was seen, for ``Diagnosis``.
    var evidence: LayerEvidence
    /// Bytes of memory in use, by service; no entry where it is not known.
    var memory: [String: Int64]
    /// Why Kafka gave no view of itself; `nil` when it did, or nobody asked.
    var kafkaProblem: Failure?
    /// Logs that could not be read, by service.
    var logProblems: [String: Failure]
}

/// Looks at the cluster on the engine: its containers, their logs, ZooKeeper and Kafka, as much as possible of it at
/// the same time.
struct Lookout: Sendable {
    /// The outside.
    let context: Context
    /// The engine.
    let engine: any EnginePort
    /// When all has to be seen.
    let deadline: Deadline

    /// The cluster's containers as they are now, whoever started them.
    ///
    /// - Throws: when the engine does not say.
    func deployment() throws(Failure) -> Deployment {
        let names = MessagingLayer.serviceNames
        let choice = Deployment.Choice(try engine.containers(), own: MessagingLayer.project, names: names)
        let ids = choice.members + choice.strangers
        return Deployment(choice, ids.isEmpty ? [] : try engine.containers(ids), names: names)
    }

    /// What is to be seen of a deployment.
    ///
    /// - Parameter cluster: the cluster that was dialled; `nil` leaves Kafka's view out.
    func sight(of deployment: Deployment, cluster: (any ClusterPort)?) -> ClusterSight {
        let now = context.now()
        let found = Shared(Findings())
        let engine = engine
        let tasks = deployment.containers.map { service, container in
            (service, container, ServiceEvidence.logPart(of: container, now: now))
        }
        // Small things are quicker done one after the other than each by a thread of its own.
        let (small, large) = (tasks.filter { !Self.isLarge($0.2) }, tasks.filter { Self.isLarge($0.2) })
        var work = ([small] + large.map { [$0] }).filter { !$0.isEmpty }.map { tasks -> @Sendable () -> Void in
            {
                for (service, container, part) in tasks {
                    let memory = container.state == .running ? engine.memoryUsed(by: container) : nil
                    let log = part.map { Self.log(of: container, $0, engine) }
                    found.with { found in
                        found.memory[service] = memory
                        found.logs[service] = log
                    }
                }
            }
        }
        if let question = zooKeeperQuestion(deployment) {
            work.append {
                let state = question()
                found.with { $0.zooKeeper = state }
            }
        }
        // Kafka takes longest, and its port keeps the deadline by itself.
        let wait = context.concurrently(work)
        let kafka = cluster.map { Self.snapshot(of: $0) }
        _ = wait(deadline)
        let seen = found.with { $0 }
        return ClusterSight(
            deployment: deployment,
            evidence: LayerEvidence(
                deployment, logs: seen.logs.compactMapValues(\.value), zooKeeper: seen.zooKeeper, kafka: kafka?.value,
                now: now),
            memory: seen.memory, kafkaProblem: kafka?.failure,
            logProblems: seen.logs.compactMapValues(\.failure))
    }

    /// What the threads bring.
    private struct Findings: Sendable {
        var memory: [String: Int64] = [:]
        var logs: [String: Answer<[LogLine]>] = [:]
        var zooKeeper = ZooKeeperState.notAsked
    }

    /// Whether a part of a log may be long.
    private static func isLarge(_ part: LogPart?) -> Bool { part.map { ($0.tail ?? .max) > 100 } ?? false }

    private static func log(
        of container: Container, _ part: LogPart, _ engine: any EnginePort
    ) -> Answer<[LogLine]> {
        do throws(Failure) {
            return .success(try engine.log(of: container, part))
        } catch {
            return .failure(error)
        }
    }

    private static func snapshot(of cluster: any ClusterPort) -> Answer<ClusterSnapshot> {
        do throws(Failure) {
            let metadata = try cluster.metadata()
            return .success(ClusterSnapshot(metadata: metadata, reach: cluster.reach(of: metadata.brokers)))
        } catch {
            return .failure(error)
        }
    }

    /// How to ask ZooKeeper; `nil` when its container does not run, or is on another machine.
    private func zooKeeperQuestion(_ deployment: Deployment) -> (@Sendable () -> ZooKeeperState)? {
        guard let container = deployment.containers[MessagingLayer.zooKeeper], container.state == .running,
            engine.address.hasPrefix("unix:")
        else { return nil }
        let inside = MessagingLayer.zooKeeperPort
        guard let published = container.ports.first(where: { $0.containerPort == inside }), let port = published.port
        else { return { .unknown(reason: "its port \(inside) is not published") } }
        let host = context.machine.host
        let address = Address(host: Self.near(published.address), port: port)
        let deadline = deadline.patience
        return {
            do throws(Failure) {
                return ZooKeeperState(srvr: try host.ask("srvr", of: address, deadline: deadline))
            } catch {
                return ZooKeeperState(error)
            }
        }
    }

    /// Where something that is published on an address of this machine is called from it.
    static func near(_ address: String) -> String {
        switch address {
        case "", "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: address
        }
    }
}
