internal import TripCore
internal import TripSystem

/// What is known of every address that a client dials, kept up to date from librdkafka's own threads.
///
/// Metadata goes on naming a broker for 18 seconds after it died; dialling tells at once. With sparse connections off,
/// librdkafka dials each bootstrap address and each address that a broker advertises, and says how it went to the
/// callbacks that ``Client`` sets.
struct DialBoard: Sendable {
    private(set) var entries: [Address: Entry] = [:]
    /// The newest answer to ``Client/metadata(until:)``, with the number of its question.
    var metadata: (number: Int, answer: Answer<ClusterMetadata>)?

    /// Starts with the bootstrap addresses, so that each has an entry before librdkafka speaks of it.
    init(bootstrap: [Address]) {
        for address in bootstrap { entries[address.folded] = Entry() }
    }

    /// The entry of an address, `nil` when it is not dialled yet.
    subscript(address: Address) -> Entry? { entries[address.folded] }

    /// Notes what one of librdkafka's callbacks told of an address.
    mutating func note(at address: Address, _ change: (inout Entry) -> Void) {
        change(&entries[address.folded, default: Entry()])
    }

    /// Whether every one of the addresses has refused.
    ///
    /// Listeners that want a login take a connection and hang up at the first question. librdkafka asks one of them at
    /// a time, so that the others may never come to hang up: that two have been asked in vain is enough.
    func allRefused(_ addresses: [Address]) -> Bool {
        let entries = addresses.map { self[$0] ?? Entry() }
        let isRebuffed = hangUps(of: addresses) >= 2
        return entries.allSatisfy { $0.hasRefused || isRebuffed && $0.isUnproven }
    }

    /// How often one of the addresses has hung up at the first question.
    func hangUps(of addresses: [Address]) -> Int { addresses.compactMap { self[$0]?.hangUps }.reduce(0, +) }

    /// Each of the addresses with its reason.
    func problems(of addresses: [Address]) -> [AddressProblem] {
        addresses.map { AddressProblem(address: $0.description, reason: self[$0]?.trouble ?? Entry().silence) }
    }

    /// Why the addresses failed, the kinds of it.
    func kinds(of addresses: [Address]) -> [DialFailure.Kind] {
        // Of a connection that worked and broke, the reason is no one's setting. A name that does not resolve has
        // refused with the line that says so, before the attempt is counted.
        let failed = addresses.compactMap { self[$0] }.filter { $0.hasRefused || $0.failures > 0 && !$0.isUp }
        return failed.compactMap { $0.tellingFailure?.kind }
    }
}

/// One address that is dialled. A bootstrap address and the broker behind it are one entry when they are the same
/// address.
struct Entry: Sendable {
    /// The state as librdkafka calls it, such as `APIVERSION_QUERY`.
    private(set) var state = "INIT"
    /// Since when it is connected, and has answered the questions that come with connecting; `nil` when it is not.
    private var upSince: ContinuousClock.Instant?
    /// Whether it was up at some moment.
    private(set) var wasUp = false
    /// Whether it has answered another question on this connection.
    private var hasAnswered = false
    /// When it last answered anything.
    private var lastHeard: ContinuousClock.Instant?
    /// When it was last asked something, and the descriptor of the connection.
    private var lastAsked: (at: ContinuousClock.Instant, descriptor: Int32)?
    /// How many attempts in a row have failed with a word.
    private(set) var failures = 0
    /// How many addresses there are behind the name; `nil` until it has been looked up.
    private(set) var addressCount: Int?
    /// Whether the name is being looked up.
    private(set) var isLookedUp = false
    /// Why the last attempt failed, or the last connection broke.
    private var lastFailure: DialFailure?
    /// The last failures, no more than there are addresses behind the name.
    private var round: [DialFailure] = []
    /// Seconds from a request to its reply: the first, until it is measured anew.
    private(set) var latency: Double?

    /// How long an answer counts for the broker being there. A connection says nothing by itself: that of a frozen
    /// broker stays up.
    private static let freshness = Duration.seconds(1)

    /// How long a connection has to last to count as one that worked, when nothing was asked on it. librdkafka takes
    /// the same two seconds for the sign of a listener that wants a login.
    private static let settled = Duration.seconds(2)

    /// Whether it is connected, and has answered the questions that come with connecting.
    var isUp: Bool { upSince != nil }

    /// Whether it is up, and what it last said is too old to count.
    var isStale: Bool { isUp && (lastHeard.map { .now - $0 > Self.freshness } ?? true) }

    /// The descriptor of a connection that has been up for some time, and on which a question has had no answer for
    /// `patience`: its broker may have frozen.
    func mute(for patience: Duration) -> Int32? {
        guard let upSince, let lastAsked, lastHeard.map({ $0 < lastAsked.at }) ?? true else { return nil }
        return lastAsked.at - upSince > Self.freshness && .now - lastAsked.at >= patience ? lastAsked.descriptor : nil
    }

    /// How often it has hung up at the first question.
    var hangUps: Int { lastFailure?.kind == .hangsUp ? failures : 0 }

    /// Whether it is connected and has not answered a question yet.
    var isUnproven: Bool { isUp && !hasAnswered }

    /// Whether every address behind the name has said no. librdkafka tries one after the other, in an order drawn at
    /// random: when as many attempts have failed as there are addresses, all of them have had their turn.
    var hasRefused: Bool {
        guard let lastFailure, lastFailure.kind != .silent else { return false }
        // A listener that wants a login takes the connection, hangs up at the first question, and so on.
        guard !isUp || isUnproven && lastFailure.kind == .hangsUp else { return false }
        return lastFailure.kind == .unresolved || failures >= addressCount ?? 1
    }

    /// What came of dialling, as far as is known; `nil` when nothing is yet.
    var reach: Reach? {
        if hasRefused, let tellingFailure { return .refuses(reason: tellingFailure.reason) }
        return isUp ? .answers(latency: latency) : nil
    }

    /// What to say of an address that has neither answered nor refused when patience ends.
    var silence: String {
        switch state {
        case _ where isLookedUp: "its name is still being looked up"
        case "UP", "UPDATE": hasAnswered ? "it has stopped answering" : "it takes connections and has answered nothing"
        case "APIVERSION_QUERY", "AUTH_HANDSHAKE", "AUTH_REQ", "AUTH_LEGACY", "SSL_HANDSHAKE": DialFailure.silence
        default: tellingFailure?.reason ?? "no reply to the attempt to connect"
        }
    }

    /// Why it does not answer.
    var trouble: String { hasRefused ? tellingFailure?.reason ?? silence : silence }

    /// The failure to speak of. Where nobody listens at one address of a name and something else than a broker does at
    /// another, as at `localhost` that is ::1 and 127.0.0.1, the other says what is wrong, whichever was tried last.
    var tellingFailure: DialFailure? { round.last { $0.kind != .refused } ?? lastFailure }

    /// A state change, as librdkafka reports it.
    mutating func note(state: String) {
        switch state {
        case "UP", "UPDATE":
            // UPDATE: the address has been matched with a broker's id; the connection stays.
            upSince = upSince ?? .now
            wasUp = true
        case "DOWN":
            // A connection that worked and broke is no refusal: the next attempt tells.
            let hasWorked = hasAnswered || upSince.map { .now - $0 > Self.settled } ?? false
            upSince = nil
            hasAnswered = false
            // Silence is no refusal either; and librdkafka closes some connections itself, without a word.
            failures = hasWorked || lastFailure == nil || lastFailure?.kind == .silent ? 0 : failures + 1
        default: upSince = nil
        }
        self.state = state
    }

    /// A failure's log line, which comes just before the state changes to DOWN; of several that are alike, only the
    /// first.
    mutating func note(_ failure: DialFailure) {
        lastFailure = failure
        round = (round + [failure]).suffix(max(addressCount ?? 1, 1))
    }

    /// A question that was sent on a connection.
    mutating func note(askedOn descriptor: Int32) { lastAsked = (.now, descriptor) }

    /// A reply. Those to the questions that come with connecting, listeners that want a login give too.
    mutating func note(answerAfter latency: Double, isOfConnecting: Bool) {
        self.latency = self.latency ?? latency
        lastHeard = .now
        if !isOfConnecting {
            hasAnswered = true
            lastFailure = nil
            round = []
            failures = 0
        }
    }

    /// The beginning of a look-up of the name.
    mutating func noteLookUp() { isLookedUp = true }

    /// The end of one: how many addresses it gave.
    mutating func note(addressCount count: Int) {
        isLookedUp = false
        addressCount = count
    }

    /// Measures the latency anew, with the next reply.
    mutating func forgetLatency() { latency = nil }
}

extension Address {
    /// The address in the form that decides whether two are the same: host names are the same in any case.
    var folded: Address { Address(host: host.lowercased(), port: port) }
}
