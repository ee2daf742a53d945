import Testing
import TripCore

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
