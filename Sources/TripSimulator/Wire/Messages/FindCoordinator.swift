struct FindCoordinatorRequest: Request {
    typealias Response = FindCoordinatorResponse
    static let api = API.findCoordinator

    var key = ""
    /// 0 for a group, 1 for a transaction.
    var kind: Int8 = 0
    var keys: [String] = []

    mutating func code(_ c: inout some Codec) {
        c.string(&key, to: 3)
        c.number(&kind, from: 1)
        c.strings(&keys, from: 4)
    }
}

struct FindCoordinatorResponse: Response {
    var throttle: Int32 = 0
    /// Before version 4 there is one, and it stands in the answer itself.
    var coordinators: [Coordinator] = [Coordinator()]

    struct Coordinator: Part {
        var key = ""
        var broker: Int32 = -1
        var host = ""
        var port: Int32 = -1
        var error = ErrorCode.none
        var message: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&key)
            c.number(&broker)
            c.string(&host)
            c.number(&port)
            c.code(&error)
            c.nullable(&message)
        }

        mutating func codeAlone(_ c: inout some Codec) {
            c.code(&error, to: 3)
            c.nullable(&message, from: 1, to: 3)
            c.number(&broker, to: 3)
            c.string(&host, to: 3)
            c.number(&port, to: 3)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        var one = coordinators.first ?? Coordinator()
        one.codeAlone(&c)
        if c.version < 4 { coordinators = [one] }
        c.parts(&coordinators, from: 4)
    }

    mutating func fail(_ code: ErrorCode) {
        for index in coordinators.indices {
            coordinators[index] = Coordinator(key: coordinators[index].key, error: code)
        }
    }
}
