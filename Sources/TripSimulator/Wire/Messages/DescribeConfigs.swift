struct DescribeConfigsRequest: Request {
    typealias Response = DescribeConfigsResponse
    static let api = API.describeConfigs

    var resources: [Resource] = []
    var wantsSynonyms = false
    var wantsDocumentation = false

    struct Resource: Part {
        var kind: Int8 = 0
        var name = ""
        /// `nil` for all.
        var keys: [String]?

        mutating func code(_ c: inout some Codec) {
            c.number(&kind)
            c.string(&name)
            c.nullableStrings(&keys)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.parts(&resources)
        c.bool(&wantsSynonyms, from: 1)
        c.bool(&wantsDocumentation, from: 3)
    }
}

struct DescribeConfigsResponse: Response {
    var throttle: Int32 = 0
    var results: [Result] = []

    struct Result: Part {
        var error = ErrorCode.none
        var message: String?
        var kind: Int8 = 0
        var name = ""
        var configs: [Config] = []

        mutating func code(_ c: inout some Codec) {
            c.code(&error)
            c.nullable(&message)
            c.number(&kind)
            c.string(&name)
            c.parts(&configs)
        }
    }

    struct Config: Part {
        var name = ""
        var value: String?
        var isReadOnly = false
        var isDefault = false
        /// 1 for the topic's own, 4 for the broker's file, 5 for Kafka's default.
        var source: Int8 = -1
        var isSensitive = false
        var synonyms: [Synonym] = []
        var type: Int8 = 0
        var documentation: String?

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.nullable(&value)
            c.bool(&isReadOnly)
            c.bool(&isDefault, to: 0)
            c.number(&source, from: 1)
            c.bool(&isSensitive)
            c.parts(&synonyms, from: 1)
            c.number(&type, from: 3)
            c.nullable(&documentation, from: 3)
        }
    }

    struct Synonym: Part {
        var name = ""
        var value: String?
        var source: Int8 = 0

        mutating func code(_ c: inout some Codec) {
            c.string(&name)
            c.nullable(&value)
            c.number(&source)
        }
    }

    mutating func code(_ c: inout some Codec) {
        c.number(&throttle)
        c.parts(&results)
    }

    mutating func fail(_ code: ErrorCode) {
        results = results.map { Result(error: code, kind: $0.kind, name: $0.name) }
    }
}
