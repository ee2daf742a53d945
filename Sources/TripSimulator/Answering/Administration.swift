internal import TripCore

/// Topics made and deleted, and settings told.
extension Answering {
    private var isController: Bool { cluster.controller == session.broker && !faults.hidesController }

    mutating func createTopics(_ request: CreateTopicsRequest) -> CreateTopicsResponse {
        let isController = isController
        return CreateTopicsResponse(
            topics: request.topics.map { topic in
                guard isController else { return .init(name: topic.name, error: .notController) }
                do throws(Refusal) {
                    try cluster.create(topic, onlyValidate: request.onlyValidate)
                    return .init(name: topic.name)
                } catch {
                    return .init(name: topic.name, error: error.code, message: error.message)
                }
            })
    }

    mutating func deleteTopics(_ request: DeleteTopicsRequest) -> DeleteTopicsResponse {
        let isController = isController
        return DeleteTopicsResponse(
            topics: request.topics.map { name in
                guard isController else { return .init(name: name, error: .notController) }
                do throws(Refusal) {
                    try cluster.deleteTopic(name)
                    return .init(name: name)
                } catch {
                    return .init(name: name, error: error.code, message: error.message)
                }
            })
    }

    func describeConfigs(_ request: DescribeConfigsRequest) -> DescribeConfigsResponse {
        DescribeConfigsResponse(
            results: request.resources.map { resource in
                switch resource.kind {
                case 2: topicConfigs(resource)
                case 4: brokerConfigs(resource)
                default:
                    .init(
                        error: .invalidRequest, message: "Unsupported resource type", kind: resource.kind,
                        name: resource.name)
                }
            })
    }

    private func topicConfigs(_ resource: DescribeConfigsRequest.Resource) -> DescribeConfigsResponse.Result {
        guard let topic = cluster.topics[resource.name] else {
            return .init(
                error: .unknownTopicOrPartition, message: "This server does not host this topic-partition.", kind: 2,
                name: resource.name)
        }
        let wanted = TopicSetting.all.filter { resource.keys?.contains($0.name) ?? true }
        return .init(
            message: "", kind: 2, name: resource.name,
            configs: wanted.map { setting in
                let (value, source) = cluster.value(of: setting, for: topic)
                return .init(
                    name: setting.name, value: value, isDefault: source != .topic, source: source.rawValue)
            })
    }

    /// A broker tells only of itself.
    private func brokerConfigs(_ resource: DescribeConfigsRequest.Resource) -> DescribeConfigsResponse.Result {
        guard resource.name == String(session.broker) else {
            return .init(
                error: .invalidRequest,
                message: "Unexpected broker id, expected \(session.broker) or empty string, but received "
                    + resource.name, kind: 4, name: resource.name)
        }
        var values: [String: (value: String, source: SettingSource)] = [:]
        for setting in TopicSetting.all where values[setting.broker] == nil {
            values[setting.broker] = (setting.value, .kafka)
        }
        for (name, value) in cluster.brokerSettings { values[name] = (value, .file) }
        values["broker.id"] = (resource.name, .file)
        let wanted = values.filter { resource.keys?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
        return .init(
            message: "", kind: 4, name: resource.name,
            configs: wanted.map { name, setting in
                .init(
                    name: name, value: setting.value, isReadOnly: true, isDefault: setting.source == .kafka,
                    source: setting.source.rawValue)
            })
    }
}
