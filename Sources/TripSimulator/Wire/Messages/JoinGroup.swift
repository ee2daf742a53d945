struct JoinGroupRequest: Request {
    typealias Response = JoinGroupResponse
    static let api = API.joinGroup

    var group = ""
    /// Milliseconds.
    var sessionTimeout: Int32 = 0
    /// Milliseconds; −1 where the version has none.
    var rebalanceTimeout: Int32 = -1
    var member = ""
    var instance: String?
    var protocolType = ""
    var protocols: [Assignor] = []

    struct Assignor: Part {
        var name = ""
        var metadata: [UInt8] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.bytes(&metadata)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.string(&group)
        c.number(&sessionTimeout)
        c.number(&rebalanceTimeout, from: 1)
        c.string(&member)
        c.nullable(&instance, from: 5)
        c.string(&protocolType)
        c.parts(&protocols)
    }
}

struct JoinGroupResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    var generation: Int32 = -1
    var protocolType: String?
    var protocolName: String? = ""
    var leader = ""
    var member = ""
    var members: [Member] = []

    struct Member: Part {
        var id = ""
        var instance: String?
        var metadata: [UInt8] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&id)
            c.nullable(&instance, from: 5)
            c.bytes(&metadata)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 2)
        c.code(&error)
        c.number(&generation)
        c.nullable(&protocolType, from: 7)
        c.nullable(&protocolName)
        c.string(&leader)
        c.string(&member)
        c.parts(&members)
    }

    mutating func fail(_ code: ErrorCode) { self = JoinGroupResponse(error: code, member: member) }
}
