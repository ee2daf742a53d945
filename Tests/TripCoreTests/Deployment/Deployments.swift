import TripCore

import func TripTestSupport.madeContainer

/// The file of a cluster with these settings.
func file(
    host: String = "localhost", bind: String? = nil, exposesUI: Bool = false, exposesZooKeeper: Bool = false,
    hasUI: Bool = true, registry: String? = nil
) throws -> ComposeFile {
    MessagingLayer.composeFile(
        for: try settings(
            host: host, bind: bind, exposesUI: exposesUI, exposesZooKeeper: exposesZooKeeper, hasUI: hasUI,
            registry: registry))
}

/// The settings of a cluster.
func settings(
    host: String = "localhost", bind: String? = nil, exposesUI: Bool = false, exposesZooKeeper: Bool = false,
    hasUI: Bool = true, registry: String? = nil
) throws -> DeploymentSettings {
    try DeploymentSettings(
        host: try HostName.parse(host), bind: try bind.map { try BindAddress.parse($0) }, exposesUI: exposesUI,
        exposesZooKeeper: exposesZooKeeper, hasUI: hasUI, registry: registry)
}

extension ComposeFile {
    /// The cluster just as compose makes it of the file.
    func deployment(project: String = MessagingLayer.project, version: String = "5.6.1") -> Deployment {
        Deployment(
            project: project,
            containers: Dictionary(
                uniqueKeysWithValues: services.map {
                    ($0.name, madeContainer(of: $0, in: self, project: project, version: version))
                }))
    }
}

extension Deployment {
    func with(_ change: (inout Deployment) -> Void) -> Deployment {
        var deployment = self
        change(&deployment)
        return deployment
    }

    /// Changes some of the containers.
    mutating func change(_ services: String..., body: (inout Container) -> Void) {
        for service in services {
            guard var container = containers[service] else { continue }
            body(&container)
            containers[service] = container
        }
    }

    /// The containers ended.
    mutating func end(_ services: String..., status: Int32 = 143) {
        for service in services {
            change(service) { container in
                container.state = .exited
                container.exitCode = status
                container.health = nil
                container.ports = []
            }
        }
    }
}

extension Container {
    /// The container as the engine's list has it.
    var listed: ListedContainer {
        ListedContainer(
            id: id, name: name, image: image, labels: labels, state: state, ports: ports,
            volumes: mounts.filter { $0.kind == "volume" }.map(\.source))
    }
}
