/// What a client asks, and the type of what comes back.
protocol Request: Part {
    associatedtype Response: TripSimulator.Response
    static var api: API { get }
}

/// What a broker answers.
protocol Response: Part {
    /// Puts an error wherever the answer has room for one.
    mutating func fail(_ code: ErrorCode)
}

/// What stands before every request.
struct RequestHeader: Sendable, Equatable {
    var api: API
    var version: Int16
    /// Chosen by the client; the answer repeats it.
    var correlation: Int32
    var clientID: String?
}

/// The beginning of a request, as far as it can be read of any.
struct RequestFrame: Sendable, Equatable {
    var number: Int16 = 0
    var version: Int16 = 0
    var correlation: Int32 = 0
    var clientID: String?
    /// Where the client's name ends.
    var end = 0

    /// `nil` when there are too few bytes.
    init?(_ bytes: [UInt8]) {
        // The client's name keeps its old form in every version.
        var reader = Reader(bytes, version: 0, isFlexible: false)
        reader.integer(&number)
        reader.integer(&version)
        reader.integer(&correlation)
        reader.text(&clientID)
        guard !reader.isBroken else { return nil }
        end = reader.offset
    }
}

extension RequestHeader {
    /// The header and the body of a request; `nil` when they do not fit together.
    func body<R: Request>(_: R.Type, in bytes: [UInt8], after end: Int) -> R? {
        let isFlexible = api.isFlexible(version)
        var reader = Reader(bytes, from: end, version: version, isFlexible: isFlexible)
        if isFlexible { reader.tags() }
        var request = R()
        reader.part(&request)
        return reader.isBroken ? nil : request
    }

    /// The answer to this request, with the length before it.
    func frame(_ response: some Response) -> [UInt8] {
        var writer = Writer(version: version, isFlexible: api.isFlexible(version), capacity: 1024)
        writer.append(correlation)
        if api.hasTaggedAnswerHeader(version) { writer.tags() }
        var response = response
        writer.part(&response)
        return writer.frame()
    }
}
