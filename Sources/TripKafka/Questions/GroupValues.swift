internal import CRdKafka
internal import TripCore

extension GroupState {
    /// The state as librdkafka names it.
    init(_ state: rd_kafka_consumer_group_state_t) {
        switch state {
        case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE: self = .stable
        case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE,
            RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
            self = .rebalancing
        case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY: self = .empty
        case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD: self = .dead
        default: self = .unknown
        }
    }
}

extension GroupMember {
    /// Copies a member's description.
    init(native member: OpaquePointer) {
        let assignment = rd_kafka_MemberDescription_assignment(member)
            .flatMap { rd_kafka_MemberAssignment_partitions($0) }
        self.init(
            id: rd_kafka_MemberDescription_consumer_id(member).map { String(cString: $0) } ?? "",
            clientID: rd_kafka_MemberDescription_client_id(member).map { String(cString: $0) } ?? "",
            // Kafka prints an address the way Java does: "/10.0.0.1".
            host: rd_kafka_MemberDescription_host(member).map {
                let host = String(cString: $0)
                return host.hasPrefix("/") ? String(host.dropFirst()) : host
            } ?? "",
            assignment: assignment.map { PartitionList.Element.all(of: $0).map(\.at) } ?? [])
    }
}

/// Lends an array of C strings.
func withCStrings<R>(
    _ strings: [String], _ body: (UnsafeMutableBufferPointer<UnsafePointer<CChar>?>) -> R
) -> R {
    let lengths = strings.map { $0.utf8.count + 1 }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(1, lengths.reduce(0, +))) { bytes in
        withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(1, strings.count)) { pointers in
            var at = 0
            for (index, string) in strings.enumerated() {
                pointers.initializeElement(at: index, to: bytes.baseAddress.map { UnsafePointer($0 + at) })
                for byte in string.utf8 {
                    bytes.initializeElement(at: at, to: CChar(bitPattern: byte))
                    at += 1
                }
                bytes.initializeElement(at: at, to: 0)
                at += 1
            }
            return body(UnsafeMutableBufferPointer(rebasing: pointers[..<strings.count]))
        }
    }
}
