internal import CRdKafka
internal import TripCore
internal import TripSystem

/// Who an admin call goes to.
enum AdminTarget {
    /// This broker, once it is up.
    case broker(Int32)
    /// This broker, once it is up; the call itself says so, and librdkafka sends it there.
    case subject(Int32)
    /// Whichever listed broker is up first.
    case anyBroker
    /// Whoever librdkafka finds to be in charge: the controller, or a group's coordinator.
    case inCharge

    /// The broker, where it is known beforehand.
    var broker: Int32? {
        switch self {
        case .broker(let id), .subject(let id): id
        case .anyBroker, .inCharge: nil
        }
    }
}

/// One admin call to be made, and how its event is read.
struct AdminQuestion<Value: Sendable> {
    /// What it is about, to follow "cannot".
    var doing: String
    /// Which call it is.
    var operation: rd_kafka_admin_op_t
    /// Who is asked.
    var target: AdminTarget
    /// The handle it is made on, made itself only once the question can be asked.
    var client: () throws(Failure) -> Client
    /// Makes the call, with options and the queue that its event comes to.
    var ask: (_ handle: OpaquePointer, _ options: OpaquePointer, _ queue: OpaquePointer) -> Void
    /// Reads the event of a call that worked.
    var read: (_ event: OpaquePointer) -> Answer<Value>
}

extension KafkaCluster {
    /// Asks all of the questions at once and returns their answers in order.
    ///
    /// A question waits until its broker is up; it fails at once when the broker refuses, and when patience ends
    /// without a word from it. One that was sent is given no more time: the rest is for what else is to be asked.
    func answers<Value>(to questions: [AdminQuestion<Value>]) -> [Answer<Value>] {
        var answers = [Answer<Value>?](repeating: nil, count: questions.count)
        var waiting = Array(questions.indices)
        let desks = AdminDesks()
        let end = deadline.patience.hasPassed ? deadline : deadline.patience
        var lastWords: Deadline?
        while answers.contains(where: { $0 == nil }) {
            waiting.removeAll { index in
                let question = questions[index]
                guard let ready = receiver(of: question) else { return false }
                do throws(Failure) {
                    let receiver = try ready.get()
                    try desks.send(question, to: receiver, ticket: index, timeout: end.callTimeout)
                } catch {
                    answers[index] = .failure(error)
                }
                return true
            }
            // Those that wait still have learned just now, above, that they wait in vain.
            if end.hasPassed, waiting.isEmpty {
                // librdkafka gives its questions up at the same moment, and says where they stood.
                lastWords = lastWords ?? deadline.capped(at: .milliseconds(100))
            }
            guard lastWords?.hasPassed != true, !deadline.hasPassed else { break }
            guard desks.hasOpen else {
                // Everybody who is still to be asked has yet to come up, or to refuse.
                client.board.waitForChange(until: deadline.capped(at: .milliseconds(3)))
                continue
            }
            desks.poll { ticket, event in
                let question = questions[ticket]
                let code = rd_kafka_event_error(event)
                if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                    answers[ticket] = question.read(event)
                } else {
                    let text = rd_kafka_event_error_string(event).map { String(cString: $0) }
                    answers[ticket] = .failure(
                        code == RD_KAFKA_RESP_ERR__TIMED_OUT
                            ? .timedOut(question.doing, of: question.target.broker, text ?? "", within: end.timeout)
                            : KafkaError(code, detail: text).failure(doing: question.doing))
                }
            }
        }
        desks.dropMute()
        return zip(questions, answers).map { question, answer in
            answer ?? .failure(.noAnswer(to: question.doing, from: question.target.broker, within: end.timeout))
        }
    }

    /// The broker that a question is sent to, `nil` within when librdkafka chooses; `nil` while it cannot be sent, and
    /// the failure once it never will.
    private func receiver<Value>(of question: AdminQuestion<Value>) -> Answer<Int32?>? {
        switch question.target {
        case .inCharge: return .success(nil)
        case .broker(let id): return readiness(of: id, doing: question.doing)?.map { id }
        case .subject(let id): return readiness(of: id, doing: question.doing)?.map { nil }
        case .anyBroker:
            if let id = anyLiveBroker { return .success(id) }
            return .failure(.noAnswer(to: question.doing, from: nil, within: deadline.patience.timeout))
        }
    }

    /// Asks one question.
    func answer<Value>(to question: AdminQuestion<Value>) -> Answer<Value> {
        answers(to: [question]).first
            ?? .failure(.noAnswer(to: question.doing, from: question.target.broker, within: deadline.timeout))
    }
}

extension Failure {
    /// A question that librdkafka has given up, with its words for where it stood.
    fileprivate static func timedOut(
        _ doing: String, of broker: Int32?, _ text: String, within timeout: Duration
    ) -> Failure {
        guard text.contains("waiting for controller") else { return noAnswer(to: doing, from: broker, within: timeout) }
        return Failure(
            .unreachable, doing: doing, reason: "no broker that answers is the controller, so nothing was asked",
            hint: "`tripctl brokers` shows who answers; another takes over about 18 seconds after a controller died")
    }

    /// A question that was asked and not answered.
    static func noAnswer(to doing: String, from broker: Int32?, within timeout: Duration) -> Failure {
        let who = broker.map { "broker \($0) did" } ?? "the cluster did"
        return Failure(.timedOut, doing: doing, reason: "\(who) not answer within \(TimeSpan.words(timeout))")
    }
}
