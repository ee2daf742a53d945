import TripTestSupport

/// What belongs to somebody else on the same engine: a container that runs, its network and volume, and a volume that
/// looks as if it were the cluster's.
struct Stranger: Sendable {
    private static let container = "stranger"
    private static let network = "stranger-net"
    private static let volumes = ["stranger-data", "tripclick_stranger"]

    /// What is on the engine with it.
    let inventory: Inventory
    private let process: Int32
    private let startedAt: String

    /// Makes it.
    init() async throws {
        let label = ["--label", Cleaning.label]
        try await Docker.said(["network", "create"] + label + [Self.network])
        for volume in Self.volumes { try await Docker.said(["volume", "create"] + label + [volume]) }
        try await Docker.said(
            ["run", "--detach", "--name", Self.container, "--network", Self.network] + label + [
                "--user", "0", "--volume", "\(Self.volumes[0]):/data", "confluentinc/cp-kafka:7.5.1", "bash", "-c",
                "echo mine >/data/mine; exec sleep 86400",
            ])
        let state = try await Docker.inspect(Self.container)
        process = state.state.pid
        startedAt = state.state.startedAt
        inventory = try await Inventory.taken()
    }

    /// What is not as it was; empty when nobody has touched it.
    func differences() async throws -> [String] {
        let now = try await Inventory.taken()
        // Others come and go on a shared engine.
        let gone = (inventory.beyond(now).containers.union(inventory.beyond(now).networks)).filter {
            $0.hasPrefix("\(Self.container) ") || $0.hasPrefix("\(Self.network) ")
        }
        var found = gone.union(Self.volumes).subtracting(now.volumes).map { "\($0) is gone" }
        let state = try await Docker.inspect(Self.container).state
        if state.pid != process || state.startedAt != startedAt { found.append("its container was restarted") }
        let mine = try await Docker.exec(Self.container, ["cat", "/data/mine"])
        if mine.output != "mine\n" { found.append("its data: \(mine.output)\(mine.errors)") }
        return found
    }
}
