/// What a person may choose about the cluster that runs on a Docker engine. Everything else is ``MessagingLayer``'s.
public struct DeploymentSettings: Sendable, Equatable {
    /// The host that the brokers tell clients to call.
    public let host: HostName
    /// Where the brokers' ports are published.
    public let bind: BindAddress
    /// Whether other machines reach the UI.
    public let exposesUI: Bool
    /// Whether other machines reach ZooKeeper.
    public let exposesZooKeeper: Bool
    /// Whether there is a UI at all.
    public let hasUI: Bool
    /// The registry that images are pulled from, as a prefix without a slash at its end; `nil` for Docker Hub.
    public let registry: String?
    /// Whether host and bind are only what holds when the variables `KAFKA_HOST` and `TRIPCTL_BIND` are not set, for a
    /// file that people start by hand.
    public let interpolates: Bool

    /// Settings that agree with each other.
    ///
    /// - Parameter bind: `nil` publishes as few addresses as the host allows: the host itself when it is a loopback
    ///   address, else all of the machine, for IPv6 too when the host is an IPv6 address.
    /// - Throws: `usage` when the brokers would be published where nobody who calls the host finds them: one of both is
    ///   this machine alone, and the other is not.
    public init(
        host: HostName = .localhost, bind: BindAddress? = nil, exposesUI: Bool = false, exposesZooKeeper: Bool = false,
        hasUI: Bool = true, registry: String? = nil, interpolates: Bool = false
    ) throws(Failure) {
        if let bind, let address = bind.text, bind.isLoopback, !host.isReached(at: bind) {
            throw Failure(
                .usage, doing: "use --bind \(address) with host \(host.text)",
                reason: "clients are told to call \(host.text), and would find nobody there",
                hint: "leave --bind out, or give --host localhost for clients on this machine alone")
        }
        // A file that leaves the host open is for whichever host it is started with.
        if let bind, let address = bind.text, !interpolates, !host.leads(to: bind) {
            throw Failure(
                .usage, doing: "use --bind \(address) with host \(host.text)",
                reason:
                    "clients are told to call \(host.text), which is this machine alone, and would find nobody there",
                hint: "leave --bind out, or give --host \(address) for clients on other machines")
        }
        self.host = host
        self.bind = bind ?? (interpolates ? Self.everyAddress(for: host) : Self.bind(for: host))
        self.exposesUI = exposesUI
        self.exposesZooKeeper = exposesZooKeeper
        self.hasUI = hasUI
        self.registry = registry
        self.interpolates = interpolates
    }

    /// Where clients outside Docker start from: `localhost:9092,localhost:9093,localhost:9094`.
    public var bootstrapOutside: String { ClientConfig.outsideBootstrap(host: host) }

    private static func bind(for host: HostName) -> BindAddress {
        guard host.isLoopback else { return everyAddress(for: host) }
        return host.kind == .name ? .loopback : .only(host.text)
    }

    /// Every address of the host's own kind. An entry with an IPv4 address would leave an IPv6 host unheard, and one
    /// with an IPv6 address every client on IPv4.
    static func everyAddress(for host: HostName) -> BindAddress {
        host.kind == .ipv6 ? .everyAddress : .everyIPv4
    }
}

extension HostName {
    /// Whether who calls the host can find what is published there. Where an address leads that is no loopback address,
    /// only the network knows.
    public func leads(to bind: BindAddress) -> Bool {
        guard case .only = bind else { return true }
        return bind.isLoopback ? isReached(at: bind) : !isLoopback
    }

    /// Whether who calls the host on this machine finds what is published on that loopback address: one address is
    /// not another, and a name such as `localhost` may be any of them.
    fileprivate func isReached(at loopback: BindAddress) -> Bool {
        guard isLoopback else { return false }
        guard kind != .name, case .only(let address) = loopback else { return true }
        return InternetAddress(text) == InternetAddress(address)
    }
}
