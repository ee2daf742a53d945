struct FetchRequest: Request {
    typealias Response = FetchResponse
    static let api = API.fetch

    var replica: Int32 = -1
    /// Milliseconds to wait for `minBytes`.
    var maxWait: Int32 = 0
    var minBytes: Int32 = 0
    var maxBytes = Int32.max
    var isolation: Int8 = 0
    var session: Int32 = 0
    var sessionEpoch: Int32 = -1
    var topics: [Topic] = []
    var forgotten: [Forgotten] = []
    var rack = ""

    typealias Topic = TopicPart<Partition>

    struct Partition: Part {
        var number: Int32 = 0
        var epoch: Int32 = -1
        var offset: Int64 = 0
        var lastEpoch: Int32 = -1
        var start: Int64 = -1
        var maxBytes: Int32 = 0

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.number(&epoch, from: 9)
            c.number(&offset)
            c.number(&lastEpoch, from: 12)
            c.number(&start, from: 5)
            c.number(&maxBytes)
        }
    }

    struct Forgotten: Part {
        var name = ""
        var partitions: [Int32] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.numbers(&partitions)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&replica)
        c.number(&maxWait)
        c.number(&minBytes)
        c.number(&maxBytes, from: 3)
        c.number(&isolation, from: 4)
        c.number(&session, from: 7)
        c.number(&sessionEpoch, from: 7)
        c.parts(&topics)
        c.parts(&forgotten, from: 7)
        c.string(&rack, from: 11)
    }
}

struct FetchResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    /// 0: no session is kept, and every request names all that it wants.
    var session: Int32 = 0
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: PartitionAnswer {
        var number: Int32 = 0
        var error = ErrorCode.none
        var highWatermark: Int64 = -1
        var lastStable: Int64 = -1
        var start: Int64 = -1
        var aborted: [Aborted]?
        var preferredReplica: Int32 = -1
        var records: [UInt8]? = []

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.code(&error)
            c.number(&highWatermark)
            c.number(&lastStable, from: 4)
            c.number(&start, from: 5)
            c.nullableParts(&aborted, from: 4)
            c.number(&preferredReplica, from: 11)
            c.nullable(&records)
        }
    }

    struct Aborted: Part {
        var producer: Int64 = 0
        var first: Int64 = 0

        mutating func code(_ c: inout some Codec) {
            c.number(&producer)
            c.number(&first)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.code(&error, from: 7)
        c.number(&session, from: 7)
        c.parts(&topics)
    }

    mutating func fail(_ code: ErrorCode) { topics.fail(code) }
}
