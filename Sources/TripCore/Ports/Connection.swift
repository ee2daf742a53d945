/// Where the cluster is, how to talk to it, and how long the command may take.
public struct Connection: Sendable {
    /// The addresses to start from.
    public var bootstrap: [Address]
    /// librdkafka settings from `--client-config` and `-X`, in the order given; a later one overrides an earlier.
    public var settings: [ClientSetting]
    /// When the command has to be over.
    public var deadline: Deadline

    /// A connection to be made.
    public init(bootstrap: [Address], settings: [ClientSetting] = [], deadline: Deadline) {
        self.bootstrap = bootstrap
        self.settings = settings
        self.deadline = deadline
    }
}

/// A librdkafka setting. Its value may be a secret: see ``isSecret``.
public struct ClientSetting: Sendable, Equatable {
    /// The setting's name, such as `sasl.username`.
    public var name: String
    /// The value as given.
    public var value: String

    /// A setting.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Whether the value must reach no message and no log: the name holds `password`, `secret` or `key`, or holds
    /// them within, as `sasl.jaas.config` and OAUTHBEARER's settings do.
    public var isSecret: Bool {
        let name = name.lowercased()
        return ["password", "secret", "key", "jaas", "oauthbearer.config", "token"].contains { name.contains($0) }
    }
}

/// The Kafka client library that this program runs with.
public struct ClientLibrary: Sendable, Equatable {
    /// Its version, such as `2.0.2`.
    public var version: String
    /// What it was built with, such as `lz4` and `sasl_scram`.
    public var features: [String]

    /// A library.
    public init(version: String, features: [String]) {
        self.version = version
        self.features = features
    }
}
