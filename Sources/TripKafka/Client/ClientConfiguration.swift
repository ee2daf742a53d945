internal import CRdKafka
internal import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The settings of a librdkafka handle that asks a few questions and ends.
struct ClientConfiguration: Sendable {
    /// Where to start; nowhere yet when empty.
    var bootstrap: [Address]
    /// What the user set.
    var settings: [ClientSetting]
    /// Settings of this handle alone; they override the user's.
    var own: [String: String] = [:]

    /// What every handle is set to, before the user's settings. Each line removes a wait that was measured with 2.0.2.
    private static let base = [
        // A consumer handle never creates the topics that it asks about; with a group id it would still make the
        // cluster create `__consumer_offsets`, so only handles that need one have one.
        ("allow.auto.create.topics", "false"),
        // Dial every broker at once: sparse, each dead bootstrap address costs a second.
        ("enable.sparse.connections", "false"),
        // Nagle's algorithm holds the first question back for a round trip.
        ("socket.nagle.disable", "true"),
        // The second address of a name is tried after this: by default 75 to 275 ms later.
        ("reconnect.backoff.ms", "5"),
        ("reconnect.backoff.max.ms", "200"),
        // Log ends, not last stable offsets.
        ("isolation.level", "read_uncommitted"),
        // Asked once, not watched.
        ("topic.metadata.refresh.interval.ms", "-1"),
        ("client.id", "tripctl"),
        // Nine letters, because their number and one more stands before them in the first request: a line feed. A web
        // server waits for the end of a line before it says that this is no request of its own.
        ("client.software.name", "tripctl-c"),
        ("log_level", "6"),
    ]

    /// Settings that a client's file may well hold and that must not reach a handle that only reads: with a group id
    /// a question writes. Addresses are `bootstrap`'s.
    private static let ignored = ["group.id", "group.instance.id", "bootstrap.servers", "metadata.broker.list"]

    /// Makes the C configuration.
    ///
    /// - Throws: `usage`, naming the setting that librdkafka refuses. The value of a secret is in no message.
    func make() throws(Failure) -> Native<ConfKind> {
        let conf = Native<ConfKind>(owning: rd_kafka_conf_new())
        for (name, value) in Self.base { try set(name, value, in: conf) }
        if !bootstrap.isEmpty { try set("bootstrap.servers", bootstrap.joined, in: conf) }
        if usesTLS, value(of: "ssl.ca.location") == nil, let authorities = Self.hashedAuthorities {
            // Reading the one-file bundle takes 50 ms; the folder of hashed links is read as needed.
            try set("ssl.ca.location", authorities, in: conf)
        }
        for setting in settings where !Self.ignored.contains(setting.name) {
            try set(setting.name, setting.value, secret: setting.isSecret, in: conf)
        }
        for (name, value) in own { try set(name, value, in: conf) }
        return conf
    }

    private func set(
        _ name: String, _ value: String, secret: Bool = false, in conf: borrowing Native<ConfKind>
    ) throws(Failure) {
        let (code, reason) = conf.withPointer { conf in withReason { rd_kafka_conf_set(conf, name, value, $0, $1) } }
        switch code {
        case RD_KAFKA_CONF_OK: return
        case RD_KAFKA_CONF_UNKNOWN:
            throw Failure(
                .usage, doing: "set \(name)", reason: "librdkafka has no such setting",
                hint: "the settings are librdkafka's own: see its CONFIGURATION.md")
        default:
            throw Failure(.usage, doing: "set \(name)", reason: secret ? "librdkafka refuses its value" : reason)
        }
    }

    /// The last value that the user gave a setting.
    func value(of name: String) -> String? { settings.last { $0.name == name }?.value }

    private var usesTLS: Bool { value(of: "security.protocol")?.lowercased().contains("ssl") ?? false }

    /// Whether Kerberos may be wanted: it is SASL's default mechanism.
    var mayUseKerberos: Bool {
        guard value(of: "security.protocol")?.lowercased().hasPrefix("sasl") ?? false else { return false }
        let mechanism = value(of: "sasl.mechanism") ?? value(of: "sasl.mechanisms") ?? "GSSAPI"
        return mechanism.uppercased() == "GSSAPI"
    }

    /// The folder of certificates with hashed links, where the system has one. Without the links OpenSSL would find
    /// nothing in it.
    private static var hashedAuthorities: String? {
        #if os(Linux)
        let path = "/etc/ssl/certs"
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".0") { return path }
        }
        #endif
        return nil
    }
}

extension [Address] {
    /// The addresses as librdkafka takes them.
    var joined: String { map(\.description).joined(separator: ",") }
}
