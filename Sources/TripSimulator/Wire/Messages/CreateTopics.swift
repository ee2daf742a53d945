struct CreateTopicsRequest: Request {
    typealias Response = CreateTopicsResponse
    static let api = API.createTopics

    var topics: [Topic] = []
    var timeout: Int32 = 60_000
    var onlyValidate = false

    struct Topic: Part {
        var name = ""
        /// −1 with an assignment, and for the broker's default.
        var partitions: Int32 = -1
        /// −1 with an assignment, and for the broker's default.
        var replicationFactor: Int16 = -1
        var assignments: [Assignment] = []
        var configs: [Config] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.number(&partitions)
            c.number(&replicationFactor)
            c.parts(&assignments)
            c.parts(&configs)
        }
    }

    struct Assignment: Part {
        var partition: Int32 = 0
        var brokers: [Int32] = []

        mutating func code(_ c: inout some Codec) {
            c.number(&partition)
            c.numbers(&brokers)
        }
    }

    struct Config: Part {
        var name = ""
        var value: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.nullable(&value)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.parts(&topics)
        c.number(&timeout)
        c.bool(&onlyValidate, from: 1)
    }
}

struct CreateTopicsResponse: Response {
    var throttle: Int32 = 0
    var topics: [Topic] = []

    struct Topic: Part {
        var name = ""
        var error = ErrorCode.none
        var message: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.code(&error)
            c.nullable(&message, from: 1)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 2)
        c.parts(&topics)
    }

    mutating func fail(_ code: ErrorCode) { topics = topics.map { Topic(name: $0.name, error: code) } }
}
