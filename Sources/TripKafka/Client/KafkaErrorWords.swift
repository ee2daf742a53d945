internal import CRdKafka

extension KafkaError {
    /// The reason in words, with the code's name so that it can be searched for.
    var words: String {
        let text = plainWords
        return text.contains(name) ? text : "\(text) (\(name))"
    }

    /// Whether an answer came that cannot be read.
    var isUnreadable: Bool {
        [RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__UNDERFLOW, RD_KAFKA_RESP_ERR__BAD_COMPRESSION].contains(code)
    }

    /// The names of the codes with which the answer to a question was lost: what it was to change may have changed.
    static let namesLeavingOutcomeOpen: Set<String> = [
        "_TRANSPORT", "_DESTROY", "_BAD_MSG", "_UNDERFLOW", "_BAD_COMPRESSION",
    ]

    private var plainWords: String {
        if isUnreadable { return "the answer cannot be read: it is not what Kafka's protocol has there" }
        switch code {
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE: return "no answer came in time"
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__DESTROY:
            return "the connection broke before the answer came"
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: return "the offset is not in the log any more"
        case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE: return "the broker does not know this question"
        default: break
        }
        let general = String(cString: rd_kafka_err2str(code))
        let local = "Local: "
        let known = general.hasPrefix(local) ? String(general.dropFirst(local.count)) : general
        guard let detail, !detail.isEmpty else { return known }
        // "Broker [1] ListConsumerGroups: Broker: Group authorization failed": which call it was is said elsewhere.
        return detail.hasSuffix(general) ? known : detail
    }
}
