struct HeartbeatRequest: Request {
    typealias Response = HeartbeatResponse
    static let api = API.heartbeat

    var group = ""
    var generation: Int32 = 0
    var member = ""
    var instance: String?

    mutating func code(_ c: inout some Codec) {
        c.string(&group)
        c.number(&generation)
        c.string(&member)
        c.nullable(&instance, from: 3)
    }
}

struct HeartbeatResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.code(&error)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}

struct LeaveGroupRequest: Request {
    typealias Response = LeaveGroupResponse
    static let api = API.leaveGroup

    var group = ""
    /// Before version 3 there is one.
    var members: [Member] = [Member()]

    struct Member: Part {
        var id = ""
        var instance: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&id)
            c.nullable(&instance, from: 3)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.string(&group)
        var one = members.first ?? Member()
        c.string(&one.id, to: 2)
        if c.version < 3 { members = [one] }
        c.parts(&members, from: 3)
    }
}

struct LeaveGroupResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    var members: [Member] = []

    struct Member: Part {
        var id = ""
        var instance: String?
        var error = ErrorCode.none

        mutating func code(_ c: inout some Codec) {
            c.string(&id)
            c.nullable(&instance)
            c.code(&error)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.code(&error)
        c.parts(&members, from: 3)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}
