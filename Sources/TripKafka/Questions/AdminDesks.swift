internal import CRdKafka
internal import TripCore
internal import TripSystem

/// The queues that the answers to one round of questions come to, one for each handle.
final class AdminDesks {
    private var desks: [Desk] = []
    /// How many times a queue that was empty has got an event.
    private let arrivals = Monitor(0)
    private var slices = 0

    private final class Desk {
        let client: Client
        let queue: Native<QueueKind>
        var pending = 0
        private let arrivals: UnsafeMutableRawPointer

        init(_ client: Client, _ arrivals: Monitor<Int>) {
            self.client = client
            self.arrivals = Unmanaged.passRetained(arrivals).toOpaque()
            queue = Native(owning: rd_kafka_queue_new(client.handle))
            // Whichever handle answers first: waiting on one queue would leave the other's answers lying.
            queue.withPointer { queue in
                rd_kafka_queue_cb_event_enable(
                    queue,
                    { _, arrivals in
                        guard let arrivals else { return }
                        Unmanaged<Monitor<Int>>.fromOpaque(arrivals).takeUnretainedValue().change { $0 += 1 }
                    }, self.arrivals)
            }
        }

        deinit {
            queue.withPointer { rd_kafka_queue_cb_event_enable($0, nil, nil) }
            Unmanaged<Monitor<Int>>.fromOpaque(arrivals).release()
        }
    }

    private func desk(of client: Client) -> Desk {
        if let desk = desks.first(where: { $0.client === client }) { return desk }
        let desk = Desk(client, arrivals)
        desks.append(desk)
        return desk
    }

    /// Asks a question; its answer brings the ticket back.
    ///
    /// - Throws: when the handle cannot be had, or does not know the call.
    func send<Value>(
        _ question: AdminQuestion<Value>, to broker: Int32?, ticket: Int, timeout: Int32
    ) throws(Failure) {
        let desk = desk(of: try question.client())
        guard let made = rd_kafka_AdminOptions_new(desk.client.handle, question.operation) else {
            throw Failure(.system, doing: question.doing, reason: "librdkafka does not know the call")
        }
        let options = Native<OptionsKind>(owning: made)
        desk.pending += 1
        options.withPointer { options in
            rd_kafka_AdminOptions_set_request_timeout(options, timeout, nil, 0)
            if let broker { rd_kafka_AdminOptions_set_broker(options, broker, nil, 0) }
            // 0 would be no pointer.
            rd_kafka_AdminOptions_set_opaque(options, UnsafeMutableRawPointer(bitPattern: ticket + 1))
            desk.queue.withPointer { question.ask(desk.client.handle, options, $0) }
        }
    }

    /// Gives up the connections on which nothing came: see ``Client/dropMute()``.
    func dropMute() {
        for desk in desks where desk.pending > 0 { desk.client.dropMute() }
    }

    /// Whether an answer is still to come.
    var hasOpen: Bool { desks.contains { $0.pending > 0 } }

    /// Waits a little for events and hands out those that came. A slice in which nothing came wakes librdkafka's
    /// threads: see ``Client/wake()``. The first slices are short, because a connection that has just been made waits
    /// for such a wake; later ones spare the processor.
    func poll(_ take: (_ ticket: Int, _ event: OpaquePointer) -> Void) {
        let before = arrivals.read { $0 }
        if drain(take) { return }
        slices += 1
        let slice = Duration.milliseconds(slices <= 20 ? 1 : 5)
        _ = arrivals.wait(until: Deadline(after: slice)) { $0 == before ? nil : true }
        guard !drain(take) else { return }
        for desk in desks where desk.pending > 0 { desk.client.wake() }
    }

    /// Hands out the events that are there; returns whether there were any.
    private func drain(_ take: (_ ticket: Int, _ event: OpaquePointer) -> Void) -> Bool {
        var came = false
        for desk in desks {
            while let polled = desk.queue.withPointer({ rd_kafka_queue_poll($0, 0) }) {
                let event = Native<EventKind>(owning: polled)
                event.withPointer { take(Int(bitPattern: rd_kafka_event_opaque($0)) - 1, $0) }
                desk.pending -= 1
                came = true
            }
        }
        return came
    }
}
