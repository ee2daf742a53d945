struct SyncGroupRequest: Request {
    typealias Response = SyncGroupResponse
    static let api = API.syncGroup

    var group = ""
    var generation: Int32 = 0
    var member = ""
    var instance: String?
    var protocolType: String?
    var protocolName: String?
    var assignments: [Assignment] = []

    struct Assignment: Part {
        var member = ""
        var assignment: [UInt8] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&member)
            c.bytes(&assignment)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.string(&group)
        c.number(&generation)
        c.string(&member)
        c.nullable(&instance, from: 3)
        c.nullable(&protocolType, from: 5)
        c.nullable(&protocolName, from: 5)
        c.parts(&assignments)
    }
}

struct SyncGroupResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    var protocolType: String?
    var protocolName: String?
    var assignment: [UInt8] = []

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.code(&error)
        c.nullable(&protocolType, from: 5)
        c.nullable(&protocolName, from: 5)
        c.bytes(&assignment)
    }

    mutating func fail(_ code: ErrorCode) { self = SyncGroupResponse(error: code) }
}
