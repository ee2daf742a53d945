internal import CRdKafka
public import TripCore
internal import TripSystem

extension KafkaCluster {
    /// Settings of brokers, each asked itself (DescribeConfigs).
    public func brokerConfigs(of brokers: [Int32], named names: [String]) -> [Int32: Answer<[ConfigEntry]>] {
        // One broker a call: librdkafka refuses two in one.
        let questions = brokers.map { broker in
            configs(
                names, of: [(RD_KAFKA_RESOURCE_BROKER, String(broker))], doing: "read the settings of broker \(broker)",
                target: .subject(broker))
        }
        let answers = answers(to: questions).map { answer in
            answer.flatMap { $0.values.first ?? .success([]) }
        }
        return Dictionary(zip(brokers, answers), uniquingKeysWith: { $1 })
    }

    /// Settings of topics, all asked of one broker (DescribeConfigs).
    public func topicConfigs(of topics: [String], named names: [String]) -> [String: Answer<[ConfigEntry]>] {
        let doing = topics.count == 1 ? "read the settings of topic \(topics[0])" : "read the settings of the topics"
        // Any broker can tell; left alone, librdkafka would wait for the controller, which may be down.
        let question = configs(
            names, of: topics.map { (RD_KAFKA_RESOURCE_TOPIC, $0) }, doing: doing, target: .anyBroker)
        switch answer(to: question) {
        case .success(let found):
            return Dictionary(
                topics.map { topic in
                    let missing = Failure(.kafka, doing: doing, reason: "the broker said nothing of \(topic)")
                    return (topic, found[topic] ?? .failure(missing))
                }, uniquingKeysWith: { $1 })
        case .failure(let failure):
            return Dictionary(topics.map { ($0, .failure(failure)) }, uniquingKeysWith: { $1 })
        }
    }

    /// Which of the brokers that are up know of a topic, each asked itself (DescribeConfigs).
    public func knowledge(of topic: String) -> [Int32: Bool] {
        let live = addresses.read { $0 }.filter { entry in client.board.read { $0[entry.value]?.isUp ?? false } }
        let brokers = live.keys.sorted()
        // A topic's settings are what a broker can be asked about with no other broker answering in its place.
        let answers = answers(
            to: brokers.map {
                configs(
                    [ConfigValue.retention], of: [(RD_KAFKA_RESOURCE_TOPIC, topic)],
                    doing: "ask broker \($0) for topic \(topic)", target: .broker($0))
            })
        var known: [Int32: Bool] = [:]
        for (broker, answer) in zip(brokers, answers) {
            switch answer.flatMap({ $0[topic] ?? .success([]) }) {
            case .success: known[broker] = true
            case .failure(let failure): if failure.kind == .notFound { known[broker] = false }
            }
        }
        return known
    }

    private func configs(
        _ names: [String], of resources: [(kind: rd_kafka_ResourceType_t, name: String)], doing: String,
        target: AdminTarget
    ) -> AdminQuestion<[String: Answer<[ConfigEntry]>]> {
        AdminQuestion(
            doing: doing, operation: RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, target: target,
            client: { self.client },
            ask: { handle, options, queue in
                var pointers = resources.map { rd_kafka_ConfigResource_new($0.kind, $0.name) }
                defer { for pointer in pointers { rd_kafka_ConfigResource_destroy(pointer) } }
                // A resource with settings asks for those alone: the broker then looks up two, not two hundred.
                for pointer in pointers { for name in names { rd_kafka_ConfigResource_set_config(pointer, name, "") } }
                rd_kafka_DescribeConfigs(handle, &pointers, pointers.count, options, queue)
            },
            read: { event in
                var count = 0
                let result = rd_kafka_event_DescribeConfigs_result(event)
                let resources = rd_kafka_DescribeConfigs_result_resources(result, &count)
                var found: [String: Answer<[ConfigEntry]>] = [:]
                for resource in UnsafeBufferPointer(start: resources, count: count) {
                    guard let resource, let name = rd_kafka_ConfigResource_name(resource) else { continue }
                    found[String(cString: name)] = Self.entries(of: resource, doing: doing)
                }
                return .success(found)
            })
    }

    private static func entries(of resource: OpaquePointer, doing: String) -> Answer<[ConfigEntry]> {
        let code = rd_kafka_ConfigResource_error(resource)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let detail = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) }
            return .failure(KafkaError(code, detail: detail).failure(doing: doing))
        }
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        return .success(
            UnsafeBufferPointer(start: entries, count: count).compactMap { entry in
                guard let entry, let name = rd_kafka_ConfigEntry_name(entry) else { return nil }
                return ConfigEntry(
                    name: String(cString: name), value: rd_kafka_ConfigEntry_value(entry).map { String(cString: $0) },
                    isDefault: rd_kafka_ConfigEntry_source(entry) != RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG)
            })
    }
}
