struct InitProducerIDRequest: Request {
    typealias Response = InitProducerIDResponse
    static let api = API.initProducerID

    var transaction: String?
    var timeout: Int32 = 0
    var producer: Int64 = -1
    var epoch: Int16 = -1

    mutating func code(_ c: inout some Codec) {
        c.nullable(&transaction)
        c.number(&timeout)
        c.number(&producer, from: 3)
        c.number(&epoch, from: 3)
    }
}

struct InitProducerIDResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    var producer: Int64 = -1
    var epoch: Int16 = 0

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle)
        c.code(&error)
        c.number(&producer)
        c.number(&epoch)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}
