internal import CRdKafka
internal import TripCore

extension ClusterMetadata {
    /// Copies what librdkafka hands out; nothing of it is borrowed.
    init(_ metadata: rd_kafka_metadata, clusterID: String?, controller: Int32) {
        let listed = Self.list(metadata.brokers, metadata.broker_cnt).map {
            ListedBroker(
                id: $0.id, host: String(cString: $0.host).filter { $0 != "[" && $0 != "]" }, port: Int($0.port))
        }
        let topics = Self.list(metadata.topics, metadata.topic_cnt).map {
            TopicMetadata(
                name: String(cString: $0.topic),
                partitions: Self.list($0.partitions, $0.partition_cnt).map {
                    PartitionMetadata(
                        $0.id, leader: $0.leader >= 0 ? $0.leader : nil,
                        replicas: Array(Self.list($0.replicas, $0.replica_cnt)),
                        inSync: Array(Self.list($0.isrs, $0.isr_cnt)))
                },
                problem: $0.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError($0.err).words)
        }
        // What is told twice counts once: an answer can hold anything.
        var (ids, names) = (Set<Int32>(), Set<String>())
        let brokers = listed.filter { ids.insert($0.id).inserted }
        self.init(
            clusterID: clusterID, controller: controller >= 0 ? controller : nil, brokers: brokers,
            topics: topics.filter { names.insert($0.name).inserted })
    }

    /// A list of librdkafka's, which hands a broker's count below zero on as it came: that is none.
    private static func list<Element>(
        _ start: UnsafeMutablePointer<Element>?, _ count: Int32
    ) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(max(0, count)))
    }
}
