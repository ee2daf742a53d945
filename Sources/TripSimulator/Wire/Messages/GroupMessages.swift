struct ListGroupsRequest: Request {
    typealias Response = ListGroupsResponse
    static let api = API.listGroups

    var states: [String] = []

    mutating func code(_ c: inout some Codec) { c.strings(&states, from: 4) }
}

struct ListGroupsResponse: Response {
    var throttle: Int32 = 0
    var error = ErrorCode.none
    var groups: [Group] = []

    struct Group: Part {
        var name = ""
        var protocolType = ""
        var state = ""

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.string(&protocolType)
            c.string(&state, from: 4)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.code(&error)
        c.parts(&groups)
    }

    mutating func fail(_ code: ErrorCode) {
        error = code
        groups = []
    }
}

struct DescribeGroupsRequest: Request {
    typealias Response = DescribeGroupsResponse
    static let api = API.describeGroups

    var groups: [String] = []
    var wantsRights = false

    mutating func code(_ c: inout some Codec) {
        c.strings(&groups)
        c.bool(&wantsRights, from: 3)
    }
}

struct DescribeGroupsResponse: Response {
    var throttle: Int32 = 0
    var groups: [Group] = []

    struct Group: Part {
        var error = ErrorCode.none
        var name = ""
        var state = ""
        var protocolType = ""
        var protocolName = ""
        var members: [Member] = []
        var rights = Rights.notAsked

        mutating func code(_ c: inout some Codec) {
            c.code(&error)
            c.string(&name)
            c.string(&state)
            c.string(&protocolType)
            c.string(&protocolName)
            c.parts(&members)
            c.number(&rights, from: 3)
        }
    }

    struct Member: Part {
        var id = ""
        var instance: String?
        var clientID = ""
        var host = ""
        var subscription: [UInt8] = []
        var assignment: [UInt8] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&id)
            c.nullable(&instance, from: 4)
            c.string(&clientID)
            c.string(&host)
            c.bytes(&subscription)
            c.bytes(&assignment)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 1)
        c.parts(&groups)
    }

    mutating func fail(_ code: ErrorCode) { groups = groups.map { Group(error: code, name: $0.name) } }
}
