struct SaslHandshakeRequest: Request {
    typealias Response = SaslHandshakeResponse
    static let api = API.saslHandshake

    var mechanism = ""

    mutating func code(_ c: inout some Codec) { c.string(&mechanism) }
}

struct SaslHandshakeResponse: Response {
    var error = ErrorCode.none
    var mechanisms: [String] = []

    mutating func code(_ c: inout some Codec) {
        c.code(&error)
        c.strings(&mechanisms)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}

struct SaslAuthenticateRequest: Request {
    typealias Response = SaslAuthenticateResponse
    static let api = API.saslAuthenticate

    var token: [UInt8] = []

    mutating func code(_ c: inout some Codec) { c.bytes(&token) }
}

struct SaslAuthenticateResponse: Response {
    var error = ErrorCode.none
    var message: String?
    var token: [UInt8] = []
    var lifetime: Int64 = 0

    mutating func code(_ c: inout some Codec) {
        c.code(&error)
        c.nullable(&message)
        c.bytes(&token)
        c.number(&lifetime, from: 1)
    }

    mutating func fail(_ code: ErrorCode) { error = code }
}
