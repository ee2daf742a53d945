/// The cluster's containers as they are on the engine, whoever started them.
public struct Deployment: Sendable, Equatable {
    /// The compose project that the containers belong to; `nil` when there is none, or they belong to no project.
    public var project: String?
    /// The containers of the layer's services, by service.
    public var containers: [String: Container]
    /// Containers of the project that are none of the layer's services.
    public var orphans: [Container]
    /// Containers that have a name of the layer's and are not part of this cluster.
    public var strangers: [Container]

    /// A cluster of these containers.
    public init(
        project: String?, containers: [String: Container] = [:], orphans: [Container] = [], strangers: [Container] = []
    ) {
        self.project = project
        self.containers = containers
        self.orphans = orphans
        self.strangers = strangers
    }

    /// No container at all.
    public static let none = Deployment(project: nil)

    /// Whether there is nothing of the cluster.
    public var isEmpty: Bool { containers.isEmpty && orphans.isEmpty }
}

extension Deployment {
    /// Which containers of the engine's list belong to the cluster, and which only have a name of the layer's.
    ///
    /// tripctl's own project wins when it has any container. Else it is the project that has the layer's names: the
    /// users' page names the containers, and its project is named after the folder it stands in.
    public struct Choice: Sendable, Equatable {
        /// The project; `nil` when no container has a name of the layer's, or those that do belong to no project.
        public var project: String?
        /// The ids of its containers.
        public var members: [String]
        /// The ids of those that only have a name of the layer's.
        public var strangers: [String]

        /// Chooses.
        ///
        /// - Parameters:
        ///   - own: the project that tripctl starts the cluster as.
        ///   - names: the names of the layer's services, which are those of its containers.
        public init(_ list: [ListedContainer], own: String, names: [String]) {
            let named = list.filter { names.contains($0.name) }
            if list.contains(where: { $0.project == own }) {
                project = own
            } else {
                let counts = Dictionary(grouping: named.compactMap(\.project)) { $0 }.mapValues(\.count)
                project = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            }
            let project = project
            members = list.filter { $0.project != nil && $0.project == project }.map(\.id)
            strangers = named.filter { $0.project == nil || $0.project != project }.map(\.id)
        }
    }

    /// The cluster that a choice comes to, once its containers have been looked at.
    public init(_ choice: Choice, _ containers: [Container], names: [String]) {
        self.init(project: choice.project)
        for container in containers {
            if choice.strangers.contains(container.id) {
                strangers.append(container)
            } else if let service = container.service, names.contains(service), self.containers[service] == nil {
                self.containers[service] = container
            } else {
                orphans.append(container)
            }
        }
    }
}
