/// Whether the volumes that are left belong together: what is there and what is not, and whose data they hold as far as
/// this user may look into them. What nobody can see here the brokers tell once they start.
struct VolumeCheck {
    private let preflight: Preflight

    init(_ preflight: Preflight) { self.preflight = preflight }

    var findings: [Finding] {
        guard let volumes = preflight.volumes, preflight.deployment.containers.isEmpty else { return [] }
        return absent(volumes) + foreign
    }

    private func names(_ service: String) -> [String] { preflight.file.volumeNames(of: service) }

    private func absent(_ volumes: [String]) -> [Finding] {
        let zooKeeper = names(MessagingLayer.zooKeeper)
        let brokers = MessagingLayer.brokers.flatMap { names($0.name) }
        let gone = zooKeeper.filter { !volumes.contains($0) }
        let left = brokers.filter { volumes.contains($0) }
        if !gone.isEmpty, !left.isEmpty {
            return [
                Finding(
                    .clusterIdsDiffer, .warning, .container(MessagingLayer.zooKeeper),
                    "the \(isAre(gone, "volume")) gone, and the brokers' \(left.inWords()) \(left.count == 1 ? "is" : "are") there: without ZooKeeper's data they cannot start",
                    hint:
                        "bring \(gone.count == 1 ? "it" : "them") back from a backup; or give the records up with `tripctl down --volumes`, and `tripctl up`"
                )
            ]
        }
        if gone.isEmpty, left.isEmpty {
            return [
                Finding(
                    .recordsGone, .warning, .cluster,
                    "ZooKeeper's volumes are there, and not one of the brokers': it would remember topics whose records are gone",
                    hint:
                        "bring the volumes \(brokers.inWords()) back from a backup; or start anew with `tripctl down --volumes`, and `tripctl up`"
                )
            ]
        }
        return []
    }

    private func isAre(_ names: [String], _ noun: String) -> String {
        names.count == 1 ? "\(noun) \(names.inWords()) is" : "\(noun)s \(names.inWords()) are"
    }

    /// Data of another broker, or of another cluster than the other brokers' data.
    private var foreign: [Finding] {
        var clusters: [(id: String, services: [String])] = []
        var findings: [Finding] = []
        for broker in MessagingLayer.brokers {
            guard let data = preflight.brokerData[broker.name] else { continue }
            if let id = data.broker, id != broker.id {
                findings.append(
                    Finding(
                        .dataOfAnotherBroker, .warning, .container(broker.name, broker: broker.id),
                        "the volume \(names(broker.name).inWords()) holds the data of broker \(id), and \(broker.name) is broker \(broker.id)",
                        hint: "put each broker's data back into its own volume, then `tripctl up`"))
            }
            guard let id = data.cluster else { continue }
            if let index = clusters.firstIndex(where: { $0.id == id }) {
                clusters[index].services.append(broker.name)
            } else {
                clusters.append((id, [broker.name]))
            }
        }
        if clusters.count > 1 {
            let list = clusters.map { "\($0.id.escaped) (\($0.services.inWords()))" }
            findings.append(
                Finding(
                    .clusterIdsDiffer, .warning, .cluster,
                    "the brokers' volumes hold data of different clusters: \(list.inWords())",
                    hint:
                        "bring back the volumes that belong together; or give the records up with `tripctl down --volumes`, and `tripctl up`"
                ))
        }
        return findings
    }
}

/// Whose data a broker's folder holds, by Kafka's own note in it, `meta.properties`:
///
///     #Tue Nov 24 06:00:00 UTC 2026
///     cluster.id=Kf3mYh2xQ_mmAAAAAAAAAA
///     version=0
///     broker.id=1
public struct BrokerData: Sendable, Equatable {
    /// The cluster's id; `nil` when the note does not say.
    public var cluster: String?
    /// The broker's id; `nil` when the note does not say.
    public var broker: Int32?

    /// The name of the note.
    public static let note = "meta.properties"

    /// Reads the note.
    public init(_ note: String) {
        for line in note.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = String(line[line.index(after: equals)...]).trimmed
            switch String(line[..<equals]).trimmed {
            case "cluster.id" where !value.isEmpty: cluster = value
            case "broker.id": broker = Int32(value)
            default: break
            }
        }
    }
}
