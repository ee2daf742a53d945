internal import TripCore
internal import TripSystem

/// What is known of every address that a client dials, kept up to date from librdkafka's own threads.
///
/// Metadata goes on naming a broker for 18 seconds after it died; dialling tells at once. With sparse connections off,
/// librdkafka dials each bootstrap address and each address that a broker advertises, and says how it went to the
/// interceptors that ``Client`` sets.
struct DialBoard: Sendable {
    /// One address that is dialled. A bootstrap address and the broker behind it are one entry when they are the same
    /// address.
    struct Entry: Sendable {
        var address: Address
        /// Whether it is connected, and has answered its first request.
        var isUp = false
        /// Whether it was up at some moment.
        var wasUp = false
        /// The state as librdkafka calls it, such as `APIVERSION_QUERY`.
        var state = "INIT"
        /// How many attempts have failed.
        var failures = 0
        /// The addresses behind the name that have refused, as `ipv4#127.0.0.1:9092`.
        var refused: Set<String> = []
        /// Why the last attempt failed.
        var reason: String?
        /// Whether that reason is final: asking again cannot end otherwise.
        var isFinal = false
        /// Seconds from the first request to its reply.
        var latency: Double?

        /// Whether every address behind the name has said no. A name with several addresses is tried one address
        /// after the other, in an order drawn at random: once more attempts have failed than there were different
        /// addresses, all of them have had their turn.
        var hasRefused: Bool {
            guard !isUp, failures > 0 else { return false }
            return isFinal || address.isLiteral || failures > max(refused.count, 1)
        }

        /// What came of dialling, as far as is known; `nil` when nothing is yet.
        var reach: Reach? {
            if isUp { return .answers(latency: latency) }
            if hasRefused { return .refuses(reason: reason ?? "the connection failed") }
            return nil
        }

        /// What to say of an address that has neither answered nor refused when patience ends.
        var silence: String {
            switch state {
            case "APIVERSION_QUERY", "AUTH_HANDSHAKE", "AUTH_REQ", "AUTH_LEGACY", "SSL_HANDSHAKE":
                "accepts connections and does not answer"
            default: reason ?? "does not answer"
            }
        }
    }

    private(set) var entries: [Address: Entry] = [:]
    /// Answers of ``Client/metadata()``, one a question: only the newest counts.
    var metadata: (number: Int, answer: Answer<ClusterMetadata>)?

    /// Starts with the bootstrap addresses, so that each has an entry before librdkafka speaks of it.
    init(bootstrap: [Address]) {
        for address in bootstrap { entries[address.folded] = Entry(address: address) }
    }

    /// The entry of an address, `nil` when it is not dialled yet.
    subscript(address: Address) -> Entry? { entries[address.folded] }

    /// A state change, as librdkafka reports it.
    mutating func note(state: String, at address: Address) {
        var entry = entries[address.folded] ?? Entry(address: address)
        switch state {
        case "UP", "UPDATE":
            // UPDATE: the address has been matched with a broker's id; the connection stays.
            entry.isUp = true
            entry.wasUp = true
        case "DOWN":
            entry.isUp = false
            entry.failures += 1
        default:
            entry.isUp = false
        }
        entry.state = state
        entries[address.folded] = entry
    }

    /// A failure's log line, which comes just before the state changes to DOWN.
    mutating func note(failure: DialFailure, at address: Address) {
        var entry = entries[address.folded] ?? Entry(address: address)
        entry.reason = failure.reason
        entry.isFinal = failure.isFinal
        if let tried = failure.tried { entry.refused.insert(tried) }
        entries[address.folded] = entry
    }

    /// How long the first reply of an address took, in seconds.
    mutating func note(latency: Double, at address: Address) {
        guard entries[address.folded]?.latency == nil else { return }
        entries[address.folded, default: Entry(address: address)].latency = latency
    }

    /// Whether every one of the addresses has refused.
    func allRefused(_ addresses: [Address]) -> Bool {
        addresses.allSatisfy { self[$0]?.hasRefused ?? false }
    }

    /// Each of the addresses with its reason.
    func problems(of addresses: [Address]) -> [AddressProblem] {
        addresses.map { address in
            let entry = self[address]
            let reason = (entry?.hasRefused ?? false) ? entry?.reason : entry?.silence
            return AddressProblem(address: address.description, reason: reason ?? "does not answer")
        }
    }
}

extension Address {
    /// The address in the form that decides whether two are the same: host names are the same in any case.
    var folded: Address { Address(host: host.lowercased(), port: port) }

    /// Whether the host is an IP address, so that there is exactly one address behind it.
    var isLiteral: Bool {
        host.contains(":")
            || host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { UInt8($0) != nil }
    }
}
