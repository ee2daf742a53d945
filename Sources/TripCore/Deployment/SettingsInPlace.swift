/// What the cluster that is there was started with, as its containers tell it: what nobody asks to change stays so.
public struct SettingsInPlace: Sendable, Equatable {
    /// The host that brokers advertise, when they agree on one that can be called.
    public var host: HostName?
    /// Where the brokers' ports are published, when they agree.
    public var bind: BindAddress?
    /// Whether the web page is published beyond this machine.
    public var exposesUI = false
    /// Whether ZooKeeper is published beyond this machine.
    public var exposesZooKeeper = false
    /// The registry that the images came from; `nil` for Docker Hub.
    public var registry: String?

    /// Reads the settings off containers.
    public init(_ deployment: Deployment) {
        let brokers = MessagingLayer.brokers.compactMap { deployment.containers[$0.name] }
        let hosts = Set(brokers.compactMap { $0.externalListener?.host })
        if hosts.count == 1, let text = hosts.first { host = try? HostName.parse(text) }
        let binds = Set(brokers.flatMap(\.wantedPorts).map(\.address))
        if binds.count == 1, let text = binds.first {
            bind = text.isEmpty ? .everyAddress : try? BindAddress.parse(text)
        }
        exposesUI = Self.isExposed(deployment.containers[MessagingLayer.ui])
        exposesZooKeeper = Self.isExposed(deployment.containers[MessagingLayer.zooKeeper])
        registry = deployment.containers[MessagingLayer.zooKeeper].flatMap { container in
            let plain = "/" + MessagingLayer.zooKeeperImage
            guard container.image.hasSuffix(plain) else { return nil }
            return String(container.image.dropLast(plain.count))
        }
    }

    /// Where the brokers' ports are published, when their host leads there.
    public var usableBind: BindAddress? {
        bind.flatMap { (host ?? .localhost).leads(to: $0) ? $0 : nil }
    }

    private static func isExposed(_ container: Container?) -> Bool {
        guard let container else { return false }
        return container.wantedPorts.contains { InternetAddress($0.address)?.isLoopback != true }
    }
}
