import Testing
import TripCore

@Suite("Hosts") struct HostNameTests {
    @Test(
        "what clients can call",
        arguments: [
            ("localhost", "localhost", HostName.Kind.name, true), ("10.0.1.100", "10.0.1.100", .ipv4, false),
            ("::1", "[::1]", .ipv6, true), ("[::1]", "[::1]", .ipv6, true),
            ("2001:db8::1", "[2001:db8::1]", .ipv6, false),
            ("127.0.1.1", "127.0.1.1", .ipv4, true),
            ("ip-10-0-1-100.ec2.internal", "ip-10-0-1-100.ec2.internal", .name, false),
            ("LOCALHOST", "LOCALHOST", .name, true), ("3com", "3com", .name, false),
            ("0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", .ipv6, true),
        ]) func good(_ text: String, _ bracketed: String, _ kind: HostName.Kind, _ loopback: Bool) throws
    {
        let host = try HostName.parse(text)
        #expect(host.bracketed == bracketed)
        #expect(host.kind == kind)
        #expect(host.isLoopback == loopback)
    }

    @Test(
        "what is refused, and why",
        arguments: [
            ("", "empty"), (" ", "empty"), ("0.0.0.0", "listens"), ("::", "listens"), ("[::]", "listens"),
            ("0:0:0:0:0:0:0:0", "listens"), ("http://h", "scheme"), ("h:9092", "port"), ("[::1]:9092", "port"),
            ("10.0.1.100:9092", "port"), ("h/x", "path"), ("a b", "blank"), (" h", "blank"), ("$IP", "left over"),
            ("${KAFKA_HOST}", "left over"), ("<ip>", "left over"), ("{host}", "left over"), ("a_b", "'_'"),
            ("a..b", "empty"),
            (".a", "empty"), ("-a", "hyphen"), ("a-", "hyphen"), ("10.0.1", "no IPv4"), ("0", "no IPv4"),
            ("1.2.3.4.5", "no IPv4"),
            ("300.1.1.1", "no IPv4"), ("h,i", "','"), ("[h]", "brackets"), ("[1.2.3.4]", "brackets"), ("[::1", "close"),
            ("fe80::1%eth0", "zone"), (":::1", "no IPv6"), ("1:2", "port"), ("a:b", "no IPv6"), ("호스트", "'호'"),
            (String(repeating: "a.", count: 130) + "b", "253"),
        ]) func bad(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try HostName.parse(text, source: "KAFKA_HOST") }
        #expect(failure.kind == .usage)
        #expect(failure.doing == "use KAFKA_HOST '\(text)'")
        #expect(failure.reason.contains(reason))
    }
}
