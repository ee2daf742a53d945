internal import TripCore

/// What the engine's `/containers/ID/json` says, as a ``Container``.
enum ContainerJSON {
    /// The container; `nil` when the answer is no description of one.
    ///
    /// - Parameter isHere: whether the engine's processes are this machine's, so that a process id means something.
    static func container(_ json: JSONValue, isHere: Bool) -> Container? {
        guard let id = json["Id"]?.filledText, let name = json["Name"]?.filledText, let state = json["State"],
            let config = json["Config"]
        else { return nil }
        let host = json["HostConfig"] ?? .null
        let network = json["NetworkSettings"] ?? .null
        let life = Container.State(engineWord: state["Status"]?.text ?? "")
        let isRunning = state["Running"]?.truth ?? false
        let started = state["StartedAt"]?.text.flatMap { EngineTime.milliseconds($0) }
        var container = Container(id: id, name: String(name.drop { $0 == "/" }), image: config["Image"]?.text ?? "")
        container.imageID = json["Image"]?.text ?? ""
        container.labels = config["Labels"]?.textByKey ?? [:]
        container.state = life
        // What a health check said last stays there when the container has ended: it is of no use then.
        if isRunning, let health = state["Health"] {
            container.health = health["Status"]?.text.flatMap(Container.Health.init(rawValue:))
        }
        container.healthOutput = state["Health"]?["Log"]?.elements.last?["Output"]?.text
        // Between two tries of a restart policy the engine calls a container running, too.
        let hasEnded = [.exited, .dead, .removing, .restarting].contains(life)
        container.exitCode = hasEnded && started != nil ? state["ExitCode"]?.whole.flatMap { Int32(exactly: $0) } : nil
        container.wasOutOfMemory = state["OOMKilled"]?.truth ?? false
        container.error = state["Error"]?.text ?? ""
        container.restarts = json["RestartCount"]?.whole.flatMap { Int(exactly: $0) } ?? 0
        if isHere { container.pid = state["Pid"]?.whole.flatMap { $0 > 0 ? Int32(exactly: $0) : nil } }
        container.createdAt = json["Created"]?.text.flatMap { EngineTime.milliseconds($0) }
        container.startedAt = started
        container.finishedAt = state["FinishedAt"]?.text.flatMap { EngineTime.milliseconds($0) }
        for (name, attachment) in network["Networks"]?.pairs ?? [] {
            // Newer engines keep the names that they resolve apart from those that were asked for.
            let names = (attachment["Aliases"]?.texts ?? []) + (attachment["DNSNames"]?.texts ?? [])
            container.networks[name] = names.enumerated().filter { !names[..<$0.offset].contains($0.element) }
                .map(\.element)
        }
        container.ports = ports(network["Ports"])
        container.wantedPorts = ports(host["PortBindings"])
        container.memoryLimit = host["Memory"]?.whole.flatMap { $0 > 0 ? $0 : nil }
        for entry in config["Env"]?.texts ?? [] {
            guard let equals = entry.firstIndex(of: "=") else { continue }
            container.environment[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
        }
        container.mounts = (json["Mounts"]?.elements ?? []).map { mount in
            let kind = mount["Type"]?.text ?? ""
            let source = mount[kind == "volume" ? "Name" : "Source"]?.text ?? ""
            return Container.Mount(kind: kind, source: source, destination: mount["Destination"]?.text ?? "")
        }
        container.temporaryFolders = host["Tmpfs"]?.textByKey ?? [:]
        container.hostname = config["Hostname"]?.text ?? ""
        container.restartPolicy = host["RestartPolicy"]?["Name"]?.filledText ?? "no"
        container.stopTimeout = config["StopTimeout"]?.whole.flatMap { Int(exactly: $0) }
        container.logDriver = host["LogConfig"]?["Type"]?.text ?? ""
        container.logOptions = host["LogConfig"]?["Config"]?.textByKey ?? [:]
        container.healthCheck = config["Healthcheck"].flatMap(healthCheck)
        container.hasTerminal = config["Tty"]?.truth ?? false
        return container
    }

    /// A container of the engine's list `/containers/json`; `nil` when the answer is no description of one.
    static func listed(_ json: JSONValue) -> ListedContainer? {
        guard let id = json["Id"]?.filledText else { return nil }
        // A link gives a container more names, with the other's name before a second slash.
        let names = (json["Names"]?.texts ?? []).map { $0.drop { $0 == "/" } }
        var listed = ListedContainer(
            id: id, name: String(names.first { !$0.contains("/") } ?? names.first ?? ""),
            image: json["Image"]?.text ?? "")
        listed.labels = json["Labels"]?.textByKey ?? [:]
        listed.state = Container.State(engineWord: json["State"]?.text ?? "")
        listed.ports =
            (json["Ports"]?.elements ?? []).compactMap { port in
                guard port["Type"]?.text == "tcp", let outside = port["PublicPort"]?.whole,
                    let inside = port["PrivatePort"]?.whole
                else { return nil }
                return PublishedPort(address: port["IP"]?.text ?? "", port: Int(outside), containerPort: Int(inside))
            }.inOrder
        listed.volumes = (json["Mounts"]?.elements ?? []).compactMap { mount in
            mount["Type"]?.text == "volume" ? mount["Name"]?.text : nil
        }
        return listed
    }

    /// `{"9092/tcp":[{"HostIp":"0.0.0.0","HostPort":"9092"}]}`. Only TCP: Kafka speaks nothing else.
    private static func ports(_ json: JSONValue?) -> [PublishedPort] {
        (json?.pairs ?? []).flatMap { key, bindings -> [PublishedPort] in
            let parts = key.split(separator: "/")
            guard parts.count == 1 || parts.last == "tcp", let inside = parts.first.flatMap({ Int($0) }) else {
                return []
            }
            return bindings.elements.map { binding in
                PublishedPort(
                    address: binding["HostIp"]?.text ?? "", port: binding["HostPort"]?.text.flatMap { Int($0) },
                    containerPort: inside)
            }
        }.inOrder
    }

    /// A health check, its times in nanoseconds; 0 stands for the engine's own: 30 s, 30 s and 3 tries.
    private static func healthCheck(_ json: JSONValue) -> Container.HealthCheck? {
        let test = json["Test"]?.texts ?? []
        guard let first = test.first, first != "NONE" else { return nil }
        func seconds(_ key: String, else usual: Double) -> Double {
            let nanoseconds = json[key]?.whole ?? 0
            return nanoseconds > 0 ? Double(nanoseconds) / 1e9 : usual
        }
        let retries = json["Retries"]?.whole.flatMap { Int(exactly: $0) } ?? 0
        return Container.HealthCheck(
            test: test, interval: seconds("Interval", else: 30), timeout: seconds("Timeout", else: 30),
            retries: retries > 0 ? retries : 3, startPeriod: seconds("StartPeriod", else: 0))
    }
}

extension Container.State {
    /// The state of the engine's word for it. Podman's engine has words of its own, and what nobody knows is dead: it
    /// does not run and cannot be counted on.
    init(engineWord word: String) {
        switch word {
        case "configured", "initialized": self = .created
        case "stopping": self = .running
        case "stopped": self = .exited
        default: self = Self(rawValue: word) ?? .dead
        }
    }
}

extension [PublishedPort] {
    /// By the port in the container, then by where it is published: the engine has no order of its own.
    fileprivate var inOrder: [PublishedPort] {
        sorted { ($0.containerPort, $0.port ?? 0, $0.address) < ($1.containerPort, $1.port ?? 0, $1.address) }
    }
}
