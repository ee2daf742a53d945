internal import CRdKafka
internal import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Names a kind of librdkafka object and how one is freed.
protocol NativeKind {
    static func destroy(_ pointer: OpaquePointer)
}

/// A librdkafka object that this process owns and frees exactly once, at the end of its scope.
struct Native<Kind: NativeKind>: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over an object that nobody else frees.
    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { Kind.destroy(pointer) }

    /// Lends the object. The pointer must not leave the closure.
    borrowing func withPointer<R, E: Error>(_ body: (OpaquePointer) throws(E) -> R) throws(E) -> R {
        try body(pointer)
    }

    /// Hands the object to a C call that frees it itself.
    consuming func release() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }
}

enum ConfKind: NativeKind { static func destroy(_ pointer: OpaquePointer) { rd_kafka_conf_destroy(pointer) } }
enum QueueKind: NativeKind { static func destroy(_ pointer: OpaquePointer) { rd_kafka_queue_destroy(pointer) } }
enum EventKind: NativeKind { static func destroy(_ pointer: OpaquePointer) { rd_kafka_event_destroy(pointer) } }
enum NewTopicKind: NativeKind { static func destroy(_ pointer: OpaquePointer) { rd_kafka_NewTopic_destroy(pointer) } }
enum DeleteTopicKind: NativeKind {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_DeleteTopic_destroy(pointer) }
}
enum OptionsKind: NativeKind {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_AdminOptions_destroy(pointer) }
}
enum GroupOffsetsKind: NativeKind {
    static func destroy(_ pointer: OpaquePointer) { rd_kafka_ListConsumerGroupOffsets_destroy(pointer) }
}

/// A list of partitions, which librdkafka's calls read and fill in.
struct PartitionList: ~Copyable {
    private let list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// An empty list with room for `capacity`.
    init(capacity: Int) { list = rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) }

    deinit { rd_kafka_topic_partition_list_destroy(list) }

    /// Adds a partition with an offset, or with the code of one.
    func add(_ at: TopicPartition, offset: Int64) {
        rd_kafka_topic_partition_list_add(list, at.topic, at.partition)?.pointee.offset = offset
    }

    /// Lends the list to a C call.
    borrowing func withPointer<R>(_ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> R) -> R {
        body(list)
    }

    /// One element of a list.
    struct Element {
        var at: TopicPartition
        var offset: Int64
        var code: rd_kafka_resp_err_t

        /// Copies the elements of a list that somebody else owns.
        static func all(of list: UnsafePointer<rd_kafka_topic_partition_list_t>) -> [Element] {
            var topic = ""
            return UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).map { element in
                // A topic's partitions mostly stand together: its name is copied once.
                if topic.withCString({ strcmp($0, element.topic) }) != 0 { topic = String(cString: element.topic) }
                return Element(
                    at: TopicPartition(topic, element.partition), offset: element.offset, code: element.err)
            }
        }
    }
}

/// Runs a call that may leave a reason in a buffer, and returns both.
func withReason<R>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> R) -> (result: R, reason: String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        let result = body(buffer.baseAddress, buffer.count)
        return (result, buffer.baseAddress.map { String(cString: $0) } ?? "")
    }
}

extension UnsafePointer where Pointee == CChar {
    /// The text, a replacement character for every part that is not UTF-8.
    var text: String { String(cString: self) }
}
