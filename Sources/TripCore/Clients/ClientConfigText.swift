extension ClientConfig {
    /// How the settings can be written.
    public enum Format: String, Sendable, CaseIterable {
        /// A properties file, for Kafka's console tools and Java clients.
        case properties
        /// A dictionary for confluent-kafka.
        case python
        /// Java that fills a `java.util.Properties`.
        case java
        /// A JSON object of strings, for clients built on librdkafka.
        case json
        /// `name=value` lines, as `kcat -F` and `tripctl --client-config` read them.
        case librdkafka
    }

    /// The settings in that format, with a comment of why on each, where the format has comments. Ends with a newline.
    public func text(as format: Format) -> String {
        let lines =
            switch format {
            case .properties: properties
            case .python: python
            case .java: java
            case .json: json
            case .librdkafka: librdkafka
            }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The settings that a client of that format takes, as data: the advice, and for Java clients what they do not start
    /// without.
    public func settings(as format: Format) -> [ClientSettingAdvice] {
        switch format {
        case .properties, .java: settings + codecs
        case .python, .json, .librdkafka: settings
        }
    }

    /// The settings as `name=value` lines without a comment, in the format's own spelling of lines where it has lines.
    public func lines(as format: Format) -> [String] {
        settings(as: format).map { setting in
            "\(setting.name)=\(format == .properties ? Self.propertiesValue(setting.value) : setting.value)"
        }
    }

    /// What Java clients want beside the advice: they do not start without knowing how to turn records into bytes.
    private var codecs: [ClientSettingAdvice] {
        let (suffix, verb) = client == .producer ? ("serializer", "written") : ("deserializer", "read")
        let type = client == .producer ? "StringSerializer" : "StringDeserializer"
        return ["key", "value"].map { part in
            ClientSettingAdvice(
                name: "\(part).\(suffix)", value: "org.apache.kafka.common.serialization.\(type)",
                why: "\(part)s are \(verb) as text, UTF-8")
        }
    }

    private var properties: [String] {
        ["# A \(client.rawValue) of Kafka's Java clients and console tools."]
            + settings(as: .properties).flatMap { ["# \($0.why)", "\($0.name)=\(Self.propertiesValue($0.value))"] }
    }

    private var librdkafka: [String] {
        ["# A \(client.rawValue) built on librdkafka."]
            + settings.flatMap { ["# \($0.why)", "\($0.name)=\($0.value)"] }
    }

    private var python: [String] {
        let type = client == .producer ? "Producer" : "Consumer"
        return ["# For confluent_kafka.\(type)(config).", "config = {"]
            + settings.flatMap { ["    # \($0.why)", "    \"\($0.name)\": \(Self.pythonValue($0)),"] } + ["}"]
    }

    private var java: [String] {
        let type = client == .producer ? "KafkaProducer" : "KafkaConsumer"
        return [
            "// For new \(type)<String, String>(config).", "java.util.Properties config = new java.util.Properties();",
        ]
            + settings(as: .java).flatMap {
                ["// \($0.why)", "config.put(\"\($0.name)\", \"\(Self.javaText($0.value))\");"]
            }
    }

    private var json: [String] {
        let members = settings.enumerated().map { index, setting in
            "  \"\(setting.name)\": \"\(Self.quoted(setting.value))\"" + (index == settings.count - 1 ? "" : ",")
        }
        return ["{"] + members + ["}"]
    }

    /// A number or a truth as Python has it; whatever else, and what a person chose, is text.
    private static func pythonValue(_ setting: ClientSettingAdvice) -> String {
        let isChosen = ["bootstrap.servers", "group.id", "client.id"].contains(setting.name)
        if !isChosen {
            if setting.value == "true" { return "True" }
            if setting.value == "false" { return "False" }
            if Int(setting.value) != nil { return setting.value }
        }
        return "\"\(quoted(setting.value))\""
    }

    /// The text between double quotes. Control characters never get this far.
    private static func quoted(_ text: String) -> String {
        text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }

    /// The same in ASCII, for compilers that take the file for something else than UTF-8.
    private static func javaText(_ text: String) -> String { inASCII(quoted(text)) }

    /// Java reads properties files as ISO 8859-1, and the backslash as an escape.
    private static func propertiesValue(_ text: String) -> String {
        inASCII(text.map { $0 == "\\" ? "\\\\" : String($0) }.joined())
    }

    private static func inASCII(_ text: String) -> String {
        text.utf16.map { unit in
            if unit < 0x80 { return String(Unicode.Scalar(UInt8(unit))) }
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
