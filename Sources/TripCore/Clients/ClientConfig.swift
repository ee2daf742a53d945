/// A setting that a client is advised to have.
public struct ClientSettingAdvice: Sendable, Equatable {
    /// The setting's name, the same in Kafka's Java clients and in librdkafka.
    public var name: String
    /// Its value.
    public var value: String
    /// Why.
    public var why: String

    /// An advice.
    public init(name: String, value: String, why: String) {
        self.name = name
        self.value = value
        self.why = why
    }
}

/// The settings that a producer or a consumer of this cluster is advised to have.
public struct ClientConfig: Sendable, Equatable {
    /// What the client does.
    public enum Client: String, Sendable, CaseIterable {
        /// It writes.
        case producer
        /// It reads, in a group.
        case consumer
    }

    /// What the client does.
    public var client: Client
    /// The settings, `bootstrap.servers` first.
    public var settings: [ClientSettingAdvice]

    /// The group that reads the click logs.
    public static let defaultGroup = "tripclick-consumer"

    /// Where clients inside Docker start from: the brokers' INTERNAL listeners. The EXTERNAL ones would redirect them
    /// to the advertised host.
    public static let insideBootstrap = MessagingLayer.bootstrapInside

    /// Where clients outside Docker start from: the three brokers' EXTERNAL listeners on their host.
    public static func outsideBootstrap(host: HostName) -> String {
        Address.brokers(of: host).map(\.description).joined(separator: ",")
    }

    /// The advice.
    ///
    /// - Parameters:
    ///   - bootstrap: the addresses to start from, with commas between.
    ///   - group: the consumer's group; a producer has none.
    ///   - clientID: what the client calls itself in logs and quotas; `nil` leaves it out.
    /// - Throws: `usage`, for a group or a client id that no configuration file could hold, or a group for a producer.
    public init(_ client: Client, bootstrap: String, group: String? = nil, clientID: String? = nil) throws(Failure) {
        try Self.check(group, "--group")
        try Self.check(clientID, "--client-id")
        if client == .producer, group != nil {
            throw Failure(
                .usage, doing: "use --group", reason: "a producer is in no group",
                hint: "leave --group out, or ask for `tripctl config consumer`")
        }
        self.client = client
        settings = [
            ClientSettingAdvice(
                name: "bootstrap.servers", value: bootstrap,
                why: "where to start from: any one that answers tells of all the others")
        ]
        if let clientID {
            settings.append(
                ClientSettingAdvice(
                    name: "client.id", value: clientID, why: "the name that brokers' logs and `tripctl lag` show"))
        }
        switch client {
        case .producer: settings += Self.producer
        case .consumer: settings += Self.consumer(group ?? Self.defaultGroup)
        }
    }

    private static let producer = [
        ClientSettingAdvice(
            name: "acks", value: "all", why: "a record counts as written once every in-sync replica has it"),
        ClientSettingAdvice(
            name: "linger.ms", value: "5", why: "waits up to 5 ms for more records to send in one batch"),
        ClientSettingAdvice(name: "batch.size", value: "16384", why: "batches of up to 16 KB a partition"),
        ClientSettingAdvice(
            name: "compression.type", value: "lz4", why: "less on the network and on disk for little processor time"),
    ]

    private static func consumer(_ group: String) -> [ClientSettingAdvice] {
        [
            ClientSettingAdvice(
                name: "group.id", value: group, why: "consumers with this id share the partitions and their progress"),
            ClientSettingAdvice(
                name: "auto.offset.reset", value: "earliest",
                why: "without a commit, reading begins with the oldest record, so that none is passed over"),
            ClientSettingAdvice(
                name: "enable.auto.commit", value: "false",
                why: "commit by hand once records are processed: a crash then repeats records and loses none"),
        ]
    }

    private static func check(_ id: String?, _ option: String) throws(Failure) {
        guard let id else { return }
        func failure(_ reason: String) -> Failure {
            Failure(.usage, doing: "use \(option) '\(id)'", reason: reason, hint: "give it a plain name")
        }
        if id.isEmpty { throw failure("it is empty") }
        if id.trimmed != id { throw failure("it begins or ends with a blank, which configuration files drop") }
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control || Character(scalar).isNewline
        }
        if id.unicodeScalars.contains(where: isControl) { throw failure("it has a control character in it") }
    }
}
