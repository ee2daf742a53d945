internal import TripCore

/// What is said when a signal ends a command that changes the cluster: where it was, what runs, and how to go on.
final class Interruption {
    private let tell: (String?) -> Void
    private var command = "up"
    private var step: String?
    private var running: [String]?
    private var told: String?

    /// - Parameter tell: takes what the end by a signal is to say from now on; `nil` for nothing.
    init(_ tell: @escaping (String?) -> Void) {
        self.tell = tell
    }

    /// Something begins.
    ///
    /// - Parameter step: where the command is from now on, such as `on the way to start kafka-1`.
    func begin(_ step: String, in command: String) {
        (self.step, self.command) = (step, command)
        update()
    }

    /// The containers are so.
    func see(_ deployment: Deployment) {
        running = MessagingLayer.serviceNames.filter { deployment.containers[$0]?.state == .running }
        update()
    }

    /// All is done: a signal has nothing to say any more.
    func end() {
        guard step != nil else { return }
        (step, told) = (nil, nil)
        tell(nil)
    }

    private func update() {
        guard let step else { return }
        let text = """
            tripctl: interrupted \(step.escaped): \(rest)
            hint: \(next)

            """
        guard text != told else { return }
        told = text
        tell(text)
    }

    /// What is left as it is. What is being stopped the engine may stop all the same.
    private var rest: String {
        switch (command, running) {
        case ("down", _): "what is not stopped yet runs on"
        case ("up", let running?) where !running.isEmpty:
            "\(running.inWords()) \(running.count == 1 ? "runs" : "run") on"
        case ("up", _?): "nothing of the cluster runs"
        default: "what runs goes on running"
        }
    }

    private var next: String {
        switch command {
        case "restart": "`tripctl status` shows it, `tripctl up` starts what is stopped"
        default: "`tripctl status` shows it, `tripctl \(command)` goes on from here"
        }
    }
}
