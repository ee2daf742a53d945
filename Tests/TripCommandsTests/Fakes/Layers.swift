import TripCore

import func TripTestSupport.madeContainer

@testable import TripCommands

// Clusters on an engine that commands change.

/// The file of a cluster with these settings, which have to agree.
func layerFile(host: String = "localhost", hasUI: Bool = true) -> ComposeFile {
    guard let name = try? HostName.parse(host), let settings = try? DeploymentSettings(host: name, hasUI: hasUI)
    else { preconditionFailure("the settings of \(host) do not agree") }
    return MessagingLayer.composeFile(for: settings)
}

extension FakeEngine.Parts {
    /// An engine with the images, and nothing else.
    static var empty: FakeEngine.Parts {
        var parts = FakeEngine.Parts()
        for service in layerFile().services { parts.images[service.image] = "sha256:1" }
        return parts
    }

    /// An engine with the cluster that the file describes, which has run for an hour.
    static func made(of file: ComposeFile = layerFile(), project: String = MessagingLayer.project) -> FakeEngine.Parts {
        var parts = FakeEngine.Parts.empty
        for service in file.services {
            var container = madeContainer(of: service, in: file, project: project)
            container.createdAt = beginning - 3_600_000
            container.startedAt = container.createdAt
            parts.containers[service.name] = container
        }
        parts.volumes = file.volumes.map { Volume(name: $0.name, labels: .layer) }
        return parts
    }
}

/// A machine that commands change, with what came of it.
struct ChangingMachine: Sendable {
    let engine: FakeEngine
    let state: FakeState
    let compose: FakeCompose?
    var machine: FakeMachine

    /// A machine with this engine, on which ZooKeeper and Kafka UI answer.
    ///
    /// - Parameter files: the files that compose may be given.
    init(
        _ parts: FakeEngine.Parts, files: [ComposeFile] = [layerFile()], failing: [String: [String]] = [:],
        pulling: [String: String] = [:],
        program: ComposeProgramKind? = .plugin(path: "/usr/libexec/docker/cli-plugins/docker-compose"),
        holder: LockHolder? = nil, host change: (inout FakeHost) -> Void = { _ in }
    ) {
        engine = FakeEngine(parts)
        state = FakeState(holder: holder)
        compose = program.map { [engine, state] in
            FakeCompose(engine, state, files: files, failing: failing, pulling: pulling, program: $0)
        }
        var host = FakeHost(programs: ["docker": "/usr/bin/docker"])
        host.ownAddresses += ["10.0.1.100"]
        host.answers[Address(host: "127.0.0.1", port: MessagingLayer.zooKeeperPort)] = FakeMachine.zooKeeperAnswer
        host.pages[Address(host: "127.0.0.1", port: MessagingLayer.uiPort)] = (200, #"{"status":"UP"}"#)
        change(&host)
        machine = FakeMachine(engine: engine, compose: compose, host: host, state: state)
    }
}

/// Tests of what changes a cluster.
protocol RunsOnMachines {}

extension RunsOnMachines {
    /// Runs a command line on a machine.
    func run(
        _ line: String, _ machine: ChangingMachine, _ kafka: FakeCluster.Parts? = Case.layer, hasTime: Bool = false,
        environment: [String: String] = [:], answer: String? = nil, terminal: Context.Terminal = .pipe
    ) -> Run {
        runTripctl(
            line.split(separator: " ").map { String($0) }, on: kafka.map { FakeCluster($0) },
            Outside(
                terminal: terminal, environment: environment, machine: machine.machine, answer: answer,
                hasTime: hasTime))
    }
}
