/// A compose file as a value.
public struct ComposeFile: Sendable, Equatable {
    /// What stands at its top for people, a line each; the marker comes before it.
    public var notes: [String]
    /// The services, in order.
    public var services: [Service]
    /// The volumes, in order.
    public var volumes: [Volume]
    /// The network that the services share.
    public var network: Network

    /// A volume that outlives its containers.
    public struct Volume: Sendable, Equatable {
        /// What the services of the file call it.
        public var key: String
        /// What the engine calls it.
        public var name: String
        /// Labels, in order.
        public var labels: [ComposeVariable]
    }

    /// The network that the services share.
    public struct Network: Sendable, Equatable {
        /// What the engine calls it.
        public var name: String
        /// Labels, in order.
        public var labels: [ComposeVariable]
    }

    /// A service by its name.
    public func service(_ name: String) -> Service? { services.first { $0.name == name } }

    /// The engine's names of a service's volumes; none when there is no such service.
    public func volumeNames(of service: String) -> [String] {
        let keys = self.service(service)?.volumes.map(\.volume) ?? []
        return volumes.filter { keys.contains($0.key) }.map(\.name)
    }

    /// The first line of every file that tripctl renders: by it a file is known that may be replaced.
    public static let marker = "# Rendered by tripctl."

    /// Whether tripctl rendered the text: its first line is the marker.
    public static func isRendered(_ text: String) -> Bool {
        let rest = text.utf8.dropFirst(marker.utf8.count)
        return text.utf8.starts(with: marker.utf8)
            && (rest.first.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? true)
    }
}
