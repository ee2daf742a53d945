struct ProduceRequest: Request {
    typealias Response = ProduceResponse
    static let api = API.produce

    var transaction: String?
    /// 0 for no answer, 1 for the leader, −1 for all that are in sync.
    var acks: Int16 = 0
    var timeout: Int32 = 0
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: Part {
        var number: Int32 = 0
        var records: [UInt8]?

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.nullable(&records)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.nullable(&transaction, from: 3)
        c.number(&acks)
        c.number(&timeout)
        c.parts(&topics)
    }
}

struct ProduceResponse: Response {
    var topics: [Topic] = []
    var throttle: Int32 = 0

    typealias Topic = TopicPart<Partition>

    struct Partition: PartitionAnswer {
        var number: Int32 = 0
        var error = ErrorCode.none
        var base: Int64 = -1
        var appended: Int64 = -1
        var start: Int64 = -1
        var recordErrors: [RecordError] = []
        var message: String?

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.code(&error)
            c.number(&base)
            c.number(&appended, from: 2)
            c.number(&start, from: 5)
            c.parts(&recordErrors, from: 8)
            c.nullable(&message, from: 8)
        }
    }

    struct RecordError: Part {
        var index: Int32 = 0
        var message: String?

        mutating func code(_ c: inout some Codec) {
            c.number(&index)
            c.nullable(&message)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.parts(&topics)
        c.number(&throttle, from: 1)
    }

    mutating func fail(_ code: ErrorCode) { topics.fail(code) }
}
