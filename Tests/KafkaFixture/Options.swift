/// What this program could not do, in one sentence for standard error.
struct FixtureFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The command line of `kafka-fixture`.
struct Options {
    /// Three combined broker and controller nodes in place of ZooKeeper.
    var isKRaft = false
    /// How many brokers; their ids are 1, 2, 3 …
    var brokerCount = 3
    /// The EXTERNAL listener wants SASL PLAIN.
    var wantsSASL = false
    /// The JVM's own choice of compiler and Kafka's of collector, for measurements, in place of the fastest start.
    var isTunedLikeProduction = false
    /// Settings for every broker, in the order given.
    var settings: [(key: String, value: String)] = []
    /// Settings for one broker, over those for all.
    var brokerSettings: [(id: Int, key: String, value: String)] = []
    /// What a broker's EXTERNAL listener is advertised as, in place of its real address.
    var advertised: [Int: String] = [:]
    /// The first broker's EXTERNAL port, the others' being the next ones; free ports when nil.
    var firstPort: Int?
    /// `broker.rack`
    var racks: [Int: String] = [:]

    static let usage = """
        usage: kafka-fixture [--kraft] [--brokers N] [--sasl] [--tuned-like-production] [--set [ID:]KEY=VALUE]…
                             [--advertise ID=HOST:PORT]… [--rack ID=NAME]… [--first-port PORT]
        Starts the Kafka of $KAFKA_HOME on loopback, says where on one line of JSON, then takes commands on standard
        input: kill|stop|freeze|thaw|start ID, zookeeper kill|freeze|thaw|start, pids, quit.
        """

    init(_ arguments: [String]) throws(FixtureFailure) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--kraft": isKRaft = true
            case "--sasl": wantsSASL = true
            case "--tuned-like-production": isTunedLikeProduction = true
            case "--brokers":
                guard let count = rest.popFirst().flatMap({ Int($0) }), (1...9).contains(count) else {
                    throw FixtureFailure("--brokers wants a number from 1 to 9")
                }
                brokerCount = count
            case "--first-port":
                guard let port = rest.popFirst().flatMap({ Int($0) }), (1024...11_990).contains(port) else {
                    throw FixtureFailure("--first-port wants a number from 1024 to 11990, below the ports it chooses")
                }
                firstPort = port
            case "--set":
                let (key, value) = try Self.pair(rest.popFirst(), for: option)
                if let colon = key.firstIndex(of: ":"), let id = Int(key[..<colon]) {
                    brokerSettings.append((id, String(key[key.index(after: colon)...]), value))
                } else {
                    settings.append((key, value))
                }
            case "--advertise":
                let (id, address) = try Self.broker(rest.popFirst(), for: option)
                advertised[id] = address
            case "--rack":
                let (id, name) = try Self.broker(rest.popFirst(), for: option)
                racks[id] = name
            default: throw FixtureFailure("unknown option \(option)\n\(Self.usage)")
            }
        }
    }

    private static func pair(_ text: String?, for option: String) throws(FixtureFailure) -> (String, String) {
        guard let text, let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw FixtureFailure("\(option) wants NAME=VALUE")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func broker(_ text: String?, for option: String) throws(FixtureFailure) -> (Int, String) {
        let (name, value) = try pair(text, for: option)
        guard let id = Int(name) else { throw FixtureFailure("\(option) wants ID=VALUE, not \(name)=\(value)") }
        return (id, value)
    }
}
