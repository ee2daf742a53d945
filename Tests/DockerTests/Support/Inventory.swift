/// Everything that is on the engine, to be compared with what was: nothing foreign may be touched, nothing left behind.
struct Inventory: Equatable, Sendable, CustomStringConvertible {
    /// "NAME ID" of every container, stopped ones included.
    var containers: Set<String>
    /// "NAME ID" of every network.
    var networks: Set<String>
    /// Names of all volumes; an anonymous one has 64 hexadecimal digits.
    var volumes: Set<String>

    /// What is there now.
    static func taken() async throws -> Inventory {
        async let containers = Docker.lines(["ps", "--all", "--no-trunc", "--format", "{{.Names}} {{.ID}}"])
        async let networks = Docker.lines(["network", "ls", "--no-trunc", "--format", "{{.Name}} {{.ID}}"])
        async let volumes = Docker.lines(["volume", "ls", "--quiet"])
        return try await Inventory(
            containers: Set(containers), networks: Set(networks), volumes: Set(volumes))
    }

    /// What is here and was not in `earlier`.
    func beyond(_ earlier: Inventory) -> Inventory {
        Inventory(
            containers: containers.subtracting(earlier.containers),
            networks: networks.subtracting(earlier.networks), volumes: volumes.subtracting(earlier.volumes))
    }

    var isEmpty: Bool { containers.isEmpty && networks.isEmpty && volumes.isEmpty }

    /// The volumes that nobody gave a name.
    var anonymousVolumes: Set<String> { volumes.filter { $0.count == 64 && $0.allSatisfy(\.isHexDigit) } }

    var description: String {
        "containers \(containers.sorted()), networks \(networks.sorted()), volumes \(volumes.sorted())"
    }
}
