/// The cluster that tripctl runs: every name and number of it, once.
public enum MessagingLayer {
    /// The compose project.
    public static let project = "tripclick"
    /// The project's network.
    public static let network = "tripclick_default"

    /// The label on everything that tripctl's compose file makes, and its value.
    public static let layerLabel = (name: "io.tripctl.layer", value: "messaging")
    /// The label that says which shape of the file a container was made from, and its value. It holds nothing that a
    /// person chooses: another host would make another ZooKeeper of it.
    public static let renderLabel = (name: "io.tripctl.render", value: "1")

    /// The one ZooKeeper.
    public static let zooKeeper = "zookeeper"
    /// ZooKeeper's port for clients.
    public static let zooKeeperPort = 2181
    /// The web page on the cluster.
    public static let ui = "kafka-ui"
    /// The web page's port.
    public static let uiPort = 8080
    /// The port that brokers, the web page and whatever else is on the network call brokers on.
    public static let internalPort = 29092

    /// Every service, in the order in which they start.
    public static let serviceNames = [zooKeeper] + brokers.map(\.name) + [ui]

    /// Confluent 7.5.1 is Apache Kafka 3.5.1 with ZooKeeper 3.6.4.
    static let zooKeeperImage = "confluentinc/cp-zookeeper:7.5.1"
    static let brokerImage = "confluentinc/cp-kafka:7.5.1"
    static let uiImage = "provectuslabs/kafka-ui:latest"

    /// Bytes: metadata only.
    static let zooKeeperMemory: Int64 = 1 << 30
    /// Bytes: half for the JVM's heap, half for the page cache.
    static let brokerMemory: Int64 = 2 << 30
    /// Bytes: without a limit it would not fit beside the others in 8 GB.
    static let uiMemory: Int64 = 768 << 20

    /// One of the brokers.
    public struct Broker: Sendable, Equatable {
        /// Its id.
        public let id: Int32
        /// The port that clients outside Docker call it on.
        public let externalPort: Int

        /// The name of its service, its container and its host on the network: `kafka-1`.
        public var name: String { "kafka-\(id)" }
        /// Where it is called on the network.
        public var internalAddress: Address { Address(host: name, port: MessagingLayer.internalPort) }
    }

    /// The three brokers.
    public static let brokers = (1...3).map { Broker(id: $0, externalPort: 9091 + Int($0)) }

    /// Where clients on the Docker network start from. The ports for clients outside would redirect them to the
    /// advertised host.
    public static let bootstrapInside = brokers.map(\.internalAddress.description).joined(separator: ",")
}
