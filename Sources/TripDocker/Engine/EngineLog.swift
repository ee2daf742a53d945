internal import TripCore
internal import TripSystem

/// One reading of a container's log.
struct EngineLog {
    private let door: EngineDoor
    private let container: Container
    private let path: String

    /// A reading of this part, which goes on with what the container writes from now on or ends with what there is.
    init(_ door: EngineDoor, _ container: Container, _ part: LogPart, goesOn: Bool) {
        self.door = door
        self.container = container
        var path = "/containers/\(container.id.inPath)/logs?stdout=1&stderr=1&timestamps=1"
        if let tail = part.tail { path += "&tail=\(max(0, tail))" }
        if let since = part.since { path += "&since=" + Self.seconds(since) }
        if goesOn { path += "&follow=1" }
        self.path = path
    }

    /// Seconds with nine digits behind the point, as the engine wants a time.
    static func seconds(_ nanoseconds: Int64) -> String {
        let time = max(0, nanoseconds)
        let fraction = String(time % 1_000_000_000)
        return "\(time / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
    }

    /// Hands over the lines until the log ends or `each` says false.
    ///
    /// - Parameters:
    ///   - start: when the engine has to have begun to answer.
    ///   - deadline: when the reading has to be over; `nil` for no such time.
    ///   - endsQuietly: whether the deadline's passing is an end like another, or a failure.
    func read(
        start: Deadline, until deadline: Deadline?, endsQuietly: Bool, _ each: (LogLine) -> Bool
    ) throws(Failure) {
        let what = "the log of \(container.name.escaped)"
        let exchange = try door.send(what, path, start)
        var reader = LogReader(hasFrames: !container.hasTerminal)
        do {
            let head = try exchange.head(deadline: start)
            guard head.status == 200 else {
                var refusal = head
                refusal.body = exchange.rest()
                while let piece = try exchange.next(deadline: start) { refusal.body += piece }
                throw door.refusal(what, refusal)
            }
            var piece: [UInt8]? = exchange.rest()
            while let bytes = piece {
                for line in reader.read(bytes) where !each(line) { return }
                guard !reader.isBroken else { throw door.unreadable(what) }
                piece = try exchange.next(deadline: deadline)
            }
        } catch let failure as Failure {
            throw failure
        } catch HTTPTrouble.socket(.timedOut) where endsQuietly && deadline?.hasPassed == true {
            // What stands there without its line end is shown as far as it goes.
        } catch let trouble as HTTPTrouble {
            throw door.failure(what, trouble)
        } catch { throw Failure(.system, doing: "ask the Docker engine for \(what)", reason: "\(error)") }
        for line in reader.end() where !each(line) { return }
    }
}
