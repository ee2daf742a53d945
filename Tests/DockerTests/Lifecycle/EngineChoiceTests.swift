import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// Which engine tripctl talks to, and what it says when it cannot.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(20)))
struct EngineChoiceTests {
    @Test func `DOCKER_HOST or the context in use names the engine`() async throws {
        try await withDeployment { deployment in
            let context = try await DockerContext(in: deployment)
            // An engine without the cluster says so, which only one that was asked can.
            for environment in [[:], context.environment, context.environment.merging(["DOCKER_CONTEXT": ""]) { $1 }] {
                let status = try await deployment.envelope(["status"], environment: environment, status: 2)
                #expect(status.codes == ["TC422"], "\(environment)")
            }
            // A variable counts more than the context, and a context that is named more than the one in use.
            let dead = ["DOCKER_HOST": "unix://\(deployment.folder)/none.sock"]
            let variable = try await deployment.envelope(
                ["status"], environment: context.environment.merging(dead) { $1 }, status: 3)
            #expect(variable.codes == ["TC401"])
            let named = try await deployment.envelope(
                ["status"], environment: context.environment.merging(["DOCKER_CONTEXT": "moon"]) { $1 }, status: 3)
            #expect(named.codes == ["TC428"])
            #expect(named["findings"][0]["text"].text?.contains("there is no docker context moon") == true)
            #expect(named["findings"][0]["hint"].text?.contains("docker context ls") == true)
        }
    }

    @Test func `each way of having no engine is another sentence with a next step`() async throws {
        try await withDeployment { deployment in
            let folder = deployment.folder
            let stale = "\(folder)/stale.sock"
            close(try listeningSocket(stale))
            let foreign = "\(folder)/foreign.sock"
            let listener = try listeningSocket(foreign)
            defer { close(listener) }
            guard chown(foreign, 65_534, 65_534) == 0, chmod(foreign, 0o600) == 0 else {
                throw SystemError("cannot give \(foreign) away")
            }
            let none = "\(folder)/none.sock"
            var sentences: Set<String> = []
            func judge(_ code: String, _ hint: String, _ outcome: Outcome) throws {
                #expect(outcome.status == 1, "\(code): \(outcome.output)\(outcome.errors)")
                let up = try JSONTree(outcome.output)
                #expect(up["data"]["outcome"] == "refused", "\(code)")
                #expect(up.codes.first == code, "\(up)")
                let finding = up["findings"][0]
                #expect(finding["hint"].text?.contains(hint) == true, "\(code): \(finding)")
                sentences.insert(finding["text"].text ?? "")
            }
            let up = ["up", "-o", "json"]
            func environment(_ socket: String) -> [String: String?] { ["DOCKER_HOST": "unix://\(socket)"] }
            try judge("TC401", "systemctl start docker", await deployment.run(up, environment: environment(none)))
            try judge("TC401", "systemctl start docker", await deployment.run(up, environment: environment(stale)))
            try judge(
                "TC403", "docs.docker.com",
                await deployment.run(up, environment: environment(none).merging(["PATH": folder]) { $1 }))
            try judge("TC402", "usermod -aG docker", await withoutRights(deployment, up, environment(foreign)))
            #expect(sentences.count == 4, "\(sentences)")
            #expect(try await Docker.containers(project: Deployment.project) == [])
        }
    }

    @Test(.enabled("a plugin is there for all users") { InstalledCompose.plugin == nil })
    func `an engine without Compose is a sentence of its own`() async throws {
        try await withDeployment { deployment in
            let bare: [String: String?] = ["DOCKER_CONFIG": deployment.folder, "PATH": deployment.folder]
            let up = try await deployment.envelope(["up"], environment: bare, status: 1)
            #expect(up.codes == ["TC404"])
            #expect(up["findings"][0]["hint"].text?.contains("docker-compose-plugin") == true)
            #expect(try await Docker.containers(project: Deployment.project) == [])
        }
    }

    /// Runs tripctl as root without root's right to pass over who may use a file: another user might not be able to
    /// read the program.
    private func withoutRights(
        _ deployment: Deployment, _ arguments: [String], _ more: [String: String?]
    ) async throws -> Outcome {
        try await Binary(path: "setpriv").run(
            ["--bounding-set", "-dac_override,-dac_read_search", Binary.tripctl.path] + arguments,
            environment: deployment.environment.merging(more) { $1 }, deadline: 60)
    }

    /// A socket of the file system that somebody listens on until it is closed.
    private func listeningSocket(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw SystemError("cannot listen on \(path)", code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard bound, listen(descriptor, 8) == 0 else { throw SystemError("cannot listen on \(path)") }
        return descriptor
    }
}
