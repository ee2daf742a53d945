import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// What stands in the way before anything runs: ports that others hold, images that cannot be had.
@Suite(.serialized, .requires(.docker), .showingLogs, .timeLimit(.minutes(10)))
struct PortTroubleTests {
    @Test func `ports that others hold, and images that cannot be had`() async throws {
        try await withDeployment { deployment in
            let images = Trouble("images missing, registry unreachable", deployment)
            try await images.up(
                ["--registry", "127.0.0.1:9"], says: "TC408", exit: 1,
                texts: ["127.0.0.1:9/confluentinc/cp-kafka:7.5.1", "docker load"])

            let none = Trouble("nothing there", deployment)
            await none.status(says: "TC422", exit: 2)
            try await programs(deployment)
            try await container(deployment)
        }
    }

    /// A program of this machine on 9092: found before anything is started, and in what compose leaves behind.
    private func programs(_ deployment: Deployment) async throws {
        let me = "(pid \(getpid()))"
        do {
            let all = try PortHolder("0.0.0.0", 9092)
            defer { all.release() }
            let trouble = Trouble("a program on 9092, all addresses", deployment)
            try await trouble.up(
                says: "TC405", of: "kafka-1", exit: 1, texts: ["port 9092 is taken by", me, "all addresses"])
        }
        let loopback = try PortHolder("127.0.0.1", 9092)
        defer { loopback.release() }
        let trouble = Trouble("a program on 9092, 127.0.0.1 alone", deployment)
        let refused = try await trouble.up(
            says: "TC405", of: "kafka-1", exit: 1, texts: ["port 9092 is taken by", me, "127.0.0.1"])
        #expect(!refused.findings.contains { $0.code == "TC406" }, "\(refused.words)")
        #expect(try await Docker.containers(project: Deployment.project) == [])

        let byHand = Trouble("the same, started by compose", deployment)
        let outcome = try await AlteredFile(deployment).start(in: deployment)
        #expect(outcome.errors.contains("address already in use"), "\(outcome.errors)")
        await byHand.status(says: "TC405", of: "kafka-1", exit: 2, texts: ["port 9092 is taken by a program"])
        try await byHand.up(says: "TC405", of: "kafka-1", exit: 1, texts: ["port 9092 is taken by", me])
    }

    /// Another container on 9093, while kafka-2 is down.
    private func container(_ deployment: Deployment) async throws {
        try await Docker.said("rm", "--force", "kafka-2")
        try await Docker.said(
            "run", "--detach", "--name", "tripctl-port-holder", "--label", Cleaning.label, "--publish",
            "127.0.0.1:9093:8080", "provectuslabs/kafka-ui:latest")
        let trouble = Trouble("another container on 9093", deployment)
        let refused = try await trouble.up(
            says: "TC406", of: "kafka-2", exit: 1, texts: ["port 9093", "tripctl-port-holder"])
        #expect(!refused.findings.contains { $0.code == "TC405" }, "said once: \(refused.words)")
        let outcome = try await AlteredFile(deployment).start(["kafka-2"], in: deployment)
        #expect(outcome.errors.contains("port is already allocated"), "\(outcome.errors)")
        await trouble.status(says: "TC406", of: "kafka-2", exit: 2, texts: ["port 9093 belongs to another container"])
        try await Docker.said("rm", "--force", "tripctl-port-holder")
        try await trouble.heals()
    }
}

/// A port of this machine that the test's own process listens on.
private final class PortHolder {
    private var descriptor: Int32

    init(_ address: String, _ port: Int) throws {
        #if canImport(Darwin)
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw SystemError("cannot make a socket") }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, address, &name.sin_addr)
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 8) == 0 else { throw SystemError("cannot listen on \(address):\(port)") }
    }

    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
