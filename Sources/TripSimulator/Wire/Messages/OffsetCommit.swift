struct OffsetCommitRequest: Request {
    typealias Response = OffsetCommitResponse
    static let api = API.offsetCommit

    var group = ""
    var generation: Int32 = -1
    var member = ""
    var instance: String?
    var retention: Int64 = -1
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: Part {
        var number: Int32 = 0
        var offset: Int64 = 0
        var epoch: Int32 = -1
        var time: Int64 = -1
        var metadata: String?

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.number(&offset)
            c.number(&epoch, from: 6)
            c.number(&time, from: 1, to: 1)
            c.nullable(&metadata)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.string(&group)
        c.number(&generation, from: 1)
        c.string(&member, from: 1)
        c.nullable(&instance, from: 7)
        c.number(&retention, from: 2, to: 4)
        c.parts(&topics)
    }
}

struct OffsetCommitResponse: Response {
    var throttle: Int32 = 0
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: PartitionAnswer {
        var number: Int32 = 0
        var error = ErrorCode.none

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.code(&error)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 3)
        c.parts(&topics)
    }

    mutating func fail(_ code: ErrorCode) { topics.fail(code) }
}
