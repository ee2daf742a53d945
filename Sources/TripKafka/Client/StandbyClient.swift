internal import TripCore
internal import TripSystem

/// A handle of settings of its own that is made ahead of its first question, on another thread, while the first handle
/// waits for the network. Until it is needed it knows no address, and so can send nothing.
final class StandbyClient: Sendable {
    private enum State: Sendable {
        case idle
        case making
        /// Made, and whether it has been given an address.
        case made(Answer<Client>, isStarted: Bool)
        /// Nobody asks any more.
        case closed
    }

    private let settings: [ClientSetting]
    private let own: [String: String]
    private let state = Monitor<State>(.idle)

    /// A handle to be made with the user's settings and with its own, which override them.
    init(settings: [ClientSetting], own: [String: String]) {
        self.settings = settings
        self.own = own
    }

    /// Begins to make the handle.
    ///
    /// - Parameter isSparse: whether it connects to brokers only as they are asked, for a handle that asks one.
    func prepare(isSparse: Bool) {
        let begins = state.change { state in
            guard case .idle = state else { return false }
            state = .making
            return true
        }
        if begins, !Threads.start({ self.make(isSparse: isSparse) }) { make(isSparse: isSparse) }
    }

    private func make(isSparse: Bool) {
        var own = own
        if isSparse { own["enable.sparse.connections"] = "true" }
        let answer: Answer<Client>
        do throws(Failure) {
            answer = .success(try Client(ClientConfiguration(bootstrap: [], settings: settings, own: own)))
        } catch {
            answer = .failure(error)
        }
        let isClosed = state.change { state in
            if case .closed = state { return true }
            state = .made(answer, isStarted: false)
            return false
        }
        if isClosed { answer.value?.close() }
    }

    /// Destroys the handle where there is one, or as soon as it is made.
    func close() {
        let made = state.change { state -> Client? in
            defer { state = .closed }
            guard case .made(let answer, _) = state else { return nil }
            return answer.value
        }
        made?.close()
    }

    /// The handle, which begins to dial these addresses when it is asked for the first time.
    ///
    /// - Throws: what stood in the way of making it.
    func client(from addresses: [Address], until deadline: Deadline) throws(Failure) -> Client {
        prepare(isSparse: false)
        let made = state.wait(until: deadline) { state -> (answer: Answer<Client>, starts: Bool)? in
            guard case .made(let answer, let isStarted) = state else { return nil }
            state = .made(answer, isStarted: true)
            return (answer, !isStarted)
        }
        guard let made else {
            throw Failure(.timedOut, doing: "start a Kafka client", reason: "it was not ready in time")
        }
        let client = try made.answer.get()
        if made.starts { client.dial(addresses) }
        return client
    }
}
