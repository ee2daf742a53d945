import Synchronization
import Testing
import TripCore

import func TripTestSupport.madeContainer

/// A compose program of values: it does to a fake engine what compose does to a real one, by the file that is in the
/// fake state folder. A file that none of the expected ones gives is recorded as an issue.
final class FakeCompose: ComposePort {
    let program: ComposeProgramKind
    private let engine: FakeEngine
    private let state: FakeState
    private let files: [ComposeFile]
    /// Commands that fail, by their first word, with what compose writes then.
    private let failing: [String: [String]]
    /// The ids of the images that the registry has, where they are not those that the engine starts with.
    private let pulling: [String: String]
    private let ran = Mutex<[String]>([])
    /// What happens after a command.
    private let next = Mutex<(isOnce: Bool, work: @Sendable () -> Void)?>(nil)

    init(
        _ engine: FakeEngine, _ state: FakeState, files: [ComposeFile], failing: [String: [String]] = [:],
        pulling: [String: String] = [:],
        program: ComposeProgramKind = .plugin(path: "/usr/libexec/docker/cli-plugins/docker-compose")
    ) {
        self.engine = engine
        self.state = state
        self.files = files
        self.failing = failing
        self.pulling = pulling
        self.program = program
    }

    /// What was run, a line each, without project and file.
    var commands: [String] { ran.withLock { $0 } }

    /// Lets something happen after each command, or after the next one only.
    func afterwards(once: Bool = false, _ work: @escaping @Sendable () -> Void) {
        next.withLock { $0 = (once, work) }
    }

    func run(
        _ arguments: [String], project: String, file path: String, deadline: Deadline, each: (String) -> Void
    ) throws(Failure) -> ProgramEnd {
        ran.withLock { $0.append(arguments.joined(separator: " ")) }
        #expect(project == MessagingLayer.project)
        #expect(path == state.composeFile)
        guard let verb = arguments.first, let file = files.first(where: { $0.text == state.now }) else {
            Issue.record("compose \(arguments) met a file that the test does not know:\n\(state.now ?? "none")")
            throw Failure(.system, doing: "run compose", reason: "the test did not set it")
        }
        if let lines = failing[verb] { return ProgramEnd(status: 1, lines: lines) }
        let services = arguments.dropFirst().filter { !$0.hasPrefix("-") }
        for name in services where file.service(name) == nil { Issue.record("the file has no service \(name)") }
        engine.change { parts in
            for service in file.services where services.contains(service.name) {
                change(service, arguments, file, &parts)
            }
            if verb == "down" { takeDown(withVolumes: arguments.contains("--volumes"), file, &parts) }
        }
        let work = next.withLock { next -> (@Sendable () -> Void)? in
            let work = next?.work
            if next?.isOnce == true { next = nil }
            return work
        }
        work?()
        return ProgramEnd(status: 0, lines: [])
    }

    private func change(
        _ service: Service, _ arguments: [String], _ file: ComposeFile, _ parts: inout FakeEngine.Parts
    ) {
        let name = service.name
        let verb = arguments[0]
        switch verb {
        case "up" where arguments.contains("--force-recreate") || parts.containers[name] == nil:
            var container = madeContainer(of: service, in: file)
            container.id = "new-\(name)"
            container.imageID = parts.images[service.image] ?? ""
            container.startedAt = beginning
            if arguments.contains("--no-start") { container.state = .created }
            parts.containers[name] = container
            for volume in file.volumes where service.volumes.contains(where: { $0.volume == volume.key }) {
                if !parts.volumes.contains(where: { $0.name == volume.name }) {
                    parts.volumes.append(Volume(name: volume.name, labels: .layer))
                }
            }
        case "up" where arguments.contains("--no-start"): break
        case "up", "restart", "unpause":
            parts.change(name) { container in
                container.state = .running
                container.health = .healthy
                container.exitCode = nil
                container.ports = container.wantedPorts
            }
        case "stop": parts.end(name, 143)
        case "rm": parts.containers[name] = nil
        case "pull": parts.images[service.image] = pulling[service.image] ?? "sha256:1"
        default: Issue.record("compose \(verb) is unknown to the test")
        }
    }

    private func takeDown(withVolumes: Bool, _ file: ComposeFile, _ parts: inout FakeEngine.Parts) {
        parts.containers = parts.containers.filter { file.service($0.value.service ?? "") == nil }
        guard withVolumes else { return }
        let names = file.volumes.map(\.name)
        parts.volumes.removeAll { names.contains($0.name) }
    }
}

extension [String: String] {
    /// The labels of what tripctl's file makes.
    static let layer = [MessagingLayer.layerLabel.name: MessagingLayer.layerLabel.value]
}
