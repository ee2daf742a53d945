import Testing
import TripCore

@testable import TripKafka

/// What a client makes of the things that librdkafka's threads tell of an address.
struct DialBoardTests {
    private static let address = Address(host: "kafka", port: 9092)

    private func failure(_ kind: DialFailure.Kind) -> DialFailure {
        DialFailure(address: Self.address, reason: "\(kind)", kind: kind)
    }

    /// A failed attempt, as librdkafka tells it: the line first.
    private func fail(_ entry: inout Entry, _ kind: DialFailure.Kind) {
        entry.note(state: "CONNECT")
        entry.note(failure(kind))
        entry.note(state: "DOWN")
    }

    private func connect(_ entry: inout Entry) {
        entry.note(state: "CONNECT")
        entry.note(state: "APIVERSION_QUERY")
        entry.note(answerAfter: 0.002, isOfConnecting: true)
        entry.note(state: "UP")
    }

    @Test func `nothing is known at first`() {
        #expect(Entry().reach == nil)
        #expect(!Entry().hasRefused)
        #expect(!Entry().isStale)
    }

    @Test func `a name refuses when each of its addresses has`() {
        var entry = Entry()
        entry.noteLookUp()
        entry.note(addressCount: 2)
        fail(&entry, .refused)
        #expect(entry.reach == nil)
        fail(&entry, .refused)
        #expect(entry.reach == .refuses(reason: "refused"))
        connect(&entry)
        #expect(entry.reach == .answers(latency: 0.002))
    }

    @Test func `a name with one address refuses at once, and so does one that does not resolve`() {
        var one = Entry()
        one.note(addressCount: 1)
        fail(&one, .refused)
        #expect(one.hasRefused)
        var none = Entry()
        none.noteLookUp()
        #expect(none.silence.contains("looked up"))
        none.note(addressCount: 0)
        fail(&none, .unresolved)
        #expect(none.hasRefused)
    }

    @Test(arguments: [[DialFailure.Kind.refused, .notKafka], [.notKafka, .refused]])
    func `of a name's addresses the one where something answers says what is wrong`(_ kinds: [DialFailure.Kind]) {
        var board = DialBoard(bootstrap: [Self.address])
        board.note(at: Self.address) { entry in
            entry.note(addressCount: 2)
            for kind in kinds { fail(&entry, kind) }
        }
        #expect(board[Self.address]?.reach == .refuses(reason: "notKafka"))
        #expect(board.problems(of: [Self.address]).map(\.reason) == ["notKafka"])
        #expect(board.kinds(of: [Self.address]) == [.notKafka])
        // Once nobody listens at either, that is said.
        board.note(at: Self.address) { entry in for _ in 1...2 { fail(&entry, .refused) } }
        #expect(board[Self.address]?.reach == .refuses(reason: "refused"))
    }

    @Test func `a name that does not resolve has its advice with the line that says so`() {
        var board = DialBoard(bootstrap: [Self.address])
        board.note(at: Self.address) {
            $0.noteLookUp()
            $0.note(addressCount: 0)
            $0.note(state: "CONNECT")
            $0.note(failure(.unresolved))
        }
        #expect(board.allRefused([Self.address]))
        #expect(board.kinds(of: [Self.address]) == [.unresolved])
    }

    @Test func `silence is no refusal, however often librdkafka gives up`() {
        var entry = Entry()
        entry.note(addressCount: 1)
        for _ in 1...5 {
            entry.note(state: "APIVERSION_QUERY")
            fail(&entry, .silent)
            #expect(entry.reach == nil)
        }
        entry.note(state: "APIVERSION_QUERY")
        #expect(entry.silence == DialFailure.silence)
    }

    @Test func `a connection that worked and breaks is no refusal; the next attempt tells`() {
        var entry = Entry()
        connect(&entry)
        entry.note(answerAfter: 0.001, isOfConnecting: false)
        fail(&entry, .hangsUp)
        #expect(entry.reach == nil)
        fail(&entry, .refused)
        #expect(entry.hasRefused)
    }

    @Test func `a listener that hangs up at the first question refuses, also while it is up again`() {
        var entry = Entry()
        entry.note(addressCount: 1)
        connect(&entry)
        #expect(entry.reach?.isUp == true)
        fail(&entry, .hangsUp)
        #expect(entry.hasRefused)
        connect(&entry)
        #expect(entry.reach == .refuses(reason: "hangsUp"))
        entry.note(answerAfter: 0.001, isOfConnecting: false)
        #expect(entry.reach?.isUp == true)
    }

    @Test func `a connection that librdkafka closes itself, without a word, is no failure`() {
        var entry = Entry()
        entry.note(state: "CONNECT")
        entry.note(state: "DOWN")
        #expect(entry.reach == nil)
    }

    @Test func `of three listeners that want a login, two that hung up are enough`() {
        let addresses = (1...3).map { Address(host: "h", port: $0) }
        var board = DialBoard(bootstrap: addresses)
        for address in addresses { board.note(at: address) { connect(&$0) } }
        #expect(!board.allRefused(addresses))
        board.note(at: addresses[0]) { fail(&$0, .hangsUp) }
        #expect(!board.allRefused(addresses))
        board.note(at: addresses[1]) { fail(&$0, .hangsUp) }
        #expect(board.allRefused(addresses))
        board.note(at: addresses[2]) { $0.note(answerAfter: 0.001, isOfConnecting: false) }
        #expect(!board.allRefused(addresses))
    }

    @Test func `one that refuses and one that is silent have not all refused`() {
        let addresses = (1...2).map { Address(host: "h", port: $0) }
        var board = DialBoard(bootstrap: addresses)
        board.note(at: addresses[0]) { fail(&$0, .refused) }
        board.note(at: addresses[1]) { $0.note(state: "APIVERSION_QUERY") }
        #expect(!board.allRefused(addresses))
        #expect(board.problems(of: addresses).map(\.reason) == ["refused", DialFailure.silence])
        #expect(board.kinds(of: addresses) == [.refused])
    }

    @Test func `a name that does not resolve gives its advice before the attempt is counted`() {
        var board = DialBoard(bootstrap: [Self.address])
        board.note(at: Self.address) {
            $0.noteLookUp()
            $0.note(addressCount: 0)
            $0.note(failure(.unresolved))
        }
        #expect(board.allRefused([Self.address]))
        #expect(board.kinds(of: [Self.address]) == [.unresolved])
        board.note(at: Self.address) { $0.note(state: "DOWN") }
        #expect(board.kinds(of: [Self.address]) == [.unresolved])
    }

    @Test func `host names are the same in any case`() {
        var board = DialBoard(bootstrap: [Self.address])
        board.note(at: Address(host: "KAFKA", port: 9092)) { connect(&$0) }
        #expect(board[Self.address]?.isUp == true)
        #expect(board.entries.count == 1)
    }

    @Test func `a fresh connection on which a question waits is not mute`() {
        var entry = Entry()
        connect(&entry)
        entry.note(askedOn: 7)
        #expect(entry.mute(for: .zero) == nil)
    }
}
