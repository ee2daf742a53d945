import Testing
import TripCore

@testable import TripKafka

/// What librdkafka logs of a failed connection, in a reader's words. The lines are librdkafka 2.0.2's own.
struct DialFailureTests {
    private func failure(_ text: String, name: String = "localhost:9092/bootstrap") -> DialFailure? {
        DialFailure(line: "[thrd:\(name)]: \(name): \(text)")
    }

    struct Line: Sendable, CustomTestStringConvertible {
        var text: String
        var reason: String
        var kind: DialFailure.Kind
        var testDescription: String { text }
    }

    private static let lines = [
        Line(
            text: "Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)",
            reason: "connection refused", kind: .refused),
        Line(
            text: "Connect to ipv4#10.0.0.9:9092 failed: No route to host (after 3ms in state CONNECT)",
            reason: "no route to host", kind: .refused),
        Line(
            text: "Connect to ipv4#10.0.0.9:9092 failed: Connection timed out (after 130000ms in state CONNECT)",
            reason: "connection timed out", kind: .silent),
        Line(
            text: "Failed to resolve 'nowhere.invalid:9092': Name or service not known (after 12ms in state CONNECT)",
            reason: "the name does not resolve", kind: .unresolved),
        Line(
            text:
                "Failed to resolve 'kafka:9092': Temporary failure in name resolution (after 5002ms in state CONNECT)",
            reason: "the name could not be looked up: no name server answers", kind: .unresolved),
        Line(
            text: "Connection setup timed out in state APIVERSION_QUERY (after 30021ms in state APIVERSION_QUERY)",
            reason: DialFailure.silence, kind: .silent),
        Line(
            text: "ApiVersionRequest failed: Local: Timed out: probably due to broker version < 0.10 "
                + "(see api.version.request configuration) (after 10001ms in state APIVERSION_QUERY)",
            reason: DialFailure.silence, kind: .silent),
        Line(
            text: "ApiVersionRequest failed: Local: Read underflow: probably due to broker version < 0.10 "
                + "(see api.version.request configuration) (after 1ms in state APIVERSION_QUERY)",
            reason: "it does not speak Kafka's protocol: its answer cannot be read", kind: .notKafka),
        Line(
            text: "SaslAuthenticateResponse parsing failed: Local: Read underflow (after 1ms in state AUTH_REQ)",
            reason: "it does not speak Kafka's protocol: its answer cannot be read", kind: .notKafka),
        Line(
            text: "Failed to create socket: Too many open files (after 0ms in state CONNECT)",
            reason: "this program may open no more files: ulimit -n shows how many", kind: .noFiles),
        Line(
            text: "1 request(s) timed out: disconnect (average rtt 0.512ms) (after 61002ms in state UP)",
            reason: DialFailure.silence, kind: .silent),
        Line(
            text: "Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol "
                + "configuration (connecting to a SSL listener?) or broker version is < 0.10 "
                + "(see api.version.request) (after 1ms in state APIVERSION_QUERY)",
            reason: "it hangs up", kind: .hangsUp),
        Line(
            text: "Disconnected: verify that security.protocol is correctly configured, broker might require SASL "
                + "authentication (after 302ms in state UP)",
            reason: "it hangs up", kind: .hangsUp),
        Line(
            text: "Receive failed: Connection reset by peer (after 2ms in state APIVERSION_QUERY)",
            reason: "it hangs up", kind: .hangsUp),
        Line(
            text: "Disconnected (after 302ms in state UP, 4 identical error(s) suppressed)", reason: "it hangs up",
            kind: .hangsUp),
        Line(
            text: "Receive failed: Invalid response size 1213486160 (0..100000000): increase receive.message.max.bytes "
                + "(after 0ms in state APIVERSION_QUERY)",
            reason: "it speaks HTTP, not Kafka", kind: .notKafka),
        Line(
            text: "Receive failed: Invalid response size 1008813135 (0..100000000): increase receive.message.max.bytes",
            reason: "it speaks HTTP, not Kafka", kind: .notKafka),
        Line(
            text: "Receive failed: Invalid response size 1397966893 (0..100000000): increase receive.message.max.bytes",
            reason: "it speaks SSH, not Kafka", kind: .notKafka),
        Line(
            text: "Receive failed: Invalid response size 1380336160 (0..100000000): increase receive.message.max.bytes",
            reason: "it does not speak Kafka's protocol: its answer begins with 'RFB '", kind: .notKafka),
        Line(
            text: "Receive failed: Invalid response size -17 (0..100000000): increase receive.message.max.bytes",
            reason: "it does not speak Kafka's protocol", kind: .notKafka),
        Line(
            text: "Receive failed: Invalid response size 352518912 (0..100000000): increase receive.message.max.bytes",
            reason: "it wants TLS", kind: .wantsTLS),
        Line(
            text: "SSL handshake failed: error:0A000126:SSL routines::unexpected eof while reading "
                + "(after 1ms in state SSL_HANDSHAKE)",
            reason: "it does not speak TLS", kind: .noTLS),
        Line(
            text: "SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener? "
                + "(after 1ms in state SSL_HANDSHAKE)",
            reason: "it does not speak TLS", kind: .noTLS),
        Line(
            text: "SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate "
                + "could not be verified, verify that ssl.ca.location is correctly configured or root CA "
                + "certificates are installed (install ca-certificates package) (after 4ms in state SSL_HANDSHAKE)",
            reason: "its certificate could not be verified", kind: .untrusted),
        Line(
            text: "SSL handshake failed: error:0A00045C:SSL routines::tlsv13 alert certificate required "
                + "(after 4ms in state SSL_HANDSHAKE)",
            reason: "the TLS handshake failed: tlsv13 alert certificate required", kind: .other),
        Line(
            text: "SASL authentication error: Authentication failed: Invalid username or password "
                + "(after 301ms in state AUTH_REQ)",
            reason: "the login was refused: Authentication failed: Invalid username or password", kind: .login),
        Line(
            text: "SASL authentication error: Local: Timed out (after 10001ms in state AUTH_REQ)",
            reason: DialFailure.silence, kind: .silent),
        Line(
            text: "SASL SCRAM-SHA-256 mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's "
                + "supported mechanisms: PLAIN (after 1ms in state AUTH_HANDSHAKE)",
            reason: "it takes no login by SCRAM-SHA-256, only by PLAIN", kind: .login),
        Line(
            text: "SASL PLAIN mechanism handshake failed: Broker: Request not valid in current SASL state: broker's "
                + "supported mechanisms:  (after 1ms in state AUTH_HANDSHAKE)",
            reason: "it wants no SASL login", kind: .noLogin),
    ]

    @Test(arguments: lines) func `a line's reason in words, and its kind`(_ line: Line) throws {
        let found = try #require(failure(line.text))
        #expect(found.reason == line.reason)
        #expect(found.kind == line.kind)
    }

    @Test(arguments: [
        ("localhost:9092/bootstrap", "localhost", 9092), ("10.0.0.1:19092/3", "10.0.0.1", 19092),
        ("sasl_ssl://kafka-1.example:9093/1", "kafka-1.example", 9093), ("[::1]:9092/bootstrap", "::1", 9092),
        ("ssl://[fe80::1]:9092/2", "fe80::1", 9092),
    ])
    func `the address is the one that was configured or advertised`(_ name: String, _ host: String, _ port: Int) throws
    {
        let found = try #require(failure("Connect to ipv4#127.0.0.1:1 failed: Connection refused", name: name))
        #expect(found.address == Address(host: host, port: port))
    }

    @Test(arguments: [
        "", "no brackets", "[thrd:main]: 1/1 brokers are down", "[thrd:app]: Configuration property x is deprecated",
        "[thrd:GroupCoordinator]: GroupCoordinator/1: Disconnected",
    ])
    func `a line of something else is none`(_ line: String) {
        #expect(DialFailure(line: line) == nil)
    }

    @Test func `the most telling kind gives the advice`() throws {
        let mixed = try #require(DialFailure.Kind.hint(for: [.refused, .silent, .login]))
        #expect(mixed.contains("sasl.password"))
        #expect(DialFailure.Kind.hint(for: [.hangsUp, .refused])?.contains("SASL or TLS") == true)
        #expect(DialFailure.Kind.hint(for: [.unresolved, .unresolved])?.contains("name") == true)
        // One name that does not resolve is not what is wrong when another address refuses.
        #expect(DialFailure.Kind.hint(for: [.unresolved, .refused]) == nil)
        #expect(DialFailure.Kind.hint(for: []) == nil)
    }
}
