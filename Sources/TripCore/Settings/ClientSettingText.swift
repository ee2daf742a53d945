extension ClientSetting {
    /// Whether it names the addresses to start from, which ``BootstrapChoice`` decides about.
    public var isBootstrap: Bool { name == "bootstrap.servers" || name == "metadata.broker.list" }

    /// Reads `name=value`. Blanks round the name and the value go.
    ///
    /// - Parameter source: where it was given, such as `-X`.
    /// - Throws: `usage`, naming the setting and never its value.
    public static func parse(_ text: String, source: String = "-X") throws(Failure) -> ClientSetting {
        // What stands before anything that could part a name from its value: the rest may be a secret.
        let name = String(
            text.trimmed.unicodeScalars.prefix { $0.isASCIILetterOrDigit || $0 == "." || $0 == "_" || $0 == "-" })
        func failure(_ reason: String, hint: String = "give NAME=VALUE, such as security.protocol=sasl_ssl") -> Failure
        {
            Failure(.usage, doing: "read \(source)" + (name.isEmpty ? "" : " \(name)"), reason: reason, hint: hint)
        }
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { throw failure("there is no = in it") }
        let given = String(sides[0]).trimmed
        if given.isEmpty { throw failure("there is no name before the =") }
        guard given == name else { throw failure("a setting's name has letters, digits, '.', '_' and '-'") }
        if let way = JavaSetting.way(name) {
            throw failure("it is a setting of Kafka's Java clients, and tripctl talks through librdkafka", hint: way)
        }
        return ClientSetting(name: name, value: String(sides[1]).trimmed)
    }

    /// Reads a file of `name=value` lines. Empty lines and lines that begin with `#` are passed over.
    ///
    /// - Parameter name: the file's name, for the error.
    /// - Throws: `usage`, with the line's number.
    public static func parse(file text: String, name: String) throws(Failure) -> [ClientSetting] {
        var settings: [ClientSetting] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            var line = String(line).trimmed
            // Some editors begin a file with a byte order mark.
            if index == 0, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
            if line.isEmpty || line.hasPrefix("#") { continue }
            settings.append(try parse(line, source: "\(name) line \(index + 1):"))
        }
        return settings
    }
}

/// Settings that only Kafka's Java clients know, and librdkafka's way to the same end.
enum JavaSetting {
    /// librdkafka's way to what a Java setting does; `nil` when the setting is not one of Java's alone.
    static func way(_ name: String) -> String? {
        if let way = ways[name] { return way }
        if name.hasSuffix(".serializer") || name.hasSuffix(".deserializer") {
            return "leave it out: librdkafka carries bytes and has no (de)serializers"
        }
        if name.hasSuffix(".class") || name.hasSuffix(".classes") || name.hasPrefix("metrics.") {
            return "leave it out: it names code or metrics of the Java client"
        }
        return nil
    }

    private static let ways: [String: String] = [
        "sasl.jaas.config": "set sasl.username and sasl.password, with sasl.mechanism and security.protocol",
        "sasl.login.callback.handler.class": "set sasl.oauthbearer.method=oidc and the sasl.oauthbearer settings",
        "ssl.truststore.location": "set ssl.ca.location to a PEM file of the CA certificates",
        "ssl.truststore.password": "leave it out: ssl.ca.location takes a PEM file, which has no password",
        "ssl.truststore.type": "leave it out: ssl.ca.location takes a PEM file",
        "ssl.truststore.certificates": "set ssl.ca.pem, or ssl.ca.location to a PEM file",
        "ssl.keystore.type": "leave it out: ssl.keystore.location takes PKCS#12, ssl.certificate.location PEM",
        "ssl.keystore.certificate.chain": "set ssl.certificate.pem, or ssl.certificate.location to a PEM file",
        "ssl.keystore.key": "set ssl.key.pem, or ssl.key.location to a PEM file",
        "ssl.protocol": "leave it out: the TLS version is agreed on by itself",
        "ssl.enabled.protocols": "leave it out: the TLS version is agreed on by itself",
        "ssl.provider": "leave it out: librdkafka uses OpenSSL",
        "ssl.trustmanager.algorithm": "leave it out: librdkafka uses OpenSSL",
        "ssl.keymanager.algorithm": "leave it out: librdkafka uses OpenSSL",
        "ssl.secure.random.implementation": "leave it out: librdkafka uses OpenSSL",
        "security.providers": "leave it out: librdkafka uses OpenSSL",
        "partitioner.class": "set partitioner, such as partitioner=murmur2_random",
        "buffer.memory": "set queue.buffering.max.kbytes",
        "max.block.ms": "leave it out: tripctl has --timeout",
        "default.api.timeout.ms": "leave it out: tripctl has --timeout",
        "max.poll.records": "leave it out: librdkafka hands out records one by one",
        "receive.buffer.bytes": "set socket.receive.buffer.bytes",
        "send.buffer.bytes": "set socket.send.buffer.bytes",
        "metric.reporters": "leave it out: it names code or metrics of the Java client",
        "auto.include.jmx.reporter": "leave it out: it names code or metrics of the Java client",
    ]
}
