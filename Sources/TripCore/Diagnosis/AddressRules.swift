/// What is wrong with the addresses that brokers tell clients to call, read from what their containers were made with:
/// Kafka takes most of it without a word.
enum AddressRules {
    /// What is wrong with the address of one broker.
    static func symptoms(of view: ServiceView) -> [Symptom] {
        guard let broker = view.broker else { return [] }
        return [inEnvironment(view), inMetadata(view, broker)].compactMap { $0 }
    }

    private static func inEnvironment(_ view: ServiceView) -> Symptom? {
        let environment = view.container.environment
        let refused = ["KAFKA_HOST", "KAFKA_PORT", "KAFKA_ADVERTISED_HOST", "KAFKA_ADVERTISED_PORT"]
        if refused.contains(where: { !(environment[$0] ?? "").isEmpty }) { return hostInContainer(view) }
        let text = environment["KAFKA_ADVERTISED_LISTENERS"] ?? ""
        if text.trimmed.isEmpty { return missing(view) }
        guard let listener = view.container.externalListener else { return nil }
        let host = listener.host
        if InternetAddress(host)?.isUnspecified == true { return unspecified(view, host) }
        if isUnreadable(listener) { return unreadable(view, nil) }
        return isCallable(host) ? nil : uncallable(view, host, listener.port)
    }

    private static func isUnreadable(_ listener: AdvertisedListener) -> Bool {
        listener.host.contains("/") || listener.host.contains(where: \.isWhitespace) || listener.port == nil
    }

    /// Metadata tells what clients are told, whoever made the container.
    private static func inMetadata(_ view: ServiceView, _ broker: MessagingLayer.Broker) -> Symptom? {
        guard let listed = view.evidence.kafka?.metadata.brokers.first(where: { $0.id == broker.id }) else {
            return nil
        }
        // On the internal listener the containers' names are right.
        guard listed.port != MessagingLayer.internalPort, !isCallable(listed.host) else { return nil }
        return uncallable(view, listed.host, listed.port)
    }

    /// Whether a host may be called from outside Docker, by its looks.
    private static func isCallable(_ host: String) -> Bool {
        if host.isEmpty || MessagingLayer.serviceNames.contains(host) { return false }
        return InternetAddress(host) != nil || !host.contains(":")
    }

    static func hostInContainer(_ view: ServiceView) -> Symptom {
        view.symptom(
            .hostInContainer, view.lasting, "\(view.container.name) does not start: KAFKA_HOST got into the container",
            hint: "`tripctl up` renders the file anew", .upHeals)
    }

    static func missing(_ view: ServiceView) -> Symptom {
        view.symptom(
            .advertisedMissing, view.lasting,
            "\(view.container.name) does not start: the file lacks the advertised listener",
            hint: "`tripctl up` renders the file anew", .upHeals)
    }

    static func unspecified(_ view: ServiceView, _ host: String) -> Symptom {
        view.symptom(
            .advertisedUnspecified, view.lasting,
            "\(view.container.name) advertises \(host), which is where it listens and no address to call",
            hint: "`tripctl up --host HOST` with the name or address that clients call", .needsPerson)
    }

    /// - Parameter quote: what Kafka says of it: of `EXTERNAL://http://10.0.1.100:9092` only `EXTERNAL://HTTP`, so what
    ///   the container was made with is named where that shows it.
    static func unreadable(_ view: ServiceView, _ quote: String?) -> Symptom {
        let made = view.container.externalListener.flatMap { isUnreadable($0) ? $0 : nil }
        let listener =
            made.map { "\($0.name)://\($0.host)" + ($0.port.map { ":\($0)" } ?? "") } ?? quote
        return view.symptom(
            .advertisedUnreadable, view.lasting,
            "\(view.container.name) does not start: Kafka cannot read the advertised listener"
                + (listener.map { " \($0.trimmed)" } ?? ""),
            hint: "`tripctl up --host HOST` with a bare name or address", .needsPerson)
    }

    static func uncallable(_ view: ServiceView, _ host: String, _ port: Int?) -> Symptom {
        let port = port.map { ":\($0)" } ?? ""
        let address = host.contains(":") ? "[\(host)]\(port)" : host + port
        return view.symptom(
            .advertisedUncallable, view.lasting,
            "\(view.container.name) advertises \(host.isEmpty ? "no host" : address), which nobody can call",
            hint: "`tripctl up --host HOST` with the name or address that clients call", .needsPerson)
    }

    static func twice(_ view: ServiceView, _ address: String?, other: String) -> Symptom {
        view.symptom(
            .addressTwice, view.lasting,
            "\(view.container.name) advertises the address of \(other)" + (address.map { ": \($0.trimmed)" } ?? ""),
            hint: "`tripctl up` renders the file anew", .upHeals)
    }
}
