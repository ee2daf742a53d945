/// Where to start from, and who said so.
public struct BootstrapChoice: Sendable, Equatable {
    /// The addresses to start from.
    public var addresses: [Address]
    /// Who named them: `--bootstrap`, `bootstrap.servers`, `TRIPCTL_BOOTSTRAP`, `--host`, `KAFKA_HOST`, or `default`.
    public var source: String

    /// Chooses: what the command line says before what the environment says, addresses before a host, and localhost
    /// when nobody says anything. An empty variable counts as absent, as shells make them; an empty option does not.
    ///
    /// - Parameters:
    ///   - option: the value of `--bootstrap`.
    ///   - settings: librdkafka settings, of which `bootstrap.servers` counts, the last one given.
    ///   - variable: the value of `TRIPCTL_BOOTSTRAP`.
    ///   - host: the value of `--host`.
    ///   - hostVariable: the value of `KAFKA_HOST`.
    /// - Throws: `usage`, naming the source.
    public init(
        option: String?, settings: [ClientSetting] = [], variable: String?, host: String?, hostVariable: String?
    ) throws(Failure) {
        let setting = settings.last { $0.isBootstrap }
        if let option {
            self.init(try Address.parse(list: option, source: "--bootstrap"), "--bootstrap")
        } else if let setting {
            self.init(try Address.parse(list: setting.value, source: setting.name), setting.name)
        } else if let variable, !variable.isEmpty {
            self.init(try Address.parse(list: variable, source: "TRIPCTL_BOOTSTRAP"), "TRIPCTL_BOOTSTRAP")
        } else if let host {
            self.init(try Self.brokers(of: host, source: "--host"), "--host")
        } else if let hostVariable, !hostVariable.isEmpty {
            self.init(try Self.brokers(of: hostVariable, source: "KAFKA_HOST"), "KAFKA_HOST")
        } else {
            self.init(Address.brokers(of: .localhost), "default")
        }
    }

    private init(_ addresses: [Address], _ source: String) {
        self.addresses = addresses
        self.source = source
    }

    private static func brokers(of host: String, source: String) throws(Failure) -> [Address] {
        Address.brokers(of: try HostName.parse(host, source: source))
    }
}

extension Address {
    /// The three brokers on a host, as clients outside Docker call them.
    public static func brokers(of host: HostName) -> [Address] {
        brokerPorts.map { Address(host: host.text, port: $0) }
    }
}
