import Testing

@testable import TripSimulator

/// Every message in every version: what is written can be read, and says the same.
@Suite struct MessageTests {
    private static let text = "größe"

    @Test func `requests survive the wire in every version`() {
        hold(ApiVersionsRequest(software: "kcat", softwareVersion: "1"))
        hold(MetadataRequest(topics: [.init(id: TopicID(high: 1, low: 2), name: Self.text)], mayCreate: false))
        hold(MetadataRequest(topics: nil))
        hold(FindCoordinatorRequest(key: "g", kind: 1, keys: ["a", "b"]))
        hold(ListGroupsRequest(states: ["Stable"]))
        hold(DescribeGroupsRequest(groups: ["a", "b"], wantsRights: true))
        hold(
            JoinGroupRequest(
                group: "g", sessionTimeout: 6000, rebalanceTimeout: 9000, member: "m", instance: "i",
                protocolType: "consumer", protocols: [.init(name: "range", metadata: [1, 2, 3])]))
        hold(
            SyncGroupRequest(
                group: "g", generation: 3, member: "m", instance: nil, protocolType: "consumer", protocolName: "range",
                assignments: [.init(member: "m", assignment: [9])]))
        hold(HeartbeatRequest(group: "g", generation: 3, member: "m", instance: "i"))
        hold(LeaveGroupRequest(group: "g", members: [.init(id: "m", instance: "i")]))
        hold(
            OffsetCommitRequest(
                group: "g", generation: 1, member: "m",
                topics: [
                    .init(name: "t", partitions: [.init(number: 1, offset: 1 << 40, epoch: 2, time: 3, metadata: "x")])
                ]))
        hold(OffsetFetchRequest(groups: [.init(name: "g", topics: [.init(name: "t", partitions: [0, 1])])]))
        hold(OffsetFetchRequest(groups: [.init(name: "g", topics: nil)], mustBeStable: true))
        hold(
            ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(number: 1, epoch: 2, time: -2, most: 1)])]))
        hold(
            CreateTopicsRequest(
                topics: [
                    .init(
                        name: "t", assignments: [.init(partition: 0, brokers: [1, 2])],
                        configs: [.init(name: "retention.ms", value: "1"), .init(name: "x", value: nil)])
                ], timeout: 5, onlyValidate: true))
        hold(DeleteTopicsRequest(topics: ["a"], timeout: 5))
        hold(
            DescribeConfigsRequest(resources: [
                .init(kind: 2, name: "t", keys: nil), .init(kind: 4, name: "1", keys: ["a"]),
            ]))
        hold(
            ProduceRequest(
                transaction: nil, acks: -1, timeout: 5,
                topics: [.init(name: "t", partitions: [.init(number: 0, records: [1, 2, 3])])]))
        hold(
            FetchRequest(
                maxWait: 500, minBytes: 1,
                topics: [
                    .init(name: "t", partitions: [.init(number: 0, epoch: 1, offset: 5, start: 2, maxBytes: 99)])
                ], forgotten: [.init(name: "u", partitions: [1])], rack: "a"))
        hold(SaslHandshakeRequest(mechanism: "PLAIN"))
        hold(SaslAuthenticateRequest(token: [0, 97, 0, 98]))
        hold(InitProducerIDRequest(transaction: "x", timeout: 5, producer: 6, epoch: 7))
    }

    @Test func `answers survive the wire in every version`() {
        hold(ApiVersionsResponse(error: .unsupportedVersion, apis: [.init(api: 3, first: 0, last: 12)]), .apiVersions)
        hold(
            MetadataResponse(
                brokers: [.init(id: 1, host: "127.0.0.1", port: 9092, rack: "a")], clusterID: "c", controller: 1,
                topics: [
                    .init(
                        name: Self.text, id: TopicID(high: 1, low: 2), isInternal: true,
                        partitions: [
                            .init(
                                error: .leaderNotAvailable, number: 0, leader: -1, epoch: 3, replicas: [1, 2],
                                inSync: [2],
                                offline: [1])
                        ])
                ]), .metadata)
        hold(
            FindCoordinatorResponse(coordinators: [.init(key: "g", broker: 1, host: "h", port: 9, message: "m")]),
            .findCoordinator)
        hold(ListGroupsResponse(groups: [.init(name: "g", protocolType: "consumer", state: "Empty")]), .listGroups)
        hold(
            DescribeGroupsResponse(
                groups: [
                    .init(
                        name: "g", state: "Stable", protocolType: "consumer", protocolName: "range",
                        members: [
                            .init(id: "m", instance: "i", clientID: "c", host: "/h", subscription: [1], assignment: [2])
                        ])
                ]), .describeGroups)
        hold(
            JoinGroupResponse(
                generation: 1, protocolType: "consumer", protocolName: "range", leader: "m", member: "m",
                members: [.init(id: "m", instance: nil, metadata: [1])]), .joinGroup)
        hold(SyncGroupResponse(error: .rebalanceInProgress, assignment: [1, 2]), .syncGroup)
        hold(HeartbeatResponse(error: .illegalGeneration), .heartbeat)
        hold(LeaveGroupResponse(members: [.init(id: "m", instance: nil, error: .unknownMember)]), .leaveGroup)
        hold(
            OffsetCommitResponse(topics: [.init(name: "t", partitions: [.init(number: 1, error: .none)])]),
            .offsetCommit)
        hold(
            OffsetFetchResponse(
                groups: [.init(name: "g", topics: [.init(name: "t", partitions: [.init(number: 1, offset: 7)])])]),
            .offsetFetch)
        hold(
            ListOffsetsResponse(topics: [.init(name: "t", partitions: [.init(number: 1, time: 5, offset: 7, epoch: 1)])]
            ),
            .listOffsets)
        hold(CreateTopicsResponse(topics: [.init(name: "t", error: .topicExists, message: "m")]), .createTopics)
        hold(DeleteTopicsResponse(topics: [.init(name: "t", error: .none, message: nil)]), .deleteTopics)
        hold(
            DescribeConfigsResponse(
                results: [
                    .init(
                        kind: 2, name: "t",
                        configs: [
                            .init(name: "a", value: nil, source: 1, synonyms: [.init(name: "b", value: "c", source: 5)])
                        ]
                    )
                ]), .describeConfigs)
        hold(
            ProduceResponse(
                topics: [
                    .init(
                        name: "t",
                        partitions: [.init(number: 0, base: 5, recordErrors: [.init(index: 1, message: "m")])])
                ]), .produce)
        hold(
            FetchResponse(
                topics: [
                    .init(
                        name: "t",
                        partitions: [
                            .init(
                                number: 0, highWatermark: 5, aborted: [.init(producer: 1, first: 2)], records: [1, 2])
                        ])
                ]), .fetch)
        hold(SaslHandshakeResponse(mechanisms: ["PLAIN"]), .saslHandshake)
        hold(SaslAuthenticateResponse(error: .loginFailed, message: "no", token: [1], lifetime: 5), .saslAuthenticate)
        hold(InitProducerIDResponse(producer: 5, epoch: 6), .initProducerID)
    }

    private func hold<R: Request>(_ request: R, sourceLocation: SourceLocation = #_sourceLocation) {
        hold(request, R.api, sourceLocation: sourceLocation)
    }

    private func hold<P: Part>(_ sample: P, _ api: API, sourceLocation: SourceLocation = #_sourceLocation) {
        for version in api.versions {
            let bytes = Self.bytes(sample, api, version)
            var reader = Reader(bytes, version: version, isFlexible: api.isFlexible(version))
            var read = P()
            reader.part(&read)
            #expect(!reader.isBroken && reader.left == 0, "\(P.self) \(version)", sourceLocation: sourceLocation)
            #expect(Self.bytes(read, api, version) == bytes, "\(P.self) \(version)", sourceLocation: sourceLocation)
            // Whatever is cut off is noticed, and never read past the end.
            for end in bytes.indices {
                var short = Reader(Array(bytes[..<end]), version: version, isFlexible: api.isFlexible(version))
                var part = P()
                short.part(&part)
                #expect(short.isBroken, "\(P.self) \(version) with \(end) bytes", sourceLocation: sourceLocation)
            }
        }
        // The newest version has every field, but for those that only old ones have.
        var newest = P()
        let last = api.versions.upperBound
        var reader = Reader(Self.bytes(sample, api, last), version: last, isFlexible: api.isFlexible(last))
        reader.part(&newest)
        #expect(newest != P(), sourceLocation: sourceLocation)
    }

    private static func bytes(_ part: some Part, _ api: API, _ version: Int16) -> [UInt8] {
        var writer = Writer(version: version, isFlexible: api.isFlexible(version))
        var part = part
        writer.part(&part)
        return writer.bytes
    }

    @Test func `bytes are in the order that Kafka publishes`() {
        #expect(
            Self.bytes(HeartbeatRequest(group: "g", generation: 3, member: "m"), .heartbeat, 0) == [
                0, 1, 0x67, 0, 0, 0, 3, 0, 1, 0x6d,
            ])
        // Compact: lengths are one more than they say, null is zero, and the tagged fields are none.
        #expect(
            Self.bytes(HeartbeatRequest(group: "g", generation: 3, member: "m"), .heartbeat, 4) == [
                2, 0x67, 0, 0, 0, 3, 2, 0x6d, 0, 0,
            ])
        let header = RequestHeader(api: .apiVersions, version: 3, correlation: 7)
        let answer = header.frame(ApiVersionsResponse(apis: [.init(api: 18, first: 0, last: 3)]))
        // Its header has no tagged fields, in no version.
        #expect(answer == [0, 0, 0, 19, 0, 0, 0, 7, 0, 0, 2, 0, 18, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0])
    }

    @Test func `a list longer than its bytes is broken, and takes no memory`() {
        var reader = Reader([0x7f, 0xff, 0xff, 0xff, 1], version: 0, isFlexible: false)
        var request = DescribeGroupsRequest()
        reader.part(&request)
        #expect(reader.isBroken && request.groups.isEmpty)
    }

    @Test func `the checksum is Castagnoli's`() {
        // The check value that is published for it.
        #expect(Checksum.crc32c(Array("123456789".utf8)[...]) == 0xe306_9283)
    }

    @Test func `records that are made up are a batch that can be appended`() throws {
        let bytes = RecordBatch.madeUp(from: 40, count: 3) { $0 * 10 }
        let batches = try RecordBatch.all(in: bytes + bytes)
        #expect(batches.map(\.count) == [3, 3])
        #expect(batches.first?.firstTime == 400 && batches.first?.lastTime == 420)
        #expect(RecordBatch.times(in: bytes) == [400, 410, 420])
        var damaged = bytes
        damaged[damaged.count - 1] ^= 1
        #expect(throws: Refusal.self) { try RecordBatch.all(in: damaged) }
        #expect(throws: Refusal.self) { try RecordBatch.all(in: Array(bytes.dropLast())) }
    }
}
