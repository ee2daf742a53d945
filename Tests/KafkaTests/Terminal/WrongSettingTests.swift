import Foundation
import Testing
import TripTestSupport

/// Settings that only the built program can judge, because files or librdkafka say what is wrong with them: told in a
/// sentence of their own, with status 64, and nothing on standard output. No cluster is needed.
@Suite(.timeLimit(.minutes(2)))
struct WrongSettingTests {
    private static let settings: [([String], String)] = [
        (["nonsense.setting=1"], "cannot set nonsense.setting: librdkafka has no such setting"),
        (["security.protocol=tls"], "cannot set security.protocol: Invalid value \"tls\""),
        (["socket.timeout.ms=abc"], "cannot set socket.timeout.ms: Invalid value"),
        (["debug=everything"], "cannot set debug: Invalid value \"everything\""),
        (
            ["security.protocol=ssl", "ssl.key.location=/nope"],
            "cannot start the Kafka client: ssl.key.location failed"
        ),
        (["security.protocol=ssl", "ssl.ca.location=/nope"], "cannot start the Kafka client: ssl.ca.location failed"),
        (
            ["security.protocol=sasl_plaintext", "sasl.mechanism=WHAT"],
            "cannot start the Kafka client: Unsupported SASL mechanism: WHAT"
        ),
        (
            ["security.protocol=sasl_plaintext", "sasl.mechanism=PLAIN"],
            "cannot start the Kafka client: sasl.username and sasl.password must be set"
        ),
    ]

    @Test(arguments: settings)
    func `a setting that librdkafka refuses is named`(settings: [String], sentence: String) async throws {
        let outcome = try await Binary.tripctl.run(
            ["brokers", "-b", "127.0.0.1:1", "-o", "json"] + settings.flatMap { ["-X", $0] })
        #expect(outcome.status == 64, "\(outcome.ending)")
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("tripctl: \(sentence)"), "\(outcome.errors)")
    }

    @Test func `a secret's value is in no message`() async throws {
        for value in ["password=hunter2", "pass word=hunter2"] {
            let outcome = try await Binary.tripctl.run(
                [
                    "brokers", "-b", "127.0.0.1:1", "-X", "security.protocol=ssl", "-X", "ssl.key.\(value)", "-X",
                    "ssl.key.location=/nope",
                ])
            #expect(outcome.status == 64)
            #expect(!(outcome.output + outcome.errors).contains("hunter2"))
        }
    }

    @Test func `a file of settings that cannot be read says why`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-settings-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String, _ bytes: [UInt8]) throws -> String {
            let url = folder.appendingPathComponent(name)
            try Data(bytes).write(to: url)
            return url.path
        }
        let secret = try file("secret", Array("ssl.key.password=x\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
        var cases = [
            (folder.path + "/none", "No such file or directory"), (folder.path, "it is a directory"),
            (try file("binary", [0xFF, 0xFE, 0x00, 0x80]), "it is not UTF-8 text"),
            ("/dev/zero", "it is larger than 1 MB"), ("", "No such file or directory"),
            (try file("wrong", Array("# fine\nclient.id=x\nno setting at all\n".utf8)), "there is no = in it"),
            (try file("unknown", Array("nonsense.setting=1\n".utf8)), "librdkafka has no such setting"),
        ]
        // The superuser may read everything.
        if getuid() != 0 { cases.append((secret, "Permission denied")) }
        for (path, reason) in cases {
            let outcome = try await Binary.tripctl.run(["brokers", "-b", "127.0.0.1:1", "--client-config", path])
            #expect(outcome.status == 64, "\(path): \(outcome.ending)")
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(reason), "\(path): \(outcome.errors)")
        }
    }

    @Test func `a good file of settings is taken, blanks, comments and line ends of other systems included`()
        async throws
    {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("tripctl-settings-\(UUID())")
        try Data("\u{FEFF}# a comment\r\n\r\n client.id = probe \r\nbootstrap.servers=127.0.0.1:1".utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let outcome = try await Binary.tripctl.run(["brokers", "--client-config", url.path])
        #expect(outcome.status == 3)
        #expect(outcome.errors.hasPrefix("tripctl: cannot reach Kafka: 127.0.0.1:1: connection refused\n"))
    }
}
