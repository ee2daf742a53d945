/// What ZooKeeper says when it is asked how it is.
public enum ZooKeeperState: Sendable, Equatable {
    /// It serves, in this mode: `standalone`, `leader` or `follower`; with its version, where it says one.
    case answers(mode: String, version: String?)
    /// Its port takes no connections.
    case refuses(reason: String)
    /// It takes connections and says nothing.
    case silent(reason: String)
    /// It answers, and does not say what was asked; or it cannot be asked from here.
    case unknown(reason: String)
    /// Nobody asked.
    case notAsked

    /// Reads the answer to the four letters `srvr`.
    public init(srvr text: String) {
        var mode: String?
        var version: String?
        for line in text.split(whereSeparator: \.isNewline) {
            if let value = line.value(after: "Mode: ") { mode = value }
            // `3.6.4--d65253dcf68e9097c6e95a126463fd5fdeb4521c, built on 12/18/2022 18:10 GMT`
            if let value = line.value(after: "Zookeeper version: ") {
                version = value.split(whereSeparator: { $0 == "-" || $0 == "," }).first.map { String($0) }
            }
        }
        if let mode {
            self = .answers(mode: mode, version: version)
        } else if text.contains("not currently serving requests") {
            self = .unknown(reason: "it is not serving requests")
        } else if text.contains("not in the whitelist") {
            self = .unknown(reason: "it does not allow srvr")
        } else {
            self = .unknown(reason: text.isEmpty ? "it closes the connection" : "its answer is not ZooKeeper's")
        }
    }

    /// Reads why there was no answer.
    public init(_ failure: Failure) {
        self = failure.kind == .timedOut ? .silent(reason: failure.reason) : .refuses(reason: failure.reason)
    }

    /// Whether it serves.
    public var isUp: Bool { if case .answers = self { true } else { false } }

    /// Why it is not known to serve; `nil` when it does, or nobody asked.
    public var reason: String? {
        switch self {
        case .answers, .notAsked: nil
        case .refuses(let reason), .silent(let reason), .unknown(let reason): reason
        }
    }
}

extension Substring {
    fileprivate func value(after start: String) -> String? {
        hasPrefix(start) ? String(dropFirst(start.count)).trimmed : nil
    }
}
