struct ApiVersionsRequest: Request {
    typealias Response = ApiVersionsResponse
    static let api = API.apiVersions

    var software = ""
    var softwareVersion = ""

    mutating func code(_ c: inout some Codec) {
        c.string(&software, from: 3)
        c.string(&softwareVersion, from: 3)
    }
}

struct ApiVersionsResponse: Response {
    var error = ErrorCode.none
    var apis: [Entry] = []
    var throttle: Int32 = 0

    struct Entry: Part {
        var api: Int16 = 0
        var first: Int16 = 0
        var last: Int16 = 0

        mutating func code(_ c: inout some Codec) {
            c.number(&api)
            c.number(&first)
            c.number(&last)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.code(&error)
        c.parts(&apis)
        c.number(&throttle, from: 1)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}
