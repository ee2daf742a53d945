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

@Suite("Where to start from") struct BootstrapChoiceTests {
    func choose(
        _ option: String? = nil, settings: [ClientSetting] = [], variable: String? = nil, host: String? = nil,
        hostVariable: String? = nil
    ) throws(Failure) -> BootstrapChoice {
        try BootstrapChoice(
            option: option, settings: settings, variable: variable, host: host, hostVariable: hostVariable)
    }

    @Test("who comes before whom") func order() throws {
        let setting = ClientSetting(name: "bootstrap.servers", value: "s:1")
        let all = try choose("b:1", settings: [setting], variable: "v:1", host: "h", hostVariable: "k")
        #expect(all.source == "--bootstrap")
        #expect(all.addresses == [Address(host: "b", port: 1)])
        #expect(try choose(settings: [setting], variable: "v:1", host: "h").source == "bootstrap.servers")
        #expect(try choose(variable: "v:1", host: "h", hostVariable: "k").source == "TRIPCTL_BOOTSTRAP")
        #expect(try choose(host: "h", hostVariable: "k").source == "--host")
        let variable = try choose(variable: "", hostVariable: "::1")
        #expect(variable.source == "KAFKA_HOST")
        #expect(variable.addresses.map(\.description) == ["[::1]:9092", "[::1]:9093", "[::1]:9094"])
        let none = try choose(variable: "", hostVariable: "")
        #expect(none.source == "default")
        #expect(none.addresses.map(\.description) == ["localhost:9092", "localhost:9093", "localhost:9094"])
    }

    @Test("errors name who said it") func errors() throws {
        func doing(_ body: () throws(Failure) -> BootstrapChoice) throws -> String {
            try #require(throws: Failure.self) { try body() }.doing
        }
        #expect(try doing { () throws(Failure) in try choose("") }.contains("--bootstrap"))
        #expect(try doing { () throws(Failure) in try choose(variable: "h") }.contains("TRIPCTL_BOOTSTRAP 'h'"))
        #expect(try doing { () throws(Failure) in try choose(host: "") }.contains("--host"))
        #expect(try doing { () throws(Failure) in try choose(hostVariable: "$IP") }.contains("KAFKA_HOST '$IP'"))
        // What does not come to its turn is not looked at.
        #expect(try choose("b:1", variable: "?", hostVariable: "$IP").source == "--bootstrap")
    }
}

@Suite("Lengths of time") struct TimeSpanTests {
    @Test(
        "read",
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("2m", .seconds(120)),
            ("7d", .seconds(604_800)),
            ("1h30m", .seconds(5400)), ("0s", .zero), ("1.5s", .milliseconds(1500)), ("0.1s", .milliseconds(100)),
            ("1d2h3m4s5ms", .milliseconds(93_784_005)), (" 5s ", .seconds(5)), ("0.25h", .seconds(900)),
            ("1500ms", .milliseconds(1500)),
        ]) func good(_ text: String, _ expected: Duration) throws
    {
        #expect(try TimeSpan.parse(text) == expected)
    }

    @Test(
        "refused",
        arguments: [
            ("", "empty"), ("5", "no unit"), ("s", "number"), ("-5s", "negative"), ("5x", "'x'"), ("5 s", "' s'"),
            ("5s5s", "large to small"), ("5s1m", "large to small"), ("1.2.3s", "not a number"), ("1.s", "not a number"),
            (".5s", "not a number"), ("99999999999999999999d", "too large"), ("40000d", "hundred years"),
            ("5S", "'S'"), ("٣s", "number"),
        ]) func bad(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try TimeSpan.parse(text, source: "--timeout") }
        #expect(failure.kind == .usage)
        #expect(failure.doing == "read --timeout '\(text)'")
        #expect(failure.reason.contains(reason))
        #expect(failure.hint?.contains("30s") == true)
    }

    @Test(
        "told",
        arguments: [
            (0.0, "0 s"), (0.0004, "0.4 ms"), (0.0094, "9.4 ms"), (0.012, "12 ms"), (0.32, "320 ms"), (0.9996, "1 s"),
            (3.2, "3.2 s"), (3, "3 s"), (9.96, "10 s"), (45.4, "45 s"), (59.6, "1m"), (125, "2m 5s"), (3599.6, "1h"),
            (3600, "1h"),
            (5400, "1h 30m"), (86_390, "1d"), (86_400, "1d"), (90_000, "1d 1h"), (604_800, "7d"), (-2.5, "-2.5 s"),
        ]) func words(_ seconds: Double, _ expected: String)
    {
        #expect(TimeSpan.words(.seconds(seconds)) == expected)
    }
}

@Suite("Client settings") struct ClientSettingTests {
    @Test("one") func one() throws {
        #expect(try ClientSetting.parse("a.b=c") == ClientSetting(name: "a.b", value: "c"))
        #expect(try ClientSetting.parse(" a.b = c=d ") == ClientSetting(name: "a.b", value: "c=d"))
        #expect(try ClientSetting.parse("a=") == ClientSetting(name: "a", value: ""))
    }

    @Test(
        "what is refused never tells the value",
        arguments: [
            ("sasl.password:hunter2", "no ="), ("=hunter2", "no name"), ("sasl password=hunter2", "letters"),
            ("sasl.jaas.config=hunter2", "Java"), ("ssl.truststore.password=hunter2", "Java"),
        ]) func secrets(_ text: String, _ reason: String) throws
    {
        let failure = try #require(throws: Failure.self) { try ClientSetting.parse(text) }
        #expect(failure.kind == .usage)
        #expect(failure.reason.contains(reason))
        #expect(!"\(failure)".contains("hunter2"))
    }

    @Test(
        "Java's own settings, and librdkafka's way",
        arguments: [
            ("sasl.jaas.config", "sasl.username"), ("ssl.truststore.location", "ssl.ca.location"),
            ("key.serializer", "(de)serializers"), ("value.deserializer", "(de)serializers"),
            ("max.poll.records", "one by one"),
            ("partitioner.class", "partitioner="), ("interceptor.classes", "leave it out"),
        ]) func java(_ name: String, _ way: String) throws
    {
        let failure = try #require(throws: Failure.self) { try ClientSetting.parse("\(name)=x") }
        #expect(failure.doing == "read -X \(name)")
        #expect(failure.hint?.contains(way) == true)
    }

    @Test("a file") func file() throws {
        let text = "\u{FEFF}# for the test cluster\r\n\n  security.protocol = sasl_ssl \r\nsasl.password=a#b = c\n#x\n"
        #expect(
            try ClientSetting.parse(file: text, name: "c.conf") == [
                ClientSetting(name: "security.protocol", value: "sasl_ssl"),
                ClientSetting(name: "sasl.password", value: "a#b = c"),
            ])
        #expect(try ClientSetting.parse(file: "", name: "c.conf").isEmpty)
        let failure = try #require(throws: Failure.self) {
            try ClientSetting.parse(file: "# a\na=1\nsasl.password hunter2\n", name: "c.conf")
        }
        #expect(failure.doing == "read c.conf line 3: sasl.password")
        #expect(!"\(failure)".contains("hunter2"))
    }
}

@Suite("Near names") struct NearNamesTests {
    let topics = ["tripclick-logs", "tripclick-logs-dlq", "orders", "payments", "orders.v2"]

    @Test(
        "what was meant",
        arguments: [
            ("tripclick-log", ["tripclick-logs", "tripclick-logs-dlq"]), ("tripclik-logs", ["tripclick-logs"]),
            ("Orders", ["orders", "orders.v2"]), ("ordres", ["orders"]), ("pay", ["payments"]), ("zebra", []), ("", []),
            ("orders", ["orders.v2"]), ("x", []),
        ]) func near(_ name: String, _ expected: [String])
    {
        #expect(NearNames.of(name, in: topics) == expected)
    }

    @Test("three at most, the nearest first") func bound() {
        #expect(NearNames.of("group-0", in: (1...9).map { "group-\($0)" }) == ["group-1", "group-2", "group-3"])
        #expect(NearNames.of("g", in: []).isEmpty)
        #expect(NearNames.of("ab", in: ["", "a", "b"]) == ["a", "b"])
    }
}
