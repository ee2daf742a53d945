struct DeleteTopicsRequest: Request {
    typealias Response = DeleteTopicsResponse
    static let api = API.deleteTopics

    var topics: [String] = []
    var timeout: Int32 = 60_000

    mutating func code(_ c: inout some Codec) {
        c.strings(&topics)
        c.number(&timeout)
    }
}

struct DeleteTopicsResponse: Response {
    var throttle: Int32 = 0
    var topics: [Topic] = []

    struct Topic: Part {
        var name = ""
        var error = ErrorCode.none
        var message: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.code(&error)
            c.nullable(&message, from: 5)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.parts(&topics)
    }

    mutating func fail(_ code: ErrorCode) { topics = topics.map { Topic(name: $0.name, error: code) } }
}
