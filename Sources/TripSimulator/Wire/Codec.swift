/// One way through a message, in either direction: a ``Reader`` fills fields in, a ``Writer`` writes them down. Each
/// message is described once, for both.
protocol Codec {
    /// The version of the message.
    var version: Int16 { get }
    /// Whether lengths are compact and parts end with tagged fields.
    var isFlexible: Bool { get }

    mutating func integer<I: FixedWidthInteger>(_ value: inout I)
    mutating func text(_ value: inout String?)
    mutating func blob(_ value: inout [UInt8]?)
    /// Eats or writes tagged fields, of which none is known here.
    mutating func tags()
    /// A list of anything, which may be null; `element` goes through one of its elements.
    mutating func elements<E>(_ list: inout [E]?, blank: @autoclosure () -> E, _ element: (inout E, inout Self) -> Void)
}

/// A part of a message: its fields in order, each with the versions that have it.
protocol Part: Sendable, Equatable {
    /// A part with every field at its default.
    init()
    /// Goes through the fields.
    mutating func code(_ c: inout some Codec)
}

extension Codec {
    private func has(_ first: Int16, _ last: Int16) -> Bool { version >= first && version <= last }

    /// A whole number, big end first, in the versions `from` to `to`.
    mutating func number<I: FixedWidthInteger>(_ value: inout I, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { integer(&value) }
    }

    mutating func code(_ value: inout ErrorCode, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { integer(&value.rawValue) }
    }

    mutating func bool(_ value: inout Bool, from: Int16 = 0, to: Int16 = .max) {
        guard has(from, to) else { return }
        var byte: Int8 = value ? 1 : 0
        integer(&byte)
        value = byte != 0
    }

    mutating func string(_ value: inout String, from: Int16 = 0, to: Int16 = .max) {
        guard has(from, to) else { return }
        var some: String? = value
        text(&some)
        value = some ?? ""
    }

    mutating func nullable(_ value: inout String?, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { text(&value) }
    }

    mutating func bytes(_ value: inout [UInt8], from: Int16 = 0, to: Int16 = .max) {
        guard has(from, to) else { return }
        var some: [UInt8]? = value
        blob(&some)
        value = some ?? []
    }

    mutating func nullable(_ value: inout [UInt8]?, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { blob(&value) }
    }

    mutating func numbers(_ list: inout [Int32], from: Int16 = 0, to: Int16 = .max) {
        guard has(from, to) else { return }
        var some: [Int32]? = list
        elements(&some, blank: 0) { $1.integer(&$0) }
        list = some ?? []
    }

    mutating func strings(_ list: inout [String], from: Int16 = 0, to: Int16 = .max) {
        var some: [String]? = list
        nullableStrings(&some, from: from, to: to)
        list = some ?? []
    }

    mutating func nullableStrings(_ list: inout [String]?, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { elements(&list, blank: "") { $1.string(&$0) } }
    }

    mutating func parts<P: Part>(_ list: inout [P], from: Int16 = 0, to: Int16 = .max) {
        guard has(from, to) else { return }
        var some: [P]? = list
        nullableParts(&some)
        list = some ?? []
    }

    mutating func nullableParts<P: Part>(_ list: inout [P]?, from: Int16 = 0, to: Int16 = .max) {
        if has(from, to) { elements(&list, blank: P()) { $1.part(&$0) } }
    }

    /// A part, and the tagged fields at its end.
    mutating func part(_ part: inout some Part) {
        part.code(&self)
        if isFlexible { tags() }
    }
}
