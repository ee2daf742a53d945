import Foundation
import TestProcesses

/// What the tests of the docker tier need, looked for.
enum DockerNeeds {
    /// The images, under the real ones' names.
    private static let images = [
        "confluentinc/cp-zookeeper:7.5.1", "confluentinc/cp-kafka:7.5.1", "provectuslabs/kafka-ui:latest",
    ]

    /// What is missing, in words; nil when nothing is.
    static var missing: String? {
        // They end a container's processes and cut its network from outside.
        guard geteuid() == 0 else { return "this is not root" }
        guard Tier.find("docker") != nil else { return "no docker in PATH" }
        let host = ProcessInfo.processInfo.environment["DOCKER_HOST"] ?? ""
        let address = host.isEmpty ? "unix:///var/run/docker.sock" : host
        guard address.hasPrefix("unix://") else { return "DOCKER_HOST=\(host) names no socket of this machine" }
        let engine = EngineSocket(path: String(address.dropFirst("unix://".count)))
        guard engine.get("/_ping")?.status == 200 else { return "no Docker Engine answers at \(engine.path)" }
        for image in images {
            guard let answer = engine.get("/images/\(image)/json"), answer.status == 200 else {
                return "the engine has no image \(image): scripts/standin-images makes it"
            }
            // What runs under these names here is thrown away with its data.
            guard answer.body.contains("\"io.tripctl.standin\"") else {
                return "the engine's image \(image) is no stand-in: tests stay away from it"
            }
        }
        guard let compose = said("docker", ["compose", "version"]), compose.contains("version") else {
            return "docker compose does not run"
        }
        return nil
    }

    /// Why the program docker-compose is not there, or not of the first version.
    static var missingComposeV1: String? {
        guard Tier.find("docker-compose") != nil else { return "no docker-compose in PATH" }
        guard let version = said("docker-compose", ["version", "--short"]) else { return "docker-compose does not run" }
        return version.hasPrefix("1.") ? nil : "docker-compose is of version \(version)"
    }

    /// What a program says on standard output; nil when it fails.
    private static func said(_ program: String, _ arguments: [String]) -> String? {
        guard let ends = try? closeOnExecPipe() else { return nil }
        defer { close(ends.read) }
        var spawn = Spawn(program, arguments, environment: ProcessInfo.processInfo.environment)
        spawn.descriptors = [1: ends.write]
        let started = try? spawn.start()
        close(ends.write)
        guard let pid = started else { return nil }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(ends.read, &chunk, chunk.count)
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        var status: Int32 = 0
        guard waitpid(pid, &status, 0) == pid, Ending(waitStatus: status) == .exited(0) else { return nil }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A Docker Engine's socket, asked in a few lines of HTTP.
private struct EngineSocket {
    let path: String

    /// The answer to a GET; nil when there is none within 10 s.
    func get(_ target: String) -> (status: Int, body: String)? {
        #if canImport(Darwin)
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #else
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        guard connects(descriptor) else { return nil }
        // HTTP 1.0: the answer ends where the connection does.
        let request = Array("GET \(target) HTTP/1.0\r\nHost: docker\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let head = text.range(of: "\r\n\r\n") else { return nil }
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return status.map { ($0, String(text[head.upperBound...])) }
    }

    private func connects(_ descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
