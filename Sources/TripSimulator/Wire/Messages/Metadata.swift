struct MetadataRequest: Request {
    typealias Response = MetadataResponse
    static let api = API.metadata

    /// `nil` for all; an empty list is none, and all in version 0.
    var topics: [Topic]? = []
    var mayCreate = true
    var wantsClusterRights = false
    var wantsTopicRights = false

    struct Topic: Part {
        var id = TopicID()
        var name: String?

        mutating func code(_ c: inout some Codec) {
            c.id(&id, from: 10)
            c.nullable(&name)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.nullableParts(&topics)
        c.bool(&mayCreate, from: 4)
        c.bool(&wantsClusterRights, from: 8, to: 10)
        c.bool(&wantsTopicRights, from: 8)
    }
}

struct MetadataResponse: Response {
    var throttle: Int32 = 0
    var brokers: [Broker] = []
    var clusterID: String?
    var controller: Int32 = -1
    var topics: [Topic] = []
    var clusterRights = Rights.notAsked

    struct Broker: Part {
        var id: Int32 = 0
        var host = ""
        var port: Int32 = 0
        var rack: String?

        mutating func code(_ c: inout some Codec) {
            c.number(&id)
            c.string(&host)
            c.number(&port)
            c.nullable(&rack, from: 1)
        }
    }

    struct Topic: Part {
        var error = ErrorCode.none
        var name: String? = ""
        var id = TopicID()
        var isInternal = false
        var partitions: [Partition] = []
        var rights = Rights.notAsked

        mutating func code(_ c: inout some Codec) {
            c.code(&error)
            c.nullable(&name)
            c.id(&id, from: 10)
            c.bool(&isInternal, from: 1)
            c.parts(&partitions)
            c.number(&rights, from: 8)
        }
    }

    struct Partition: Part {
        var error = ErrorCode.none
        var number: Int32 = 0
        var leader: Int32 = -1
        var epoch: Int32 = -1
        var replicas: [Int32] = []
        var inSync: [Int32] = []
        var offline: [Int32] = []

        mutating func code(_ c: inout some Codec) {
            c.code(&error)
            c.number(&number)
            c.number(&leader)
            c.number(&epoch, from: 7)
            c.numbers(&replicas)
            c.numbers(&inSync)
            c.numbers(&offline, from: 5)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 3)
        c.parts(&brokers)
        c.nullable(&clusterID, from: 2)
        c.number(&controller, from: 1)
        c.parts(&topics)
        c.number(&clusterRights, from: 8, to: 10)
    }

    mutating func fail(_ code: ErrorCode) {
        for index in topics.indices {
            topics[index].error = code
            topics[index].partitions = []
        }
    }
}

/// Which operations a client may do, as a set of bits.
enum Rights {
    /// Nobody asked for them.
    static let notAsked = Int32.min
}

extension Codec {
    /// A topic's id: sixteen bytes.
    mutating func id(_ id: inout TopicID, from: Int16 = 0) {
        number(&id.high, from: from)
        number(&id.low, from: from)
    }
}
