struct OffsetFetchRequest: Request {
    typealias Response = OffsetFetchResponse
    static let api = API.offsetFetch

    /// Before version 8 there is one, and it stands in the request itself.
    var groups: [Group] = [Group()]
    var mustBeStable = false

    struct Group: Part {
        var name = ""
        /// `nil` for every partition that has a commit.
        var topics: [Topic]? = []

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.nullableParts(&topics)
        }
    }

    struct Topic: Part {
        var name = ""
        var partitions: [Int32] = []

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.numbers(&partitions)
        }
    }

    mutating func code(_ c: inout some Codec) {
        if c.version < 8 {
            var one = groups.first ?? Group()
            one.code(&c)
            groups = [one]
        }
        c.parts(&groups, from: 8)
        c.bool(&mustBeStable, from: 7)
    }
}

struct OffsetFetchResponse: Response {
    var throttle: Int32 = 0
    /// Before version 8 there is one, and it stands in the answer itself.
    var groups: [Group] = [Group()]

    struct Group: Part {
        var name = ""
        var topics: [Topic] = []
        var error = ErrorCode.none

        mutating func code(_ c: inout some Codec) {
            c.string(&name, from: 8)
            c.parts(&topics)
            c.code(&error, from: 2)
        }
    }

    typealias Topic = TopicPart<Partition>

    struct Partition: Part {
        var number: Int32 = 0
        /// −1 where nothing is committed.
        var offset: Int64 = -1
        var epoch: Int32 = -1
        var metadata: String? = ""
        var error = ErrorCode.none

        mutating func code(_ c: inout some Codec) {
            c.number(&number)
            c.number(&offset)
            c.number(&epoch, from: 5)
            c.nullable(&metadata)
            c.code(&error)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle, from: 3)
        if c.version < 8 {
            var one = groups.first ?? Group()
            one.code(&c)
            groups = [one]
        }
        c.parts(&groups, from: 8)
    }

    mutating func fail(_ code: ErrorCode) {
        for group in groups.indices {
            groups[group].error = code
            for topic in groups[group].topics.indices {
                for partition in groups[group].topics[topic].partitions.indices {
                    groups[group].topics[topic].partitions[partition].error = code
                    groups[group].topics[topic].partitions[partition].offset = -1
                }
            }
        }
    }
}
