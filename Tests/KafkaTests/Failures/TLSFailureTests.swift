import Foundation
import TestProcesses
import Testing
import TripTestSupport

/// A listener that speaks TLS: OpenSSL's own server, with a certificate that nobody has signed.
@Suite(.enabled("there is no openssl here") { FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") })
struct TLSFailureTests {
    @Test(.timeLimit(.minutes(1)))
    func `plain words to TLS, and TLS with a certificate of nobody's`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, certificate) = ("\(folder.path)/key.pem", "\(folder.path)/certificate.pem")
        let openssl = Binary(path: "/usr/bin/openssl")
        let made = try await openssl.run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj",
            "/CN=localhost",
        ])
        try #require(made.status == 0, "\(made.errors)")
        let port = try #require(freePorts(1).first)
        var server = Spawn(
            openssl.path,
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-quiet", "-naccept",
                "50",
            ],
            environment: ["PATH": "/usr/bin:/bin"])
        server.standing = .ownGroup
        let pid = try server.start()
        defer {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        let tripctl = Tripctl(bootstrap: "127.0.0.1:\(port)")
        try await eventually("the server listens") {
            try await !tripctl.json(["brokers"]).errors.contains("connection refused")
        }

        let plain = try await tripctl.json(["brokers", "--timeout", "2s"])
        #expect(plain.status == 3)
        #expect(plain.errors.contains("it hangs up") || plain.errors.contains("it wants TLS"), "\(plain.errors)")
        #expect(plain.errors.contains("TLS"), "\(plain.errors)")
        Promise.holds(plain.outcome, timeout: Promise.refusal)

        let stranger = try await tripctl.json(["brokers", "--timeout", "2s", "-X", "security.protocol=ssl"])
        #expect(stranger.status == 3)
        #expect(stranger.errors.contains("its certificate could not be verified"), "\(stranger.errors)")
        #expect(stranger.errors.contains("hint: -X ssl.ca.location=FILE"), "\(stranger.errors)")
        Promise.holds(stranger.outcome, timeout: Promise.refusal)
    }
}
