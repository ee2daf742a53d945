struct ListOffsetsRequest: Request {
    typealias Response = ListOffsetsResponse
    static let api = API.listOffsets

    var replica: Int32 = -1
    var isolation: Int8 = 0
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: Part {
        var number: Int32 = 0
        var epoch: Int32 = -1
        /// Milliseconds since 1970; −1 for the next offset, −2 for the first, −3 for that of the newest time.
        var time: Int64 = 0
        var most: Int32 = 1

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.number(&epoch, from: 4)
            c.number(&time)
            c.number(&most, to: 0)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&replica)
        c.number(&isolation, from: 2)
        c.parts(&topics)
    }
}

struct ListOffsetsResponse: Response {
    var throttle: Int32 = 0
    var topics: [Topic] = []

    typealias Topic = TopicPart<Partition>

    struct Partition: PartitionAnswer {
        var number: Int32 = 0
        var error = ErrorCode.none
        var time: Int64 = -1
        var offset: Int64 = -1
        var epoch: Int32 = -1

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.code(&error)
            if c.version == 0 {
                // A list in those days, of one offset here.
                var offsets: [Int64]? = offset < 0 ? [] : [offset]
                c.elements(&offsets, blank: 0) { $1.integer(&$0) }
                offset = offsets?.first ?? -1
            }
            c.number(&time, from: 1)
            c.number(&offset, from: 1)
            c.number(&epoch, from: 4)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 2)
        c.parts(&topics)
    }

    mutating func fail(_ code: ErrorCode) { topics.fail(code) }
}
