public import TripCore
internal import TripSystem

/// Where the engine is, and what says so.
public struct EngineAddress: Sendable, Equatable {
    /// How it is reached.
    public enum Way: Sendable, Equatable {
        /// A unix socket at this path.
        case socket(path: String)
        /// TCP without TLS.
        case tcp(Address)
        /// A way that tripctl does not go, or none.
        case unusable(reason: String, hint: String?)
    }

    /// What named it.
    public enum Origin: Sendable, Equatable {
        /// The variable DOCKER_HOST.
        case variable
        /// A docker context.
        case context(String)
        /// Nothing: it is where engines usually are.
        case usual
    }

    /// How it is reached.
    public var way: Way
    /// The address as it was written: `unix:///var/run/docker.sock`.
    public var written: String
    /// What named it.
    public var origin: Origin

    /// The address that the environment says, in the order of docker's own command line: DOCKER_HOST, DOCKER_CONTEXT,
    /// the context in use, and the usual socket. Where that is not, the sockets of rootless engines and of Docker
    /// Desktop count too.
    ///
    /// - Parameter usual: the socket of an engine that nothing names.
    /// - Throws: `usage` when DOCKER_HOST is no address.
    public init(
        environment: (String) -> String?, usual: String = "/var/run/docker.sock"
    ) throws(Failure) {
        func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        let folder = DockerFolder(environment: environment)
        if let host = variable("DOCKER_HOST") {
            try self.init(host, .variable, wantsTLS: variable("DOCKER_TLS_VERIFY") != nil)
        } else if let context = variable("DOCKER_CONTEXT") ?? folder?.currentContext, context != "default" {
            self = Self.named(context, in: folder)
        } else {
            let others = [
                variable("XDG_RUNTIME_DIR").map { $0 + "/docker.sock" },
                variable("HOME").map { $0 + "/.docker/run/docker.sock" },
            ]
            let path = ([usual] + others.compactMap { $0 }).first(where: Paths.exists) ?? usual
            self.init(way: .socket(path: path), written: "unix://\(path)", origin: .usual)
        }
    }

    private init(way: Way, written: String, origin: Origin) {
        self.way = way
        self.written = written
        self.origin = origin
    }

    private static func named(_ context: String, in folder: DockerFolder?) -> EngineAddress {
        guard let host = folder?.host(ofContext: context) else {
            return EngineAddress(
                way: .unusable(
                    reason: "there is no docker context \(context.escaped)",
                    hint: "see `docker context ls`, then `docker context use default`"),
                written: "context \(context.escaped)", origin: .context(context))
        }
        do {
            return try EngineAddress(host.address, .context(context), wantsTLS: host.hasTLS)
        } catch {
            return EngineAddress(
                way: .unusable(reason: error.reason, hint: "see `docker context inspect \(context.escaped)`"),
                written: host.address, origin: .context(context))
        }
    }

    private init(_ text: String, _ origin: Origin, wantsTLS: Bool) throws(Failure) {
        let written = text.escaped
        func wrong(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "use DOCKER_HOST=\(written)", reason: reason,
                hint: "write it as unix:///var/run/docker.sock or tcp://127.0.0.1:2375")
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://") else {
            throw wrong("it has no scheme such as unix://")
        }
        let rest = String(text[colon...].dropFirst(3))
        switch text[..<colon] {
        case "unix":
            guard rest.hasPrefix("/") else { throw wrong("the path of the socket does not begin with /") }
            self.init(way: .socket(path: rest), written: written, origin: origin)
        case "tcp" where wantsTLS:
            self.init(way: Self.noTLS, written: written, origin: origin)
        case "tcp":
            guard let address = Self.address(rest) else { throw wrong("it is no tcp://host:port") }
            // 2376 is the port for TLS, by custom and by the engine's own advice.
            self.init(way: address.port == 2376 ? Self.noTLS : .tcp(address), written: written, origin: origin)
        case "ssh":
            self.init(
                way: .unusable(
                    reason: "tripctl does not reach an engine through ssh",
                    hint: "run tripctl on that machine, or forward its socket: "
                        + "ssh -L ./docker.sock:/var/run/docker.sock, then DOCKER_HOST=unix://$PWD/docker.sock"),
                written: written, origin: origin)
        default:
            throw wrong("tripctl knows unix:// and tcp:// alone")
        }
    }

    private static let noTLS = Way.unusable(
        reason: "tripctl does not speak TLS to an engine",
        hint: "run tripctl on the engine's machine, where its socket is")

    /// `host`, `host:port` or `[::1]:port`; the engine's own port without TLS is 2375.
    private static func address(_ text: String) -> Address? {
        var text = text[...]
        if text.hasSuffix("/") { text.removeLast() }
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty, !host.contains("/"), let number = port.map({ Int($0) }) ?? 2375, 1...65_535 ~= number
        else {
            return nil
        }
        return Address(host: host.isEmpty ? "127.0.0.1" : String(host), port: number)
    }
}
