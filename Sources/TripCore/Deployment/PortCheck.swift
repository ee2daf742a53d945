/// Whether the ports that the file publishes are free, or the cluster's own already.
struct PortCheck {
    private let preflight: Preflight

    init(_ preflight: Preflight) { self.preflight = preflight }

    var findings: [Finding] {
        preflight.file.services.flatMap { service in
            service.ports.compactMap { finding(of: $0, for: service.name) }
        }
    }

    private func finding(of port: ServicePort, for service: String) -> Finding? {
        let own = preflight.deployment.containers[service]
        if let other = holder(of: port, besides: own) {
            return Finding(
                .portOfContainer, .warning, .container(service),
                "port \(port.port) belongs to the container \(other.name)"
                    + (other.project.map { " of project \($0)" } ?? ""),
                hint: "stop it with `docker stop \(other.name.shellWord)`, and run `tripctl up` again")
        }
        let listeners = preflight.listeners[port.port] ?? []
        guard let taken = listeners.first(where: { isInTheWay($0, of: port) && !isOwn($0, own, port.port) }) else {
            return nil
        }
        var who = taken.program.map { "\($0)" } ?? "a program of another user"
        if let pid = taken.pid { who += " (pid \(pid))" }
        return Finding(
            .portTaken, .warning, .container(service),
            "port \(port.port) is taken by \(who) on this machine, which listens on \(shown(taken.address))",
            hint: taken.pid == nil
                ? "`sudo ss -ltnp 'sport = :\(port.port)'` names it; stop it, and run `tripctl up` again"
                : "stop it, and run `tripctl up` again")
    }

    private func shown(_ address: String) -> String { ["0.0.0.0", "::"].contains(address) ? "all addresses" : address }

    /// A container of somebody else's that publishes the port.
    private func holder(of port: ServicePort, besides own: Container?) -> ListedContainer? {
        preflight.containers.first { other in
            other.id != own?.id && !preflight.deployment.containers.values.contains { $0.id == other.id }
                && other.ports.contains { $0.port == port.port && overlap($0.address, port.bind.text ?? "") }
        }
    }

    private func isInTheWay(_ listener: PortListener, of port: ServicePort) -> Bool {
        overlap(listener.address, port.bind.text ?? "")
    }

    /// Whether two addresses to listen on collide. Every IPv6 address may or may not mean IPv4 too: the engine finds
    /// out; only what is sure counts.
    private func overlap(_ first: String, _ second: String) -> Bool {
        let (first, second) = (bare(first), bare(second))
        if first == second || first.isEmpty || second.isEmpty { return true }
        if first == "0.0.0.0" { return !second.contains(":") }
        if second == "0.0.0.0" { return !first.contains(":") }
        return first == "::" || second == "::"
    }

    private func bare(_ address: String) -> String { address.filter { $0 != "[" && $0 != "]" } }

    /// Whether it is our own container that holds the port, or the proxy that the engine runs for it. After an
    /// interrupted start the proxy listens already while the engine's list shows no port.
    private func isOwn(_ listener: PortListener, _ own: Container?, _ port: Int) -> Bool {
        guard let own, own.wantedPorts.contains(where: { $0.port == port }) else { return false }
        if [.running, .paused, .restarting].contains(own.state) { return true }
        return listener.program == nil || listener.program == "docker-proxy"
    }
}
