/// Whether the addresses that ports are to be published on are this machine's. The engine finds out only once the
/// container that was there has been taken away.
struct BindCheck {
    private let preflight: Preflight

    init(_ preflight: Preflight) { self.preflight = preflight }

    var findings: [Finding] {
        guard preflight.isLocal, !own.isEmpty else { return [] }
        return strangers.map { address in
            Finding(
                .bindOfAnother, .warning, .cluster,
                "the bind address \(address) is none of this machine's: these are \(shown.inWords())", hint: hint)
        }
    }

    /// The addresses that containers are to be made or started with, and that no interface has, each once.
    private var strangers: [String] {
        let changed = Set(preflight.plan.changes.filter { $0.kind != .removed }.map(\.service))
        var found: [String] = []
        for port in preflight.file.services.filter({ changed.contains($0.name) }).flatMap(\.ports) {
            guard case .only(let text) = port.bind, let address = InternetAddress(text), !own.contains(address),
                !found.contains(text)
            else { continue }
            // The whole of 127.0.0.0/8 is this machine's, though its interface names one address alone.
            if case .v4 = address, address.isLoopback { continue }
            found.append(text)
        }
        return found
    }

    private var own: [InternetAddress] { preflight.ownAddresses.compactMap { InternetAddress($0) } }

    /// Those that a person may choose: Docker publishes on no address with a zone.
    private var shown: [String] { preflight.ownAddresses.filter { !$0.contains("%") } }

    private var hint: String {
        let host = preflight.settings.host.text
        let outside = shown.filter { InternetAddress($0)?.isLoopback == false }
        let choice = outside.first { InternetAddress($0) == InternetAddress(host) } ?? outside.first
        let all = "`--bind 0.0.0.0` publishes on all of them"
        return choice.map { "publish on one of them, such as with `--bind \($0)`; \(all)" } ?? all
    }
}
