import Foundation
import Testing

@testable import TripSystem

/// The command line where Swift's runtime has none: read from memory that the kernel laid out.
@Suite struct ArgumentsTests {
    /// A stack as the kernel lays it out: a count, a pointer to each word, a null, the environment. What `words` says of
    /// it, asked for the environment of `shift` words further on, and told of the word `name` as the first.
    private func read(
        _ words: [String], count: Int? = nil, shift: Int = 0, name: Int = 0, between: UInt = 0
    ) -> [String]? {
        let texts = (words + ["HOME=/"]).map { strdup($0) }
        defer { for text in texts { free(text) } }
        let pointers = texts.map { UInt(bitPattern: $0) }
        let stack = [77, UInt(count ?? words.count)] + pointers.dropLast() + [between, pointers.last ?? 0, 0]
        return stack.withUnsafeBytes { bytes -> [String]? in
            guard let base = bytes.baseAddress, let first = UnsafeRawPointer(bitPattern: pointers[name]) else {
                return nil
            }
            let place = words.count + 3 + shift
            return Arguments.words(before: base + place * MemoryLayout<UInt>.size, beginningWith: first)
        }
    }

    @Test func theWordsBeforeTheEnvironmentAreRead() {
        #expect(read(["tripctl"]) == ["tripctl"])
        #expect(read(["tripctl", "lag", "", "한글", "-q"]) == ["tripctl", "lag", "", "한글", "-q"])
        let many = ["tripctl"] + (1...3_000).map { "topic-\($0)" }
        #expect(read(many) == many)
    }

    /// Somebody has put another environment in its place, or another name: nothing is made up then.
    @Test func whatIsLaidOutOtherwiseIsNotRead() {
        #expect(read(["tripctl", "lag"], between: 33) == nil)
        #expect(read(["tripctl", "lag"], shift: 1) == nil)
        #expect(read(["tripctl", "lag"], name: 1) == nil)
    }

    @Test func thisProcessHasItsOwn() throws {
        #expect(try Arguments.all() == Array(CommandLine.arguments.dropFirst()))
    }
}
