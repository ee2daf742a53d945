/// What the engine's own words about a container mean.
enum StateRules {
    /// What is known without a log, whatever that says.
    static let before = [
        ContainerRule(name: "paused") { view in
            guard view.container.state == .paused else { return nil }
            return view.symptom(
                .paused, view.outage, "\(view.container.name) is paused",
                hint: "`docker unpause \(view.container.name)`, or `tripctl up`", .upHeals)
        },
        ContainerRule(name: "could not be started") { view in
            guard view.isDown, !view.container.error.isEmpty else { return nil }
            return StartErrors.symptom(view)
        },
        ContainerRule(name: "off its network") { view in
            guard view.container.state == .running, view.container.networks.isEmpty else { return nil }
            return view.symptom(
                .offNetwork, view.lasting,
                "\(view.container.name) is off the network: it runs, and nobody reaches it",
                hint: "`tripctl up` attaches it again under its name", .upHeals)
        },
        ContainerRule(name: "out of memory") { view in
            guard view.container.wasOutOfMemory else { return nil }
            let limit = view.container.memoryLimit.map { " of \(ByteSize.words($0))" } ?? ""
            let runs = view.container.state == .running && !view.isLooping
            return view.symptom(
                .outOfMemory, runs ? .warning : view.lasting,
                "\(view.container.name) was ended by its memory limit\(limit)",
                hint: "raise mem_limit, or find what in the container takes the memory", .needsPerson)
        },
    ]

    /// What is left to say when no log told a cause.
    static let after = [
        ContainerRule(name: "killed") { view in
            guard view.isDown || view.container.state == .restarting, view.container.exitCode == 137 else { return nil }
            let passes = view.container.state == .restarting
            return view.symptom(
                .killed, view.outage, "\(view.container.name) was killed from outside, or its time to stop ran out",
                hint: passes ? "the engine starts it again" : "`tripctl up` starts it", passes ? .passes : .upHeals)
        },
        ContainerRule(name: "keeps ending") { view in
            guard view.isLooping else { return nil }
            let often = view.container.restarts.counted("restart")
            let quote = view.complaint.map { ": \($0)" } ?? ""
            // A server that finds another not yet there ends too, and is well at the next try.
            let mayPass = view.container.restarts < 3
            return view.symptom(
                .restarting, mayPass ? .warning : view.lasting,
                "\(view.container.name) keeps ending (\(often)\(exit(view)))\(quote)",
                hint: "`tripctl logs \(view.name)` shows why", mayPass ? .passes : .needsPerson)
        },
        ContainerRule(name: "does not run") { view in
            guard view.isDown else { return nil }
            let name = view.container.name
            let text: String
            switch (view.container.state, view.container.exitCode) {
            case (.created, _): text = "\(name) was never started"
            case (.removing, _): text = "\(name) is being removed"
            case (_, 0?), (_, 143?): text = "\(name) was stopped"
            case (_, let code?):
                text = "\(name) ended with status \(code)" + (view.complaint.map { ": \($0)" } ?? "")
            case (_, nil): text = "\(name) does not run"
            }
            return view.symptom(.containerDown, view.outage, text, hint: "`tripctl up` starts it", .upHeals)
        },
        ContainerRule(name: "UI unhealthy") { view in
            guard view.name == MessagingLayer.ui, view.container.health == .unhealthy else { return nil }
            return view.symptom(
                .uiNotAnswering, .warning, "\(view.container.name) runs, and its page does not answer",
                hint: "`tripctl logs \(view.name)` shows why", .needsPerson)
        },
        ContainerRule(name: "unhealthy") { view in
            guard view.container.state == .running, view.container.health == .unhealthy else { return nil }
            let brokerAnswers = view.broker.map { view.evidence.kafka?.reach(of: $0.id)?.isUp == true } ?? false
            if brokerAnswers || view.name == MessagingLayer.zooKeeper && view.evidence.zooKeeper.isUp {
                return view.symptom(
                    .unhealthy, .info, "\(view.container.name) answers, and its health check has failed until now",
                    hint: "wait: the next check finds it well, unless it looks at something else", .passes)
            }
            let output = (view.container.healthOutput ?? "").trimmed
            let quote = output.isEmpty ? "" : ": " + (output.count > 160 ? output.prefix(159) + "…" : output)
            return view.symptom(
                .unhealthy, view.outage, "\(view.container.name) is unhealthy: its health check fails\(quote)",
                hint: "`tripctl logs \(view.name)` shows why; `tripctl restart \(view.name)` starts it afresh",
                .needsPerson)
        },
        ContainerRule(name: "not ready", look: notReady),
    ]

    /// A service of the layer that has no container, while others have one. A cluster may be without the UI.
    static func absent(_ service: ServiceEvidence, in evidence: LayerEvidence) -> Symptom? {
        guard service.service != MessagingLayer.ui else { return nil }
        let broker = MessagingLayer.brokers.first { $0.name == service.service }
        let left = MessagingLayer.brokers.filter { other in
            evidence.service(other.name)?.container?.state == .running
        }
        return Symptom(
            Finding(
                .containerDown, broker != nil && left.count >= 2 ? .warning : .critical,
                .container(service.service, broker: broker?.id), "\(service.service) is not there",
                hint: "`tripctl up` makes it"), .upHeals)
    }

    /// How long a broker may take to answer, in milliseconds: the health check's start period.
    private static let startPatience: Int64 = 120_000

    /// A broker that runs and does not answer where it says, which Docker knows nothing of.
    private static func notReady(_ view: ServiceView) -> Symptom? {
        guard let broker = view.broker, view.container.state == .running else { return nil }
        let reach = view.evidence.kafka?.reach(of: broker.id)
        if reach?.isUp == true { return nil }
        let age = view.age ?? .max
        let listed = view.evidence.kafka?.metadata.brokers.first { $0.id == broker.id }
        let address = listed?.address ?? view.container.externalAddress?.description
        // The others know it, and its own health check gets through: what is left is the address.
        let serves = listed != nil && view.container.health == .healthy
        let isStarting = view.container.health == .starting || (age < 60_000 && view.container.health != .healthy)
        if !serves, isStarting || (age < 60_000 && reach != nil) {
            return view.symptom(
                .brokerNotReady, .warning,
                "\(view.container.name) runs, and does not answer yet" + (address.map { " at \($0)" } ?? ""),
                hint: elsewhere(view).map { "wait: a broker takes 5 to 30 seconds to start; \($0)" }
                    ?? "wait: a broker takes 5 to 30 seconds to start",
                age < startPatience ? .passes : .needsPerson)
        }
        let reason: String
        switch reach {
        case .refuses(let why)?: reason = why
        // On this machine's own loopback a silent broker is frozen: `health` says so.
        case .silent(let why)? where serves && !isLoopback(listed?.host ?? ""): reason = why
        default: return nil
        }
        return view.symptom(
            .advertisedUnreachable, .warning,
            "\(view.container.name) runs, and the address that it advertises\(address.map { ", \($0)," } ?? "") does "
                + "not answer from here: \(reason)",
            hint: elsewhere(view).map { "\($0), or what stands between them" }
                ?? "see that --host is an address of this machine, and that no firewall stands before it", .needsPerson)
    }

    /// What may be amiss when a broker's port is published on another address than the one that it advertises; `nil`
    /// when it is not.
    private static func elsewhere(_ view: ServiceView) -> String? {
        guard let broker = view.broker, let address = view.container.externalAddress,
            let host = try? HostName.parse(address.host),
            let port = view.container.ports.first(where: { $0.containerPort == broker.externalPort }),
            let bind = try? BindAddress.parse(port.address), case .only(let text) = bind
        else { return nil }
        let differs = host.kind == .name ? !host.leads(to: bind) : InternetAddress(host.text) != InternetAddress(text)
        return differs
            ? "its port is published on \(text) alone, and \(host.text) is advertised: see to --bind and --host" : nil
    }

    private static func isLoopback(_ host: String) -> Bool { (try? HostName.parse(host))?.isLoopback ?? false }

    private static func exit(_ view: ServiceView) -> String {
        view.container.exitCode.map { ", status \($0)" } ?? ""
    }
}

/// What the engine says of a start that failed.
enum StartErrors {
    static func symptom(_ view: ServiceView) -> Symptom {
        let error = view.container.error
        let name = view.container.name
        if error.utf8.hold("address already in use") {
            // `…Error starting userland proxy: listen tcp4 0.0.0.0:9092: bind: address already in use`
            let port = port(before: ": bind: address already in use", in: error)
            return view.symptom(
                .portTaken, view.lasting,
                "\(name) does not start: port \(port ?? "of its own") is taken by a program on this machine",
                hint: port.map { "find it with `sudo ss -ltnp 'sport = :\($0)'`, stop it, then `tripctl up`" }
                    ?? "stop the program, then `tripctl up`", .needsPerson)
        }
        if error.utf8.hold("port is already allocated") {
            // `Bind for 0.0.0.0:9092 failed: port is already allocated`
            let port = port(before: " failed: port is already allocated", in: error)
            return view.symptom(
                .portOfContainer, view.lasting,
                "\(name) does not start: port \(port ?? "of its own") belongs to another container",
                hint: port.map { "`docker ps --filter publish=\($0)` names it; stop it, then `tripctl up`" }
                    ?? "stop that container, then `tripctl up`", .needsPerson)
        }
        return view.symptom(
            .startRefused, view.lasting, "\(name) could not be started by the engine: \(error.trimmed)",
            hint: "mend what the engine says, then `tripctl up`", .needsPerson)
    }

    /// The digits before a text.
    private static func port(before end: String, in text: String) -> String? {
        guard let head = text.between("", end) else { return nil }
        let digits = String(head.reversed().prefix { $0.isNumber }.reversed())
        return digits.isEmpty ? nil : digits
    }
}
