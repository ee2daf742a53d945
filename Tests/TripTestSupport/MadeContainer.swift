public import TripCore

/// The container that compose makes of a service, as the engine describes it once it runs and is well.
///
/// - Parameters:
///   - file: the file that the service is of: it gives the volumes their names.
///   - project: the compose project.
///   - version: of the compose program.
public func madeContainer(
    of service: Service, in file: ComposeFile, project: String = MessagingLayer.project, version: String = "5.6.1"
) -> Container {
    func pairs(_ variables: [ComposeVariable]) -> [String: String] {
        Dictionary(variables.map { ($0.name, $0.value.description) }, uniquingKeysWith: { $1 })
    }
    var container = Container(
        id: "id-\(service.name)", name: service.containerName, image: service.image, imageID: "sha256:1",
        labels: pairs(service.labels).merging([
            "com.docker.compose.project": project, "com.docker.compose.service": service.name,
            "com.docker.compose.version": version,
        ]) { $1 },
        state: .running, health: .healthy, networks: [file.network.name: [service.name]],
        memoryLimit: service.memoryLimit, hostname: service.hostname, restartPolicy: service.restart,
        stopTimeout: service.stopGracePeriod, logDriver: service.logging.driver,
        logOptions: pairs(service.logging.options))
    // The image brings variables of its own.
    container.environment = pairs(service.environment).merging(["PATH": "/usr/bin", "CLUSTER_ID": ""]) { old, _ in old }
    container.wantedPorts = service.ports.map { port in
        let address = (port.bind.text ?? "").filter { $0 != "[" && $0 != "]" }
        return PublishedPort(address: address, port: port.port, containerPort: port.port)
    }
    container.ports = container.wantedPorts
    container.mounts = service.volumes.map { mount in
        let name = file.volumes.first { $0.key == mount.volume }?.name ?? mount.volume
        return Container.Mount(kind: "volume", source: name, destination: mount.path)
    }
    container.temporaryFolders = Dictionary(service.tmpfs.map { ($0, "") }, uniquingKeysWith: { $1 })
    let check = service.healthcheck
    container.healthCheck = Container.HealthCheck(
        test: check.test, interval: Double(check.interval), timeout: Double(check.timeout), retries: check.retries,
        startPeriod: Double(check.startPeriod))
    return container
}
