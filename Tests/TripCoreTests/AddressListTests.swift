import Testing
import TripCore

@Suite("Addresses") struct AddressTests {
    @Test(
        "lists",
        arguments: [
            ("h:9092", ["h:9092"]), ("h:9092,[::1]:9093", ["h:9092", "[::1]:9093"]),
            ("a:1, b:65535 ", ["a:1", "b:65535"]),
            ("h:1,H:1,h:2,h:1", ["h:1", "h:2"]), ("10.0.1.100:9092", ["10.0.1.100:9092"]),
            ("my_box:9092", ["my_box:9092"]),
            ("[fe80::1%eth0]:9092", ["[fe80::1%eth0]:9092"]), ("[::ffff:1.2.3.4]:9092", ["[::ffff:1.2.3.4]:9092"]),
            ("h.example.:9092", ["h.example.:9092"]), ("a:09092", ["a:9092"]),
        ]) func good(_ text: String, _ expected: [String]) throws
    {
        #expect(try Address.parse(list: text).map(\.description) == expected)
    }

    @Test(
        "what is refused, and why",
        arguments: [
            ("", "empty"), ("  ", "empty"), ("h:9092,,i:9092", "empty"), ("h:9092,", "empty"), ("h", "no port"),
            ("h:", "no port"), (":9092", "no host"), ("h:0", "'0'"), ("h:99999", "'99999'"), ("h:65536", "'65536'"),
            ("h:-1", "'-1'"), ("h:+1", "'+1'"), ("h:9a", "'9a'"), ("h:99999999999999999999", "1 to 65535"),
            ("PLAINTEXT://h:9092", "scheme"), ("http://h:9092", "scheme"), ("h:9092/x", "path"), ("h 1:9092", "blank"),
            ("h:9092 i:9092", "blank"), ("::1:9092", "no port"), ("::1", "no port"), ("a:b:c", "colon"),
            ("[::1:9092", "close"), ("[::1]9092", "follows"), ("[::1]", "no port"), ("[h]:9092", "no IPv6"),
            ("[1.2.3.4]:9092", "no IPv6"), ("[:::1]:9092", "no IPv6"), ("[1::2::3]:1", "no IPv6"),
            ("[12345::]:1", "no IPv6"),
            ("[1:2:3:4:5:6:7]:1", "no IPv6"), ("[1:2:3:4:5:6:7:8:9]:1", "no IPv6"), ("[::1%]:9092", "no IPv6"),
            ("10.0.1:9092", "no IPv4"), ("999.1.1.1:9092", "no IPv4"), ("010.0.0.1:9092", "no IPv4"),
            ("a..b:1", "empty"),
            ("-a:1", "hyphen"), ("a@b:1", "'@'"), ("클:1", "'클'"), ("$IP:9092", "left over"), ("<ip>:9092", "left over"),
            (String(repeating: "a", count: 64) + ":1", "63"),
        ]) func bad(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) {
            try Address.parse(list: text, source: "TRIPCTL_BOOTSTRAP")
        }
        #expect(failure.kind == .usage)
        #expect(failure.doing.hasPrefix("use TRIPCTL_BOOTSTRAP '"))
        #expect(failure.reason.contains(reason))
        #expect(failure.hint?.isEmpty == false)
    }
}
