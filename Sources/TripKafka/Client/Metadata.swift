internal import CRdKafka
internal import TripCore

extension ClusterMetadata {
    /// Copies what librdkafka hands out; nothing of it is borrowed.
    init(_ metadata: rd_kafka_metadata, clusterID: String?, controller: Int32) {
        let listed = UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt)).map {
            ListedBroker(
                id: $0.id, host: String(cString: $0.host).filter { $0 != "[" && $0 != "]" }, port: Int($0.port))
        }
        let topics = UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt)).map {
            TopicMetadata(
                name: String(cString: $0.topic),
                partitions: UnsafeBufferPointer(start: $0.partitions, count: Int($0.partition_cnt)).map {
                    PartitionMetadata(
                        $0.id, leader: $0.leader >= 0 ? $0.leader : nil,
                        replicas: Array(UnsafeBufferPointer(start: $0.replicas, count: Int($0.replica_cnt))),
                        inSync: Array(UnsafeBufferPointer(start: $0.isrs, count: Int($0.isr_cnt))))
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
}
